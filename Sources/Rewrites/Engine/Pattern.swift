import TheanoArrays
import TheanoGraph
import TheanoOps

/// An expression over wildcards: what a rule looks for, or what it puts in the place of what it found.
package struct Pattern: Sendable {
  /// The expression.
  package let root: Variable

  /// The types of the operations among the root's operands.
  private let operandTypes: [ObjectIdentifier]
  /// Whether one of the root's operands is a number.
  private let needsNumber: Bool

  /// Creates a pattern.
  package init(root: Variable) {
    self.root = root
    let operands = root.owner?.inputs ?? []
    operandTypes = operands.compactMap { $0.owner.map { ObjectIdentifier(type(of: $0.op)) } }
    needsNumber = operands.contains {
      $0.constant != nil || ($0 as? Wildcard)?.domain == .number
    }
  }

  /// Whether the operands of a node of the root's operation are of the sorts that the pattern needs: a quick
  /// test that most nodes fail.
  func mayMatch(_ node: Apply) -> Bool {
    if needsNumber, !node.inputs.contains(where: { $0.isConstant }) { return false }
    return operandTypes.allSatisfy { type in
      node.inputs.contains { input in
        input.owner.map { ObjectIdentifier(Swift.type(of: $0.op)) == type } ?? false
      }
    }
  }

  /// The wildcards, in the order in which they occur.
  package var wildcards: [Wildcard] { graphInputs([root]).compactMap { $0 as? Wildcard } }

  /// Returns what the wildcards stand for in `value`, nil if it is no such expression. Operands of
  /// commutative operations match in either order, and a literal any constant of its value.
  ///
  /// - Complexity: exponential in the number of commutative operations of the pattern, which is small
  package func match(_ value: Variable) -> Bindings? {
    Pattern.solve([(root, value)], Bindings())
  }

  /// Returns the bindings under which each first variable is the second one.
  private static func solve(_ goals: [(Variable, Variable)], _ bindings: Bindings) -> Bindings? {
    var (goals, bindings) = (goals, bindings)
    while let (pattern, value) = goals.popLast() {
      if let wildcard = pattern as? Wildcard {
        guard bindings.bind(wildcard, to: value) else { return nil }
        continue
      }
      if let constant = pattern.constant {
        guard let number = value.uniformNumber, number == constant.reals.first else { return nil }
        continue
      }
      guard let a = pattern.owner, let b = value.owner, pattern.index == value.index,
        a.inputs.count == b.inputs.count, a.op.isEqual(to: b.op)
      else { return nil }
      if let op = a.op as? any ElementwiseOp, op.isCommutative {
        let swapped = goals + [(a.inputs[1], b.inputs[0]), (a.inputs[0], b.inputs[1])]
        if let found = solve(swapped, bindings) { return found }
      }
      goals.append(contentsOf: zip(a.inputs, b.inputs).reversed())
    }
    return bindings
  }

  /// Returns the expression with variables in place of the wildcards.
  package func instantiated(_ bindings: Bindings) -> Variable? {
    var values: [Variable: Variable] = [:]
    func value(of variable: Variable) -> Variable? {
      if let wildcard = variable as? Wildcard { return bindings[wildcard] }
      return variable.owner == nil ? variable : values[variable]
    }
    for node in toposort([root]) {
      let operands = node.inputs.compactMap(value)
      guard operands.count == node.inputs.count else { return nil }
      let results =
        (node.op as? any ElementwiseOp).map { [$0.applied(to: operands)] }
        ?? node.op.applied(to: operands)
      if let error = results.first(where: { $0.error != nil }) { return error }
      for (place, result) in results.enumerated() { values[node.output(place)] = result }
    }
    return value(of: root)
  }
}

extension Op {
  /// Returns all results of this operation applied to `operands`.
  package func applied(to operands: [Variable]) -> [Variable] {
    Variable.applyAll(self, operands)
  }

  /// Whether `other` is the same operation with the same parameters.
  package func isEqual(to other: any Op) -> Bool { (other as? Self) == self }
}

/// What the wildcards of a pattern stand for.
package struct Bindings: Sendable {
  private var pairs: [(wildcard: Wildcard, value: Variable)] = []

  /// Creates bindings of nothing.
  package init() {}

  /// What a wildcard stands for.
  subscript(wildcard: Wildcard) -> Variable? {
    pairs.first { $0.wildcard == wildcard }?.value
  }

  /// What the wildcard of a name stands for.
  package subscript(name: String) -> Variable? {
    pairs.first { $0.wildcard.name == name }?.value
  }

  /// Whether everything that wildcards stand for, but for numbers and literals, has this dtype.
  func areAll(_ dtype: DType) -> Bool {
    pairs.allSatisfy {
      $0.wildcard.domain == .number || $0.value.dtype == dtype || $0.value.type.isWeak
    }
  }

  /// Lets a wildcard stand for `value`; returns whether it can.
  package mutating func bind(_ wildcard: Wildcard, to value: Variable) -> Bool {
    if let known = self[wildcard] { return known == value }
    if wildcard.domain == .number, value.uniformNumber == nil { return false }
    pairs.append((wildcard, value))
    return true
  }
}
