import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps

extension RandomDraw: LoweredOp {
  /// Each element drawn where it is used, or all of them by loops; nil for distributions that have neither.
  package func lowering(_ call: Apply) -> Lowering? {
    guard let draw = distribution.compiled(Array(call.inputs.dropFirst(2))) else {
      return distribution.loops.map { lowering(call, by: $0) }
    }
    let shapes = ownShapes(call)
    let isChecked = areParametersChecked(call)
    let stream = Kept<DrawnStream>()
    let state = Lowering.Part(.move, of: []) { b, _, index in
      b.choose(index[0], among: try stream.get().next(b))
    }
    let parameters = Set(call.inputs.indices.dropFirst(2))
    let elements = Lowering.Part(.costly, of: parameters) { b, x, index in
      let stream = try stream.get()
      let values = try zip(x.dropFirst(2), shapes).map { parameter, shape in
        try parameter.at(place(of: index, in: shape, b), b)
      }
      let element = stream.number(at: index, b)
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
        [[b.constant(2)], stream.keep(try self.stream(x, call, event: [], b)).lengths]
      }, .parts([state, elements]))
  }

  /// The lengths that parameters have along the draw's axes.
  func ownShapes(_ call: Apply) -> [[Int?]] {
    zip(call.inputs.dropFirst(2), distribution.parameters).map {
      $0.type.shape.dropLast($1.eventRank)
    }
  }

  /// Whether the parameters were checked when the node was made, as one set of known ones is.
  func areParametersChecked(_ call: Apply) -> Bool {
    zip(call.inputs.dropFirst(2), distribution.parameters).allSatisfy { operand, parameter in
      operand.constant?.shape.dropLast(parameter.eventRank).allSatisfy { $0 == 1 } ?? false
    }
  }

  /// Returns where a parameter of a shape has the number or list of the element at a place.
  func place(of index: [Value], in shape: [Int?], _ b: LoopBuilder) -> [Value] {
    zip(index.suffix(shape.count), shape).map { $1 == 1 ? b.constant(0) : $0 }
  }

  /// Returns what elements are made of, of a draw whose elements have axes of the lengths `event`.
  func stream(
    _ x: [Tensor], _ call: Apply, event: [Value], _ b: LoopBuilder
  ) throws -> DrawnStream {
    let lengths = try lengths(x, call, b)
    b.checkShape(lengths + event)
    return try DrawnStream(x[0], lengths: lengths, b)
  }

  /// The lengths of the draw: those asked for or those of the parameters, which must agree. An axis of a
  /// parameter that is not known to be 1 does not broadcast.
  private func lengths(_ x: [Tensor], _ call: Apply, _ b: LoopBuilder) throws -> [Value] {
    let size = hasShape ? try b.shape(x[1], of: call.inputs[1], ndim: ndim) : nil
    return (0..<ndim).map { axis in
      var length = size?[axis]
      for (parameter, shape) in zip(x.dropFirst(2), ownShapes(call)) {
        let own = axis - ndim + shape.count
        guard own >= 0, shape[own] != 1 else { continue }
        if let length { b.unify(parameter.lengths[own], length) }
        length = b.canonical(parameter.lengths[own])
      }
      return length ?? b.constant(1)
    }
  }
}
