import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// What combines each element with those before it along an axis.
package protocol CumulativeOp: ShapePreservingOp {
  /// The axis, counted from the start.
  var axis: Int { get }
}

extension CumulativeOp {
  /// As Theano names all of them.
  package var name: String { "CumOp" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    return [x[0].type.with(dtype: x[0].dtype == .bool ? .int64 : x[0].dtype)]
  }

  /// Returns how native code combines what there is so far, which is `initial` at first, with each element.
  func lowering(
    _ call: Apply, from initial: Int128, isReversed: Bool = false,
    _ combine: @escaping (LoopBuilder, Value, Value) -> Value
  ) -> Lowering? {
    let dtype = call.outputTypes[0].dtype.running
    return Lowering(
      lengths: { _, x in [x[0].lengths] },
      .statements(needsMemory: []) { [axis] b, x, results in
        try b.recurrence(
          x[0].lengths, along: axis, isReversed: isReversed, initial: b.constant(initial, dtype)
        ) { index, known in
          let next = combine(b, known, b.convert(try x[0].at(index, b), dtype))
          try results[0].set(index, to: next, b)
          return next
        }
      })
  }
}
