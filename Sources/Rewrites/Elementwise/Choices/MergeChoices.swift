import TheanoGraph
import TheanoOps

// Choices in gradients: one is made for each operation on the way, as a derivative may be no number on the
// side not taken. Those of the same condition become one.

/// The condition and sides of a choice.
private struct Choice {
  let condition, yes, no: Variable

  /// The choice that a variable is; nil for others.
  init?(_ variable: Variable) {
    guard let owner = variable.owner, owner.op is Elementwise<Switch> else { return nil }
    (condition, yes, no) = (owner.inputs[0], owner.inputs[1], owner.inputs[2])
  }
}

/// The choices of gradients.
package let choicesInGradients = RuleFamily(
  at: Switch.self, Add.self, Sub.self, Mul.self, Maximum.self, Minimum.self, Comparison.self,
  Bitwise.self
) {
  unmarkChoices
  mergeChoices
  decideInnerChoices
}

/// The mark of a choice that a gradient made serves to build gradients only.
private let unmarkChoices = Rewrite(
  "choices of gradients are choices", at: .ops([Elementwise<Switch>.self]),
  examples: [
    RewriteExample("marked", [.init([.n], dtype: .bool), .init([.n])]) {
      let plain = `where`($0[0], $0[1], 0)
      guard let owner = plain.owner, let op = owner.op as? Elementwise<Switch> else { return plain }
      var scalar = op.scalar
      scalar.passes = 1
      return elementwise(scalar, owner.inputs)
    } to: {
      `where`($0[0], $0[1], 0)
    }
  ]
) { node, _ in
  guard let op = node.op as? Elementwise<Switch>, op.scalar.passes != nil else { return nil }
  var scalar = op.scalar
  scalar.passes = nil
  return elementwise(scalar, node.inputs).asResults
}

/// The operations that cost no more than the choice that is saved by doing them on both sides.
private let cheap: [any Op.Type] = [
  Elementwise<Add>.self, Elementwise<Sub>.self, Elementwise<Mul>.self, Elementwise<Maximum>.self,
  Elementwise<Minimum>.self, Elementwise<Comparison>.self, Elementwise<Bitwise>.self,
]

/// An operation on two choices by one condition is a choice between its results on either side.
private let mergeChoices = Rewrite(
  "f(where(p, a, b), where(p, c, d)) → where(p, f(a, c), f(b, d))", at: .ops(cheap),
  examples: [
    RewriteExample("sum", [.init([.n], dtype: .bool), .init([.n]), .init([.n])]) {
      `where`($0[0], $0[1], 2) + `where`($0[0], 3, $0[2])
    } to: {
      `where`($0[0], $0[1] + 3, 2 + $0[2])
    },
    RewriteExample("broadcast", [.init([1, .m], dtype: .bool), .init([.n, .m])]) {
      `where`($0[0], $0[1], 2) * `where`($0[0], 3 * $0[1], -$0[1])
    },
    RewriteExample("of integers", [.init([.n], dtype: .int32), .init([.n], dtype: .int32)]) {
      maximum(`where`($0[0], $0[1], 2), `where`($0[0], 1, $0[1]))
    },
  ]
) { node, context in
  guard let op = node.op as? any ElementwiseOp, let a = Choice(node.inputs[0]),
    let b = Choice(node.inputs[1]), a.condition == b.condition, node.inputs[0] != node.inputs[1],
    node.inputs.allSatisfy(context.isUsedOnce),
    a.haveOneDType(b)
  else { return nil }
  let yes = op.applied(to: [a.yes, b.yes])
  let no = op.applied(to: [a.no, b.no])
  return `where`(a.condition, yes, no).asResults
}

extension Choice {
  /// Whether all sides of two choices have one dtype, but for literals beside others of it.
  fileprivate func haveOneDType(_ other: Choice) -> Bool {
    let pairs = [[yes, other.yes], [no, other.no]]
    let dtypes = Set(pairs.joined().filter { !$0.type.isWeak }.map(\.dtype))
    return dtypes.count == 1 && pairs.allSatisfy { $0.contains { !$0.type.isWeak } }
  }
}

/// Under a condition, what it chose between before is decided: as gradients have it, in which the other side
/// is zero.
private let decideInnerChoices = Rewrite(
  "where(p, f(where(p, a, 0)), b) → where(p, f(a), b)", at: .ops([Elementwise<Switch>.self]),
  examples: [
    RewriteExample("a factor", [.init([.n], dtype: .bool), .init([.n]), .init([.n])]) {
      `where`($0[0], 3 * (`where`($0[0], $0[1], 0) / $0[2]), 0)
    } to: {
      `where`($0[0], 3 * ($0[1] / $0[2]), 0)
    },
    RewriteExample("the other side", [.init([.n, .m], dtype: .bool), .init([1, .m])]) {
      `where`($0[0], 1, exp($0[1]) * `where`($0[0], 0, $0[1]))
    },
  ]
) { node, _ in
  let condition = node.inputs[0]
  let yes = node.inputs[1].decided(by: condition, as: true, depth: 5)
  let no = node.inputs[2].decided(by: condition, as: false, depth: 5)
  guard yes != nil || no != nil else { return nil }
  return `where`(condition, yes ?? node.inputs[1], no ?? node.inputs[2]).asResults
}

extension Variable {
  /// This expression without choices by a condition that is known; nil if there are none near, or if the dtype
  /// would change.
  fileprivate func decided(by condition: Variable, as value: Bool, depth: Int) -> Variable? {
    guard depth > 0, let owner, let op = owner.op as? any ElementwiseOp else { return nil }
    if let choice = Choice(self), choice.condition == condition {
      let (kept, dropped) = value ? (choice.yes, choice.no) : (choice.no, choice.yes)
      return dropped.uniformNumber == 0 && kept.dtype == dtype ? kept : nil
    }
    var operands = owner.inputs
    for (place, operand) in owner.inputs.enumerated() {
      guard let new = operand.decided(by: condition, as: value, depth: depth - 1) else { continue }
      operands[place] = new
    }
    guard operands != owner.inputs else { return nil }
    let new = op.applied(to: operands)
    return new.error == nil && new.dtype == dtype && new.type.isWeak == type.isWeak ? new : nil
  }
}
