import TheanoGraph
import TheanoLoopIR
import TheanoOps

/// What the elements of both results of a draw are made of in native code.
struct DrawnStream {
  /// The words of the state.
  let key: Value
  let position: Value
  /// The lengths of the draw, those of single draws left out, and their product.
  let lengths: [Value]
  let count: Value

  /// Reads the words of a state from which elements are drawn.
  init(_ state: Tensor, lengths: [Value], _ b: LoopBuilder) throws {
    b.unify(state.lengths[0], b.constant(2))
    key = try state.at([b.constant(0)], b)
    position = try state.at([b.constant(1)], b)
    self.lengths = lengths
    count = b.product(lengths)
  }

  /// Returns the words of the state after the draw.
  func next(_ b: LoopBuilder) -> [Value] { [key, b.add(position, b.convert(count, .uint64))] }

  /// Writes the words of the state after the draw.
  func writeNext(to state: Tensor, _ b: LoopBuilder) throws {
    for (place, word) in next(b).enumerated() { try state.set([b.constant(place)], to: word, b) }
  }

  /// Returns the number in the stream of the element at a place.
  func number(at index: [Value], _ b: LoopBuilder) -> Value {
    b.add(position, b.convert(b.position(index, in: lengths), .uint64))
  }
}

extension LoopBuilder {
  /// Returns the lengths that the shape operand of a draw holds, of which there must be `ndim`.
  func shape(_ size: Tensor, of variable: Variable, ndim: Int) throws -> [Value] {
    unify(size.lengths[0], constant(ndim))
    let known = variable.knownElements
    return try (0..<ndim).map { axis in
      try known?[axis].map { constant($0) } ?? size.integer(at: [constant(axis)], self)
    }
  }

  /// Ends the program with an error unless tensors of these lengths can be drawn: of none that is negative, and
  /// those beside a zero count too.
  func checkShape(_ lengths: [Value]) {
    for length in lengths { checkLessOrEqual(constant(0), length) }
    let known = lengths.compactMap { self.known($0) }
    if known.count == lengths.count { return }
    let size = lengths.reduce(real(1, .float64)) { size, length in
      multiply(size, convert(maximum(length, constant(1)), .float64))
    }
    check(lessOrEqual(size, real(Double(greatestCount), .float64)))
  }
}
