import TheanoArrays
import TheanoGraph

/// Returns how often each class is taken for each other, int64 `[k, k]`: a row for each true class,
/// a column for each predicted one; and the classes in ascending order, `[k]`.
///
/// `actual` and `predicted` are vectors of one length.
public func confusionMatrix(_ actual: Variable, _ predicted: Variable)
  -> (matrix: Variable, order: Variable)
{
  let results = Variable.applyAll(ConfusionMatrix(), [actual, predicted])
  return (results[0], results[results.count - 1])
}

/// Counts of pairs of classes, and the classes.
package struct ConfusionMatrix: ZeroDerivativeOp, SampledOp {
  package var name: String { "ConfusionMatrix" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    for (operand, name) in zip(x, ["actual", "pred"]) {
      if operand.ndim != 1 {
        throw GraphError(.value, "\(name) must be 1-d tensor variable")
      }
      try operand.dtype.checkOrdered("confusionMatrix")
    }
    if let a = x[0].type.shape[0], let b = x[1].type.shape[0], a != b {
      throw GraphError(.shape, "actual has \(a) elements, pred has \(b).")
    }
    return [
      TensorType(.int64, ndim: 2),
      TensorType(DType.promote(x[0].dtype, x[1].dtype), ndim: 1),
    ]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if x[0].count != x[1].count {
      throw EvaluationError("actual has \(x[0].count) elements, pred has \(x[1].count).")
    }
    let dtype = call.outputTypes[1].dtype
    return dtype.isDiscrete
      ? try counts(x[0].integers, x[1].integers, dtype) : try counts(x[0].reals, x[1].reals, dtype)
  }

  private func counts<N: OrderedNumber & Hashable>(_ actual: [N], _ predicted: [N], _ dtype: DType)
    throws -> [NDArray]
  {
    let classes = Set(actual + predicted).sorted { $0.precedes($1) }
    let size = classes.count
    var place: [N: Int] = [:]
    for (index, value) in classes.enumerated() { place[value] = index }
    var matrix = try NDArray(checked: [size, size], dtype: .int64)
    try matrix.withUnsafeMutableElements(as: Int.self) { counts in
      for (a, b) in zip(actual, predicted) {
        // Not-a-number equals no class.
        if let row = place[a], let column = place[b] { counts[row * size + column] += 1 }
      }
    }
    return [matrix, N.array(classes, shape: [size], dtype: dtype)]
  }

  package var examples: [OpExample] {
    let labels = OpExample.Operand([.n], 0...3, dtype: .int64)
    return [
      OpExample("confusion matrix", [labels, labels], isDifferentiable: false) {
        confusionMatrix($0[0], $0[1]).matrix
      }
    ]
  }
}
