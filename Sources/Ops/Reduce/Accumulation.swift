import TheanoArrays
import TheanoGraph

extension DType {
  /// The dtype that sums and products of elements of this type have.
  var ofAccumulation: DType { isDiscrete ? (isUnsigned ? .uint64 : .int64) : self }

  /// The dtype in which elements of this type add up or multiply for a result of dtype `result`.
  func accumulator(for result: DType?) -> DType {
    let own: DType =
      switch self {
      case .float16: .float32
      case .float32: .float64
      case .complex64: .complex128
      default: ofAccumulation
      }
    guard let result, result.kind >= own.kind else { return own }
    return result.isContinuous && own.isDiscrete
      ? .promote(.float64, result) : .promote(own, result)
  }

  /// The dtype of a sum or product of elements of this type.
  /// - Throws: `GraphError` if it cannot be `result`, or `accumulator` cannot hold the elements.
  func accumulated(as result: DType?, in accumulator: DType?, op: String) throws -> DType {
    let output = result ?? ofAccumulation
    if isContinuous && output.kind < kind {
      throw GraphError(
        .type,
        "Cannot build \(op) node with input dtype \(self) and output dtype \(output), as precision "
          + "would be lost. To correct this error, you can: not specify dtype; or use a dtype that "
          + "holds the operand's; or cast the result.")
    }
    if let accumulator, DType.promote(self, accumulator) != accumulator {
      throw GraphError(
        .type,
        "Cannot build \(op) node with input dtype \(self) and acc_dtype \(accumulator), as "
          + "precision would be lost. To correct this error, you can: not specify acc_dtype; or use an "
          + "acc_dtype at least as precise as the input dtype; or cast the operand.")
    }
    return output
  }
}

/// A sum or product over axes.
package protocol AccumulatingOp: ShapedOp {
  /// The axes, nil for all.
  var axes: [Int]? { get }
  /// The dtype of the result if not the default.
  var dtype: DType? { get }
  /// The dtype in which elements are added up or multiplied.
  var accDtype: DType? { get }
}

extension AccumulatingOp {
  /// As Theano shows it.
  package var debugName: String {
    let parts = [
      axes.map { "axis=[\($0.map(String.init).joined(separator: ", "))]" },
      accDtype.map { "acc_dtype=\($0)" },
    ].compactMap { $0 }
    return parts.isEmpty ? name : "\(name){\(parts.joined(separator: ", "))}"
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let axes = try normalizedAxes(axes, ndim: x[0].ndim)
    let result = try x[0].dtype.accumulated(as: dtype, in: accDtype, op: name)
    return [TensorType(result, shape: x[0].type.reducedShape(axes, keepdims: false))]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis, afterReducing: axes)
  }
}

extension Variable {
  /// This gradient in the dtype of `x`, if that is a continuous one.
  func asGradient(of x: Variable) -> Variable {
    x.dtype.isContinuous ? cast(x.dtype.isComplex ? self : real, x.dtype) : self
  }
}
