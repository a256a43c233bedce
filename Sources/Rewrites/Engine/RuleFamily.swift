import TheanoGraph

/// Rules on one topic, tried in order.
///
/// They are made when the first node comes on which one of them may be tried: most programs need few of all the
/// rules, and wait for those that are made.
package struct RuleFamily: Sendable {
  /// The operations, or element-wise functions, on which the rules are tried; nil for all.
  package let roots: [Any.Type]?
  private let contents: Lazy<[Rewrite]>

  /// Creates a family of rules that are tried on nodes of these operations or element-wise functions.
  package init(
    at roots: Any.Type..., @RuleBuilder rules: @escaping @Sendable () -> [Rewrite]
  ) {
    self.roots = roots
    contents = Lazy(rules)
  }

  /// Creates a family of rules that are tried on nodes of many operations.
  package init(@RuleBuilder rules: @escaping @Sendable () -> [Rewrite]) {
    roots = nil
    contents = Lazy(rules)
  }

  private init(roots: [Any.Type]?, contents: Lazy<[Rewrite]>) {
    self.roots = roots
    self.contents = contents
  }

  /// The rules.
  package var rules: [Rewrite] { contents.value }

  /// Returns this family with the rules whose names `isKept` says; nil if there are none.
  package func filtered(_ isKept: (String) -> Bool) -> RuleFamily? {
    let kept = rules.filter { isKept($0.name) }
    return kept.isEmpty ? nil : RuleFamily(roots: roots, contents: Lazy { kept })
  }

  /// Returns the rules that may be tried on nodes of operations of `type`, where `function` is the element-wise
  /// function that they apply, or `type` itself.
  func rules(at type: any Op.Type, of function: Any.Type) -> [Rewrite] {
    if let roots, !roots.contains(where: { $0 == function }) { return [] }
    return rules.filter { $0.roots.include(type) }
  }
}

/// Makes rules that stand below each other a list.
@resultBuilder
package enum RuleBuilder {
  /// The list.
  package static func buildBlock(_ rules: Rewrite...) -> [Rewrite] { rules }
}
