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

/// Returns the error for a literal that its dtype beside the other operands cannot hold, if there is one.
func unrepresentableLiteral<S: ScalarOp>(_ scalar: S, _ operands: [Variable]) -> Variable? {
  guard operands.contains(where: { $0.type.isWeak }) else { return nil }
  let range = scalar.literalOperands(operands.count)
  let strong = range.filter { !operands[$0].type.isWeak }.map { operands[$0].dtype }
  guard let first = strong.first else { return nil }
  let common = strong.dropFirst().reduce(first, DType.promote)
  guard common.isInteger else { return nil }
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
