import TheanoArrays
import TheanoGraph

extension DType {
  /// The dtype of a literal of this dtype beside operands of dtype `other`.
  func asLiteral(beside other: DType) -> DType {
    if kind <= other.kind { return other }
    switch kind {
    case .bool, .integer: return .int64
    case .real: return Configuration.current.floatX
    case .complex: return other.isDiscrete ? self : other.complexCounterpart
    }
  }
}

/// Returns the common dtype of those of the operands in `range` that are no literals; nil if all are.
func strongDType(_ operands: [Variable], in range: Range<Int>) -> DType? {
  var common: DType?
  for i in range where !operands[i].type.isWeak {
    common = common.map { DType.promote($0, operands[i].dtype) } ?? operands[i].dtype
  }
  return common
}

/// Returns the error for a literal that its dtype beside the other operands cannot hold, if there
/// is one.
func unrepresentableLiteral<S: ScalarOp>(_ scalar: S, _ operands: [Variable]) -> Variable? {
  guard operands.contains(where: { $0.type.isWeak }) else { return nil }
  let range = scalar.literalOperands(operands.count)
  guard let common = strongDType(operands, in: range), common.isInteger else { return nil }
  for i in range {
    guard let value = operands[i].constant, operands[i].type.isWeak, value.dtype.isDiscrete else {
      continue
    }
    if value.cast(to: common).integers == value.integers { continue }
    return Variable(
      invalid: GraphError(
        .type, "The literal \(value) does not fit in \(common), the dtype of the other operand.",
        op: scalar.name, operands: operands.map { "\($0): \($0.type)" }, site: .capture()))
  }
  return nil
}

/// Returns the literal that arithmetic on literals alone gives, computed in float64 whatever
/// `floatX` is; nil if this is no such arithmetic, or fails.
///
/// So `1 / 10 * x` is as exact as `0.1 * x`, and the sum of two literals is one wherever literals
/// are special.
func literalOfLiterals<S: ScalarOp>(_ scalar: S, _ operands: [Variable]) -> Variable? {
  guard operands.allSatisfy(\.type.isWeak) else { return nil }
  var values: [NDArray] = []
  for operand in operands {
    guard operand.ndim == 0, let value = operand.constant else { return nil }
    switch value.dtype.kind {
    case .bool: values.append(value)
    case .integer where value.dtype != .uint64: values.append(value.cast(to: .int64))
    case .real: values.append(value.cast(to: .float64))
    default: return nil
    }
  }
  guard !values.isEmpty, let dtype = try? scalar.outputDType(values.map(\.dtype)),
    (try? scalar.validate(values)) != nil
  else { return nil }
  let strides = [[Int]](repeating: [], count: values.count)
  switch ScalarKernel.domain(values.map(\.dtype), dtype) {
  case .real:
    guard let f = scalar.kernel.real, dtype.isFloat else { return nil }
    let result = f.map(values.map(\.reals), shape: [], strides: strides)
    return result.first.map { Variable(weak: $0) }
  case .bool, .integer:
    guard let f = scalar.kernel.integer, dtype == .int64 else { return nil }
    let result = f.map(values.map(\.integers), shape: [], strides: strides)
    return result.first.map { Variable(weak: Int(truncatingIfNeeded: $0)) }
  case .complex: return nil
  }
}
