import TheanoArrays
import TheanoGraph
import TheanoOps

/// A number beside other operands takes its dtype from them: written as a literal, of a float where they are
/// floats. So `2`, `2.0` and a constant of the operands' dtype are one constant, and rules need to know one
/// form only.
let unifyLiterals = Rewrite(
  "numbers beside tensors are literals", at: .elementwise,
  examples: [
    RewriteExample("integers beside floats", [.init([.n])]) {
      $0[0] * 2
    } to: {
      $0[0] * 2.0
    },
    RewriteExample("of a dtype", [.init([.n], dtype: .float32)]) {
      try $0[0] + constant(Float(0.1))
    },
    RewriteExample("of integers", [.init([.n], dtype: .int16)]) { try $0[0] * constant(Int16(3)) },
  ]
) { node, _ in
  guard node.inputs.contains(where: \.isConstant), let op = node.op as? any ElementwiseOp else {
    return nil
  }
  var operands = node.inputs
  for place in op.literalOperands(operands.count) {
    guard let number = operands[place].asLiteral(in: node.outputTypes[0].dtype) else { continue }
    var changed = operands
    changed[place] = number
    if (try? op.infer(changed)) == node.outputTypes { operands = changed }
  }
  return operands == node.inputs ? nil : op.applied(to: operands).asResults
}

extension Variable {
  /// This number as the literal to be used beside operands of `dtype`; nil if it is none, or is that
  /// already.
  fileprivate func asLiteral(in dtype: DType) -> Variable? {
    guard let value = constant, value.count == 1,
      value.dtype.kind == .integer || value.dtype.isFloat
    else { return nil }
    let isFloat = value.dtype.isFloat || dtype.isContinuous
    if type.isWeak, value.dtype == (isFloat ? .float64 : .int64) { return nil }
    let target: DType = isFloat ? .float64 : .int64
    let exact = value.cast(to: target)
    // An integer that float64 or int64 cannot hold stays as it is.
    guard value.dtype.isFloat || exact.integers == value.integers else { return nil }
    let shown = isFloat ? Configuration.current.floatX : .int64
    return Variable(
      TensorType(shown, shape: value.shape, isWeak: true), .constant(exact), site: site)
  }
}
