import TheanoArrays
import TheanoLoopIR

/// A row of a tensor after native code has sorted it.
package struct SortedRow {
  /// Where the row is among all rows.
  package let index: [Value]
  /// How many elements it has.
  package let count: Value
  /// The sorted elements, and the places from which they come if somebody wants to know.
  fileprivate let keys: Tensor
  fileprivate let places: Tensor?
  /// Which of their two halves holds them.
  fileprivate let side: Value

  /// Returns the index in `x`, whose row over axes this is, of the element at a place.
  func index(of place: Value, in x: Tensor, over axes: [Int], _ b: LoopBuilder) -> [Value] {
    b.index(of: place, row: index, in: x, over: axes)
  }

  /// Returns the element of a number.
  package func key(_ number: Value, _ b: LoopBuilder) throws -> Value {
    try keys.at(index + [side, number], b)
  }

  /// Returns the place from which the element of a number comes.
  package func place(_ number: Value, _ b: LoopBuilder) throws -> Value {
    try places?.at(index + [side, number], b) ?? number
  }
}

extension LoopBuilder {
  /// Whether a number comes before another in an array that is sorted with not-a-number last.
  func precedes(_ a: Value, _ other: Value) -> Value {
    let isLess = less(a, other)
    if !a.dtype.isFloat { return isLess }
    return or(isLess, and(notEqual(other, other), equal(a, a)))
  }

  /// Sorts the rows of `x` over axes, as `x.evaluate` of an operation sees them, and calls `body` with each.
  /// Equal elements keep their order.
  ///
  /// Runs of 1, 2, 4, … elements are merged from one half of some memory into the other: D. E. Knuth, The Art
  /// of Computer Programming 3, 5.2.4, straight two-way merging. A step of it has no branches.
  /// - Parameters:
  ///   - isDescending: whether the largest come first.
  ///   - withPlaces: whether `body` asks for the elements' places.
  package func sortRows(
    of x: Tensor, over axes: [Int], isDescending: Bool = false, withPlaces: Bool,
    _ body: (SortedRow) throws -> Void
  ) throws {
    let others = x.lengths.indices.filter { !axes.contains($0) }
    let inner = axes.map { x.lengths[$0] }
    let count = product(inner)
    let lengths = others.map { x.lengths[$0] } + [constant(2), count]
    let keys = scratch("keys", x.dtype.computing, lengths)
    let places = withPlaces ? scratch("places", .int64, lengths) : nil
    try loops(lengths.dropLast(2)) { row in
      try loop(count) { number in
        let start = row + [constant(0), number]
        try keys.set(start, to: x.at(index(of: number, row: row, in: x, over: axes), self), self)
        try places?.set(start, to: number, self)
      }
      let side = register(constant(0))
      let width = register(constant(1))
      try loop(constant(63), .serial) { _ in
        let length = read(width)
        add(.exit(lessOrEqual(count, length)))
        let from = read(side)
        let to = subtract(constant(1), from)
        let pair = add(length, length)
        let pairs = quotient(add(count, subtract(pair, constant(1))), pair)
        try loop(pairs, .serial) { number in
          let start = multiply(number, pair)
          let middle = minimum(add(start, length), count)
          let run = Run(start: start, middle: middle, end: minimum(add(start, pair), count))
          try merge(run, [keys] + (places.map { [$0] } ?? []), row, from: from, to: to) {
            isDescending ? precedes($1, $0) : precedes($0, $1)
          }
        }
        add(.assign(side, to))
        add(.assign(width, pair))
      }
      let sorted = read(side)
      try body(SortedRow(index: row, count: count, keys: keys, places: places, side: sorted))
    }
  }

  /// Returns the index in `x` of the element at a place of a row over axes.
  fileprivate func index(
    of place: Value, row: [Value], in x: Tensor, over axes: [Int]
  ) -> [Value] {
    var (rest, own) = (row[...], self.place(of: place, in: axes.map { x.lengths[$0] })[...])
    return x.lengths.indices.map { axis in
      (axes.contains(axis) ? own.popFirst() : rest.popFirst()) ?? place
    }
  }

  /// Merges two runs of the first of `arrays`, and moves what belongs to the elements in the others.
  private func merge(
    _ run: Run, _ arrays: [Tensor], _ row: [Value], from: Value, to: Value,
    _ comesBefore: (Value, Value) -> Value
  ) throws {
    let (left, right) = (register(run.start), register(run.middle))
    // A run that has ended has a place after it, which need not be there.
    let last = subtract(run.end, constant(1))
    try loop(subtract(run.end, run.start), .serial) { step in
      let (i, j) = (read(left), read(right))
      let pairs = try arrays.map { array in
        try [i, j].map { try array.at(row + [from, minimum($0, last)], self) }
      }
      let isSecondFirst = comesBefore(pairs[0][1], pairs[0][0])
      let isLeft = and(less(i, run.middle), or(lessOrEqual(run.end, j), not(isSecondFirst)))
      for (array, pair) in zip(arrays, pairs) {
        try array.set(
          row + [to, add(run.start, step)], to: select(isLeft, pair[0], pair[1]), self)
      }
      let taken = convert(isLeft, .int64)
      add(.assign(left, add(i, taken)))
      add(.assign(right, add(j, subtract(constant(1), taken))))
    }
  }
}

extension Lowering {
  /// Each row along an axis sorted, with what `element` says of a sorted row at each number.
  static func sorted(
    along axis: Int, withPlaces: Bool,
    _ element: @escaping (SortedRow, Value, LoopBuilder) throws -> Value
  ) -> Lowering {
    Lowering { _, x in
      [x[0].lengths]
    } _: { b, x, results in
      try b.sortRows(of: x[0], over: [axis], withPlaces: withPlaces) { row in
        try b.loop(row.count) { number in
          try results[0].set(row.index.inserting(number, at: axis), to: element(row, number, b), b)
        }
      }
    }
  }
}

/// Two runs of sorted elements, one after the other: from `start` to before `middle`, and on to before `end`.
private struct Run {
  let start: Value
  let middle: Value
  let end: Value
}

extension [Value] {
  /// This index with one more place, that along an axis.
  func inserting(_ place: Value, at axis: Int) -> [Value] {
    var index = self
    index.insert(place, at: axis)
    return index
  }
}
