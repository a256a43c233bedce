import TheanoArrays
import TheanoLoopIR

/// The classes of two vectors of one length in ascending order, and the place of each element's class, in native code.
/// Each not-a-number is a class of its own, which equals none.
struct ClassPlaces {
  /// How many pairs of elements there are, and how many classes.
  let count, size: Value
  /// The elements of both vectors in order.
  private let row: SortedRow
  /// The class of each element, those of the second vector after those of the first; -1 for what equals none.
  private let places: Tensor

  /// Sorts the elements of `first` and `second`, compared as a dtype.
  init(_ first: Tensor, _ second: Tensor, _ dtype: DType, _ b: LoopBuilder) throws {
    b.unify(first.lengths[0], second.lengths[0])
    let count = b.canonical(first.lengths[0])
    let all = b.scratch("labels", dtype, [b.constant(2), count])
    for (half, operand) in [first, second].enumerated() {
      try b.loop(count) { number in
        let label = b.convert(try operand.at([number], b), dtype)
        try all.set([b.constant(half), number], to: label, b)
      }
    }
    let places = b.scratch("classes", .int64, [b.add(count, count)])
    let size = b.register(b.constant(0))
    var sorted: SortedRow?
    try b.sortRows(of: all, over: [0, 1], withPlaces: true) { row in
      sorted = row
      try b.loop(row.count, .serial) { number in
        let isNew = b.convert(try row.isNewClass(number, b), .int64)
        let next = b.add(b.read(size), isNew)
        b.add(.assign(size, next))
        let key = try row.key(number, b)
        let place = b.select(b.equal(key, key), b.subtract(next, b.constant(1)), b.constant(-1))
        try places.set([row.place(number, b)], to: place, b)
      }
    }
    guard let row = sorted else { throw LoweringError("nothing has been sorted") }
    (self.count, self.size, self.row, self.places) = (count, b.read(size), row, places)
  }

  /// Returns the classes of the elements of both vectors at a place.
  func classes(ofPair number: Value, _ b: LoopBuilder) throws -> [Value] {
    try [number, b.add(count, number)].map { try places.at([$0], b) }
  }

  /// Writes the classes in order.
  func writeClasses(to classes: Tensor, _ b: LoopBuilder) throws {
    let place = b.register(b.constant(0))
    try b.loop(row.count, .serial) { number in
      try b.branch(row.isNewClass(number, b)) {
        let own = b.read(place)
        try classes.set([own], to: b.convert(row.key(number, b), classes.dtype), b)
        b.add(.assign(place, b.add(own, b.constant(1))))
      }
    }
  }
}

extension SortedRow {
  /// Whether the element of a number is the first of its class.
  fileprivate func isNewClass(_ number: Value, _ b: LoopBuilder) throws -> Value {
    let key = try key(number, b)
    return b.or(try isNew(number, b), b.notEqual(key, key))
  }
}
