import TheanoGraph
import TheanoOps

/// One rule: what may stand in the place of a node's results.
///
/// Most rules are data: a pattern and its replacement, over wildcards. One that needs code returns the new
/// results itself, and says in examples what it does: tests evaluate them before and after.
///
/// An object, as phases list the same rules, and a rule has many parts to copy.
package final class Rewrite: Sendable {
  /// Returns variables that may stand in the place of a node's results, in order, or nil to leave the node.
  package typealias Transform =
    @Sendable (_ node: Apply, _ context: RewriteContext) throws -> [Variable]?

  /// The nodes on which a rule is tried.
  package enum Roots: Sendable {
    /// Those of these types of operation.
    case ops([any Op.Type])
    /// Those of all element-wise operations.
    case elementwise
    /// All.
    case any
  }

  /// The name, by which a mode can leave the rule out; for a rule that is data, what it does.
  package let name: String
  /// The nodes on which it is tried.
  package let roots: Roots
  /// Uses of the rule, for tests.
  package var examples: [RewriteExample] { makeExamples() }
  /// Whether the rule is there because its result is right where the expression it replaces overflows,
  /// underflows or cancels. Only such a rule may put a number where there was a NaN or an infinity, and never
  /// where an operand is a NaN.
  package let isMoreAccurate: Bool
  /// Whether a NaN may come in the place of an infinity, or the reverse: where the rule changes the order in which
  /// terms add up, for example.
  package let exchangesNonFinites: Bool
  let transform: Transform
  private let makeExamples: @Sendable () -> [RewriteExample]

  /// Creates a rule that is code.
  package init(
    _ name: String, at roots: Roots, isMoreAccurate: Bool = false,
    exchangesNonFinites: Bool = false,
    examples: @escaping @autoclosure @Sendable () -> [RewriteExample],
    _ transform: @escaping Transform
  ) {
    self.name = name
    self.isMoreAccurate = isMoreAccurate
    self.exchangesNonFinites = exchangesNonFinites
    self.roots = roots
    makeExamples = examples
    self.transform = transform
  }

  /// Creates a rule that is data: `pattern` becomes `replacement` where `condition` holds.
  ///
  /// Unless it `mixesDTypes`, it only applies where the wildcards stand for tensors of the result's dtype: in
  /// another one sums may wrap, or be rounded to fewer digits. Unless it `holdsForComplex`, it only applies to
  /// reals: products of complex infinities are no numbers.
  package init(
    _ name: String, _ pattern: Variable,
    to replacement: @escaping @autoclosure @Sendable () -> Variable, isMoreAccurate: Bool = false,
    exchangesNonFinites: Bool = false, mixesDTypes: Bool = false, holdsForComplex: Bool = false,
    where condition: @escaping @Sendable (Match) -> Bool = { _ in true }
  ) {
    let from = Pattern(root: pattern)
    // Made when the rule first applies, as most rules never do.
    let to = Lazy { Pattern(root: replacement()) }
    self.name = name
    self.isMoreAccurate = isMoreAccurate
    self.exchangesNonFinites = exchangesNonFinites
    roots = pattern.owner.map { .ops([type(of: $0.op)]) } ?? .ops([])
    makeExamples = { [RewriteExample(pattern: pattern)] }
    transform = { node, context in
      guard from.mayMatch(node) else { return nil }
      let root = node.output(pattern.index)
      guard let bindings = from.match(root), mixesDTypes || bindings.areAll(root.dtype),
        holdsForComplex || !root.dtype.isComplex
      else { return nil }
      guard condition(Match(root: root, bindings: bindings, context: context)) else { return nil }
      guard let new = to.value.instantiated(bindings) else { return nil }
      return [new]
    }
  }
}

/// What a rule's condition is asked about.
package struct Match: Sendable {
  /// The variable that matched the pattern.
  package let root: Variable
  /// What the wildcards stand for.
  package let bindings: Bindings
  /// The graph around.
  package let context: RewriteContext

  /// Whether the wildcard of this name stands for something with a property.
  package func holds(_ name: String, _ property: (Variable) -> Bool) -> Bool {
    bindings[name].map(property) ?? false
  }
}

/// What a rule may ask about the graph around a node.
package struct RewriteContext: Sendable {
  /// How often variables are used.
  let uses: UseCounts

  /// How many nodes read `variable`; an output counts as one more, and leaves as none.
  package func uses(of variable: Variable) -> Int { uses.count(variable) }

  /// Whether `variable` has no other use than the one the asking rule sees.
  package func isUsedOnce(_ variable: Variable) -> Bool { uses.count(variable) <= 1 }
}

/// An expression that a rule changes, for tests, which evaluate it before and after.
package struct RewriteExample: Sendable {
  /// What is special about it.
  package var label: String
  /// The operands, as in the examples of operations.
  package var operands: [OpExample.Operand]
  /// Builds the expression.
  package var before: @Sendable ([Variable]) throws -> Variable
  /// Builds what it should become, up to names; nil if any other graph of the same values will do.
  package var after: (@Sendable ([Variable]) throws -> Variable)?
  /// The pattern and wildcards of a rule that is data; tests choose what to put there.
  package var pattern: Variable?

  /// Creates an example.
  package init(
    _ label: String, _ operands: [OpExample.Operand],
    _ before: @escaping @Sendable ([Variable]) throws -> Variable,
    to after: (@Sendable ([Variable]) throws -> Variable)? = nil
  ) {
    self.label = label
    self.operands = operands
    self.before = before
    self.after = after
  }

  /// The example that a rule's pattern is.
  init(pattern: Variable) {
    self.init("pattern", []) { _ in pattern }
    self.pattern = pattern
  }
}
