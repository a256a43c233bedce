import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// A window over a tensor in native code: its elements one by one, or loops over them.
struct PoolWindow {
  /// The place of the window in the result.
  let place: [Value]
  /// The places in the tensor, if they are written out.
  private let places: [[Value]]?
  /// The first place along each of the last axes, and how many there are.
  private let starts: [Value]
  private let counts: [Value]

  /// Creates the window of a place in the result. One that is not inside a tensor of these lengths is cut.
  init(
    _ b: LoopBuilder, _ form: PoolForm, _ place: [Value], _ lengths: [Value], isInside: Bool,
    isWritten: Bool
  ) {
    self.place = place
    let first = place.count - form.rank
    var (starts, counts): ([Value], [Value]) = ([], [])
    for axis in 0..<form.rank {
      let step = b.multiply(place[first + axis], b.constant(form.strides[axis]))
      let (padding, window) = (b.constant(form.padding[axis]), b.constant(form.window[axis]))
      let start = b.subtract(step, padding)
      if isInside {
        starts.append(start)
        counts.append(window)
      } else {
        let inside = b.maximum(start, b.constant(0))
        starts.append(inside)
        counts.append(b.subtract(b.minimum(b.add(start, window), lengths[first + axis]), inside))
      }
    }
    (self.starts, self.counts) = (starts, counts)
    guard isWritten else {
      places = nil
      return
    }
    var places = [Array(place[..<first])]
    for axis in 0..<form.rank {
      places = places.flatMap { outer in
        (0..<form.window[axis]).map { outer + [b.add(starts[axis], b.constant($0))] }
      }
    }
    self.places = places
  }

  /// Calls `body` with each place in the tensor.
  func forEachPlace(_ b: LoopBuilder, _ body: ([Value]) throws -> Void) rethrows {
    if let places { return try places.forEach(body) }
    let outer = Array(place[..<(place.count - starts.count)])
    try b.loops(counts, .serial) { index in
      try body(outer + zip(starts, index).map { b.add($0, $1) })
    }
  }

  /// The largest element, in the dtype in which native code computes.
  func largest(_ b: LoopBuilder, _ x: Tensor) throws -> Value {
    let dtype = x.dtype.computing
    let least = dtype.isFloat ? b.real(-.infinity, dtype) : b.constant(dtype.integerRange.0, dtype)
    return try combined(b, .maximum, identity: least) { b.convert(try x.at($0, b), dtype) }
  }

  /// The sum of elements in a dtype.
  func sum(
    _ b: LoopBuilder, _ dtype: DType, _ element: ([Value]) throws -> Value
  ) throws -> Value {
    try combined(b, .sum, identity: b.constant(0, dtype), element)
  }

  /// The elements combined.
  private func combined(
    _ b: LoopBuilder, _ combination: Combination, identity: Value,
    _ element: ([Value]) throws -> Value
  ) throws -> Value {
    if let places {
      let elements = try places.map(element)
      return elements.dropFirst().reduce(elements[0]) {
        combination == .sum ? b.add($0, $1) : b.maximum($1, $0)
      }
    }
    let outer = Array(place[..<(place.count - starts.count)])
    let total = b.register(identity)
    try b.loops(counts) { index in
      let place = outer + zip(starts, index).map { b.add($0, $1) }
      b.add(.combine(total, combination, try element(place)))
    }
    return b.read(total)
  }
}
