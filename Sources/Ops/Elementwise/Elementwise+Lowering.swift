import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Elementwise: LoweredOp where Scalar: ScalarOp {
  /// Each element of the elements at its place; nil where the function has no code.
  package func lowering(_ call: Apply) -> Lowering? {
    let result = call.outputTypes[0]
    let dtypes = scalar.computingDTypes(call.inputs.map(\.dtype), result.dtype)
    let trial = LoopBuilder()
    let samples = dtypes.map { trial.freshValue($0) }
    guard scalar.lower(samples, trial) != nil else { return nil }
    let shapes = call.inputs.map(\.type.shape)
    let unread = Set(
      call.inputs.indices.filter { !scalar.isConnected(input: $0) && scalar is Second })
    var lowering = Lowering.elements(scalar.cost) { b, x in
      broadcastLengths(x, shapes, b)
    } _: { b, x, index in
      let values = try zip(x, dtypes).enumerated().map { place, operand -> Value in
        // Its elements need not be there yet.
        if unread.contains(place) { return b.constant(0, operand.1) }
        let own = zip(index, shapes[place]).map { $1 == 1 ? b.constant(0) : $0 }
        return b.convert(try operand.0.at(own, b), operand.1)
      }
      guard let value = scalar.lower(values, b) else { throw LoweringError("no code for \(name)") }
      return b.convert(value, result.dtype)
    }
    lowering.unread = unread
    return lowering
  }
}

/// The lengths of tensors of these static shapes broadcast together: along each axis that of the operands not
/// known to have one place there, which must agree.
func broadcastLengths(_ x: [Tensor], _ shapes: [[Int?]], _ b: LoopBuilder) -> [Value] {
  guard let rank = shapes.first?.count else { return [] }
  return (0..<rank).map { axis in
    var length: Value?
    for (tensor, shape) in zip(x, shapes) where shape[axis] != 1 {
      if let length { b.unify(length, tensor.lengths[axis]) }
      length = length ?? tensor.lengths[axis]
    }
    return b.canonical(length ?? b.constant(1))
  }
}

extension Cast: LoweredOp {
  /// Each element converted.
  package func lowering(_ call: Apply) -> Lowering? {
    .elements(.cheap) { _, x in
      x[0].lengths
    } _: { b, x, index in
      b.convert(try x[0].at(index, b), target)
    }
  }
}
