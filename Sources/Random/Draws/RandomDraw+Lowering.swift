import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps

extension RandomDraw: LoweredOp {
  /// What the elements of both results are made of.
  private struct Stream {
    /// The words of the state.
    var key: Value
    var position: Value
    /// The lengths of the draw, and their product.
    var lengths: [Value]
    var count: Value
  }

  /// Each element drawn where it is used; nil for distributions that native code has no function for.
  package func lowering(_ call: Apply) -> Lowering? {
    guard let draw = distribution.compiled(Array(call.inputs.dropFirst(2))) else { return nil }
    let shapes = call.inputs.dropFirst(2).map(\.type.shape)
    // One set of known parameters was checked when the node was made.
    let isChecked = call.inputs.dropFirst(2).allSatisfy { $0.constant?.count == 1 }
    let stream = Kept<Stream>()
    let state = Lowering.Part(.move, of: []) { b, _, index in
      let stream = try stream.get()
      let next = b.add(stream.position, b.convert(stream.count, .uint64))
      return b.choose(index[0], among: [stream.key, next])
    }
    let parameters = Set(call.inputs.indices.dropFirst(2))
    let elements = Lowering.Part(.costly, of: parameters) { b, x, index in
      let stream = try stream.get()
      let values = try zip(x.dropFirst(2), shapes).map { parameter, shape in
        let own = zip(index.suffix(shape.count), shape).map { $1 == 1 ? b.constant(0) : $0 }
        return try parameter.at(own, b)
      }
      let number = b.convert(b.position(index, in: stream.lengths), .uint64)
      let element = b.add(stream.position, number)
      let (value, areAllowed) = draw.draw(key: stream.key, element: element, values, b)
      if !isChecked {
        // Of no elements the parameters may be anything, also where the check is made outside the loops.
        let isEmpty = b.equal(stream.count, b.constant(0))
        b.checkLater(b.known(stream.count) == nil ? b.or(isEmpty, areAllowed) : areAllowed)
      }
      return b.convert(value, dtype)
    }
    return Lowering(
      lengths: { b, x in
        b.unify(x[0].lengths[0], b.constant(2))
        let lengths = try lengths(x, call, b)
        let words = try (0..<2).map { try x[0].at([b.constant($0)], b) }
        _ = stream.keep(
          Stream(
            key: words[0], position: words[1], lengths: lengths, count: b.product(lengths)))
        return [[b.constant(2)], lengths]
      }, .parts([state, elements]))
  }

  /// The lengths of the draw: those asked for or those of the parameters, which must agree. An axis of a
  /// parameter that is not known to be 1 does not broadcast.
  private func lengths(_ x: [Tensor], _ call: Apply, _ b: LoopBuilder) throws -> [Value] {
    if hasShape { b.unify(x[1].lengths[0], b.constant(ndim)) }
    let known = call.inputs[1].knownElements
    let lengths = try (0..<ndim).map { axis in
      var length: Value?
      if hasShape {
        let place = [b.constant(axis)]
        length = try known?[axis].map { b.constant($0) } ?? x[1].integer(at: place, b)
      }
      for (parameter, shape) in zip(x.dropFirst(2), call.inputs.dropFirst(2).map(\.type.shape)) {
        let own = axis - ndim + shape.count
        guard own >= 0, shape[own] != 1 else { continue }
        if let length { b.unify(parameter.lengths[own], length) }
        length = b.canonical(parameter.lengths[own])
      }
      return length ?? b.constant(1)
    }
    for length in lengths { b.checkLessOrEqual(b.constant(0), length) }
    b.checkCount(lengths)
    return lengths
  }
}

extension LoopBuilder {
  /// Ends the program with an error unless tensors of these lengths, none of them negative, can be drawn; lengths
  /// beside a zero count too.
  fileprivate func checkCount(_ lengths: [Value]) {
    let known = lengths.compactMap { self.known($0) }
    if known.count == lengths.count { return }
    let size = lengths.reduce(real(1, .float64)) { size, length in
      multiply(size, convert(maximum(length, constant(1)), .float64))
    }
    check(lessOrEqual(size, real(Double(greatestCount), .float64)))
  }
}
