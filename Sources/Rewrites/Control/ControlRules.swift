import TheanoGraph
import TheanoOps

/// What only gradients ask about, conditions that hold, and branches that are known.
package let controlRules = RuleFamily(at: GradientShaping.self, Assert.self, IfElse.self) {
  dropGradientMarks
  dropTrueConditions
  takeKnownBranch
}

/// Gradients have been taken when a function is compiled: what shapes them has done its work.
private let dropGradientMarks = Rewrite(
  "what shapes gradients alone goes", at: .ops([GradientShaping.self]),
  examples: [
    RewriteExample("disconnected", [.init([.n, .m])]) {
      disconnectedGrad($0[0])
    } to: {
      $0[0]
    },
    RewriteExample("clipped", [.init([1, .m], dtype: .float32)]) {
      exp(gradClip($0[0], -1, 1))
    } to: {
      exp($0[0])
    },
  ]
) { node, _ in [node.inputs[0]] }

/// A condition that is a constant other than 0 holds.
private let dropTrueConditions = Rewrite(
  "conditions that hold are not checked", at: .ops([Assert.self]),
  examples: [
    RewriteExample("all", [.init([.n, .m])]) { x in
      try assertOp(x[0], constant(true), constant(2))
    } to: {
      $0[0]
    },
    RewriteExample("one", [.init([.n]), .init([], 1...2)]) { x in
      try assertOp(x[0], constant(true), gt(x[1], 0), message: "positive")
    } to: {
      assertOp($0[0], gt($0[1], 0), message: "positive")
    },
  ]
) { node, _ in
  let open = node.inputs.dropFirst().filter { $0.truth != true }
  if open.count == node.inputs.count - 1 { return nil }
  return open.isEmpty ? [node.inputs[0]] : node.op.applied(to: [node.inputs[0]] + open)
}

/// A branch that is known needs no condition; nor do two equal ones.
private let takeKnownBranch = Rewrite(
  "ifelse(true, a, b) → a", at: .ops([IfElse.self]),
  examples: [
    RewriteExample("true", [.init([.n]), .init([.n])]) {
      try ifelse(constant(true), $0[0], $0[1])
    } to: {
      $0[0]
    },
    RewriteExample("false", [.init([.n, .m]), .init([.n, .m])]) {
      try ifelse(constant(0), $0[0], exp($0[1]))
    } to: {
      exp($0[1])
    },
    RewriteExample("equal", [.init([.n]), .init([], dtype: .bool)]) {
      ifelse($0[1], $0[0] + 1, $0[0] + 1)
    } to: {
      $0[0] + 1
    },
  ]
) { node, _ in
  let count = node.outputTypes.count
  let (first, second) = (node.inputs[1...count], node.inputs[(1 + count)...])
  guard let truth = node.inputs[0].truth else {
    return first.elementsEqual(second) ? Array(first) : nil
  }
  return Array(truth ? first : second)
}

extension Variable {
  /// Whether this constant scalar counts as true; nil for what is no constant scalar.
  fileprivate var truth: Bool? {
    guard let value = constant, value.count == 1 else { return nil }
    return value.complexes.first != .zero
  }
}
