import TheanoArrays
import TheanoGraph
import TheanoOps

/// Draws from a distribution: operands state, shape and parameters, results next state and draw.
///
/// Element `e` of the draw, in row-major order, has the words of element `e` of the state, and the
/// state moves on by the number of elements, so that the result is that of `RandomState.draw`.
package struct RandomDraw<Source: Distribution>: DrawOp, ShapedOp {
  /// What is drawn from.
  package let distribution: Source
  /// The number of axes, those of a single draw not counted.
  package let ndim: Int
  /// Whether the shape operand says the shape; else it is what the parameters broadcast to.
  package let hasShape: Bool
  /// The dtype of the draw.
  package let dtype: DType

  package var name: String { distribution.name }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try checkState(x[0])
    let operands = Array(x.dropFirst(2))
    if dtype.isComplex { throw GraphError(.type, "\(name) has no draws of dtype \(dtype).") }
    for (operand, parameter) in zip(operands, distribution.parameters) {
      try check(operand, parameter)
    }
    let size = try hasShape ? staticShape(x[1], ndim: ndim) : nil
    let shape = try broadcastShape(operands, size)
    try checkConstants(operands)
    return [
      RandomState.type, TensorType(dtype, shape: shape + distribution.eventShape(operands)),
    ]
  }

  private func check(_ operand: Variable, _ parameter: DrawParameter) throws {
    let isRight = parameter.isInteger ? operand.dtype.isDiscrete : !operand.dtype.isComplex
    if !isRight {
      let kind = parameter.isInteger ? "integer" : "real"
      throw GraphError(
        .type,
        "The parameter \(parameter.name) of \(name) must be \(kind), and \(operand) is "
          + "\(operand.dtype).")
    }
    if parameter.form == .common, operand.ndim != 0 {
      throw GraphError(
        .type,
        "The parameter \(parameter.name) of \(name) must be a scalar, and \(operand) is a "
          + "\(operand.type).")
    }
    if operand.ndim < parameter.eventRank {
      throw GraphError(
        .type,
        "The parameter \(parameter.name) of \(name) is a list, along the last axis, and \(operand) "
          + "is a scalar.")
    }
    if operand.ndim - parameter.eventRank > ndim {
      throw GraphError(
        .shape,
        "The parameter \(parameter.name) of \(name) has \(operand.ndim - parameter.eventRank) "
          + "axes, more than the \(ndim) of the shape that is asked for: \(operand.type).")
    }
  }

  /// The static lengths of an operand along the draw's axes, 1 for those it lacks.
  private func lengths(_ operand: Variable, _ parameter: DrawParameter) -> [Int?] {
    let own = operand.type.shape.dropLast(parameter.eventRank)
    return Array(repeating: 1, count: ndim - own.count) + own
  }

  private func broadcastShape(_ operands: [Variable], _ size: [Int?]?) throws -> [Int?] {
    let all = zip(operands, distribution.parameters).map { lengths($0, $1) }
    return try (0..<ndim).map { axis in
      var known: Int? = size?[axis]
      var isOpen = size == nil
      for (parameter, length) in zip(distribution.parameters, all.map { $0[axis] }) {
        if length == 1 { continue }
        isOpen = false
        if let length, let known, length != known {
          throw GraphError(
            .shape,
            "Incompatible shapes for \(name): \(parameter.name) has length \(length) along axis "
              + "\(axis) of the draw, which has length \(known).")
        }
        known = known ?? length
      }
      return isOpen ? 1 : known
    }
  }

  /// Throws if the parameters are constants outside the distribution's domain.
  private func checkConstants(_ operands: [Variable]) throws {
    let values = operands.compactMap(\.constant)
    let isSingle = zip(values, distribution.parameters).allSatisfy {
      $0.shape.dropLast($1.eventRank).allSatisfy { $0 == 1 }
    }
    guard values.count == operands.count, isSingle else { return }
    do {
      _ = try distribution.sampler(ParameterValues(values, of: distribution.parameters))
    } catch let error as EvaluationError {
      throw GraphError(.value, error.message)
    } catch {
      throw GraphError(.value, "\(error)")
    }
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    guard output == 1, axis < ndim else { return nil }
    if hasShape { return call.inputs[1].lengthElement(axis) }
    for (operand, parameter) in zip(call.inputs.dropFirst(2), distribution.parameters) {
      let own = axis - (ndim - (operand.ndim - parameter.eventRank))
      if own >= 0, operand.type.shape[own] != 1 { return operand.length(ofAxis: own) }
    }
    return .length(1)
  }
}
