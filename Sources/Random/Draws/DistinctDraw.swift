import TheanoArrays
import TheanoGraph
import TheanoOps

/// Draws distinct items: operands state, shape, number of items and perhaps probabilities; results
/// next state and items.
///
/// The items of the result are one draw together, so that the state moves on by one element.
package struct DistinctDraw: DrawOp, ShapedOp {
  /// The number of axes.
  package let ndim: Int
  /// Whether there are probabilities; else all items are equally likely.
  package let isWeighted: Bool
  /// The dtype of the items.
  package let dtype: DType

  package var name: String { "choice" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try checkState(x[0])
    if dtype.isComplex { throw GraphError(.type, "\(name) has no draws of dtype \(dtype).") }
    guard x[2].ndim == 0, x[2].dtype.isDiscrete else {
      throw GraphError(
        .type,
        "The number of items of choice must be an integer scalar, and \(x[2]) is a \(x[2].type).")
    }
    if isWeighted, x[3].ndim != 1 || x[3].dtype.isComplex {
      throw GraphError(
        .type,
        "The probabilities of choice without replacement must be a real vector, and \(x[3]) is a "
          + "\(x[3].type).")
    }
    let shape = try staticShape(x[1], ndim: ndim)
    let lengths = shape.compactMap { $0 }
    if let population = x[2].constantInteger, lengths.count == ndim {
      do {
        try check(count: lengths.reduce(1, *), population: population)
      } catch {
        throw GraphError(.value, "\(error)")
      }
    }
    return [RandomState.type, TensorType(dtype, shape: shape)]
  }

  /// Throws unless there are enough items.
  private func check(count: Int, population: Int) throws(RandomError) {
    if population < 0 { throw .negativeCount(name, Int64(population)) }
    if count > population {
      throw .tooFewItems(name, wanted: Int64(count), available: Int64(population))
    }
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    output == 0 ? nil : call.inputs[1].lengthElement(axis)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let state = try runtimeState(x[0])
    let shape = try runtimeShape(x[1], ndim: ndim)
    let population = x[2].integers.first.map { Int(clamping: $0) } ?? 0
    var result = try NDArray(checked: shape, dtype: dtype, zeroed: false)
    try check(count: result.count, population: population)
    let sampler: DistinctChoiceSampler
    if isWeighted {
      try checkSameSize(population: population, probabilities: x[3].count)
      sampler = try DistinctChoiceSampler(count: result.count, probabilities: x[3].reals)
    } else {
      // All items are listed: a list that cannot be is an error here.
      try checkShape([population])
      _ = try NDArray(checked: [population], dtype: .int64)
      sampler = try DistinctChoiceSampler(count: result.count, population: population)
    }
    var stream = state.element(0)
    let items = sampler.sample(&stream)
    result.withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { Int64.store(items, to: base, as: dtype.elementType) }
    }
    return [state.advanced(by: 1).array, result]
  }
}

/// Throws unless there is a probability for each item.
func checkSameSize(population: Int, probabilities: Int) throws {
  if population != probabilities {
    throw EvaluationError(
      "choice: 'a' and 'p' must have same size: \(population) items and \(probabilities) "
        + "probabilities.")
  }
}
