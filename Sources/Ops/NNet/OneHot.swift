import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns integers as rows of `classes` numbers, 1 at the place that the integer names and else 0,
/// along a new last axis: `[n]` becomes `[n, classes]`.
///
/// The dtype is `floatX` unless another is given. A number that is no class is an error when it
/// happens.
public func toOneHot(_ y: Variable, _ classes: Int, dtype: DType? = nil) -> Variable {
  .apply(OneHot(classes: classes, dtype: dtype ?? Configuration.current.floatX), [y])
}

/// Rows with a 1 at a place.
package struct OneHot: ShapedOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// The length of a row.
  package let classes: Int
  /// The result's dtype.
  package let dtype: DType

  package var name: String { "OneHot" }
  package var debugName: String { "OneHot{\(classes), \(dtype)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if !x[0].dtype.isDiscrete {
      throw GraphError(.type, "toOneHot needs integers, not \(x[0].dtype).")
    }
    if classes < 0 {
      throw GraphError(.value, "The number of classes is negative: \(classes).")
    }
    return [TensorType(dtype, shape: x[0].type.shape + [classes])]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    var lowering = Lowering.elements(.cheap) { [classes] b, x in
      let count = b.constant(classes)
      try b.checkEach(x[0].lengths) { index in
        let label = try x[0].integer(at: index, b)
        return b.and(b.lessOrEqual(b.constant(0), label), b.less(label, count))
      }
      b.checkSize(x[0].lengths + [count])
      return x[0].lengths + [count]
    } _: { [dtype] b, x, index in
      let label = try x[0].integer(at: Array(index.dropLast()), b)
      return b.select(
        b.equal(label, index[index.count - 1]), b.constant(1, dtype), b.constant(0, dtype))
    }
    lowering.early = [0]
    lowering.repeats = true
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let labels = x[0].integers
    if let bad = labels.first(where: { !(0..<Int128(classes)).contains($0) }) {
      throw EvaluationError(
        "index \(bad) is out of bounds for axis \(x[0].ndim) with size \(classes)")
    }
    var result = try NDArray(checked: x[0].shape + [classes], dtype: dtype)
    /// Writes the ones.
    func write<T: ArrayElement>(_: T.Type) throws {
      let one = T(integer: 1)
      try result.withUnsafeMutableElements(as: T.self) { elements in
        for (row, label) in labels.enumerated() { elements[row * classes + Int(label)] = one }
      }
    }
    try write(dtype.elementType)
    return [result]
  }

  package var examples: [OpExample] {
    [
      OpExample("one-hot", [.init([.n], 0...4, dtype: .int64)], isDifferentiable: false) {
        toOneHot($0[0], 5)
      }
    ]
  }
}
