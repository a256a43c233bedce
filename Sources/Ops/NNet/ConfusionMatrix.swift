import TheanoArrays
import TheanoGraph
import TheanoLoopIR

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
package struct ConfusionMatrix: ZeroDerivativeOp, SampledOp, LoweredOp {
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

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[1].dtype
    let places = Kept<ClassPlaces>()
    var lowering = Lowering { b, x in
      let places = places.keep(try ClassPlaces(x[0], x[1], dtype.isDiscrete ? dtype : .float64, b))
      let size = places.size
      b.checkSize([size, size])
      return [[size, size], [size]]
    } _: { b, _, results in
      let places = try places.get()
      try b.loops(results[0].lengths) { try results[0].set($0, to: b.constant(0), b) }
      try b.loop(places.count, .serial) { number in
        let pair = try places.classes(ofPair: number, b)
        // Not-a-number equals no class.
        let areClasses = pair.map { b.lessOrEqual(b.constant(0), $0) }
        try b.branch(b.and(areClasses[0], areClasses[1])) {
          try results[0].take(b.constant(1), into: pair, .sum, b)
        }
      }
      try places.writeClasses(to: results[1], b)
    }
    lowering.early = [0, 1]
    return lowering
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
