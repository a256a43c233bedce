import TheanoGraph
import TheanoOps

/// The rules of a phase by the type of operation they are tried on.
final class RuleIndex {
  /// A rule with the place of its profile in the report.
  typealias Entry = (rule: Rewrite, place: Int)

  private let rules: [Entry]
  private var byType: [ObjectIdentifier: [Entry]] = [:]

  /// Creates an index of no rules.
  init() { rules = [] }

  /// Creates an index of rules, each of which gets a profile in `report`.
  init(_ rules: [Rewrite], _ report: inout RewriteReport) {
    self.rules = rules.map { ($0, report.place(of: $0.name)) }
  }

  /// The rules to try on nodes of an operation, in order.
  func rules(for op: any Op) -> [Entry] {
    let key = ObjectIdentifier(type(of: op))
    if let known = byType[key] { return known }
    let found = rules.filter { $0.rule.roots.include(op) }
    byType[key] = found
    return found
  }
}

extension Rewrite.Roots {
  /// Whether nodes of `op` are among these.
  func include(_ op: any Op) -> Bool {
    switch self {
    case .ops(let types): types.contains { $0 == type(of: op) }
    case .elementwise: op is any ElementwiseOp
    case .any: true
    }
  }
}
