import TheanoArrays
import TheanoGraph
import TheanoOps

/// The largest array, in bytes, that folding makes where the operands are smaller.
private let foldingBudget = 1 << 20

/// Constants: folded, and in one form.
package let constants = RuleFamily {
  foldConstants
  unifyLiterals
}

/// Constants: folded, in the form that they have.
package let foldedConstants = RuleFamily { foldConstants }

/// Operations of constants become constants, unless the result is large and the operands are not.
private let foldConstants = Rewrite(
  "fold constants", at: .any,
  examples: [
    RewriteExample("arithmetic", [.init([.n])]) {
      try $0[0] * (constant(2.0) + constant(3.0) * exp(constant(0.0)))
    } to: {
      try $0[0] * constant(5.0)
    },
    RewriteExample("of integers", [.init([.n], dtype: .int32)]) {
      try $0[0] * (constant(Int32(7)) - constant(Int32(9)))
    },
    RewriteExample("of arrays", [.init([3])]) {
      try $0[0] * constant([1.0, -2, 0.5]).sum() + sqrt(constant([-1.0, 0, 4]))
    },
  ]
) { node, _ in
  guard !node.inputs.isEmpty, node.inputs.allSatisfy(\.isConstant),
    node.op.isPure, !(node.op is any LazyOp), !(node.op is Alloc)
  else { return nil }
  if let literal = foldedLiteral(node) { return [literal] }
  let values = node.inputs.compactMap(\.constant)
  let operandBytes = values.reduce(0) { $0 + $1.byteCount }
  let known = node.outputTypes.compactMap(\.byteCount)
  guard known.count == node.outputTypes.count || operandBytes <= foldingBudget,
    known.reduce(0, +) <= max(foldingBudget, operandBytes),
    // What fails is left to fail when it is run.
    let results = try? node.op.evaluate(values, node),
    results.count == node.outputTypes.count,
    results.reduce(0, { $0 + $1.byteCount }) <= max(foldingBudget, operandBytes)
  else { return nil }
  return zip(results, node.outputTypes).map { value, type in
    Variable(
      TensorType(type.dtype, shape: value.shape, isWeak: type.isWeak), .constant(value),
      site: node.site)
  }
}

/// Returns the literal that an element-wise operation of literals is, exactly.
private func foldedLiteral(_ node: Apply) -> Variable? {
  guard node.outputTypes[0].isWeak, let op = node.op as? any ElementwiseOp else { return nil }
  let numbers = node.inputs.compactMap { input -> Variable? in
    guard let value = input.constant, value.count == 1, input.type.isWeak else { return nil }
    return Variable(
      TensorType(input.dtype, shape: [], isWeak: true), .constant(value.withShape([])),
      site: input.site)
  }
  guard numbers.count == node.inputs.count,
    let value = op.applied(to: numbers).constant
  else { return nil }
  let shape = node.outputTypes[0].shape.map { _ in 1 }
  return Variable(
    TensorType(node.outputTypes[0].dtype, shape: shape, isWeak: true),
    .constant(value.withShape(shape)), site: node.site)
}

extension TensorType {
  /// The size of a value in bytes if all lengths are known; the greatest integer if it overflows.
  fileprivate var byteCount: Int? {
    var size = dtype.size
    for length in shape {
      guard let length else { return nil }
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      size = overflow ? .max : product
      if length == 0 { return 0 }
    }
    return size
  }
}
