import TheanoGraph
import TheanoOps

/// The rules of a phase by the type of operation they are tried on.
final class RuleIndex {
  /// A rule with the place of its profile in the report; an object, as many are looked at and a rule has many
  /// parts to copy.
  final class Entry {
    let rule: Rewrite
    let place: Int

    init(_ rule: Rewrite, place: Int) {
      self.rule = rule
      self.place = place
    }
  }

  private let rules: [Entry]
  /// The rules of each kind of operation that has been asked for.
  private var byKind: [[Entry]?] = []

  /// Creates an index of no rules.
  init() { rules = [] }

  /// Creates an index of rules, each of which gets a profile in `report`.
  init(_ rules: [Rewrite], _ report: inout RewriteReport) {
    self.rules = rules.map { Entry($0, place: report.place(of: $0.name)) }
  }

  /// The rules to try on nodes of a kind, whose operations are of `type`, in order.
  func rules(for kind: NodeNumbers.Kind, _ type: any Op.Type) -> [Entry] {
    while byKind.count <= kind { byKind.append(nil) }
    if let known = byKind[kind] { return known }
    let found = rules.filter { $0.rule.roots.include(type) }
    byKind[kind] = found
    return found
  }
}

extension Rewrite.Roots {
  /// Whether nodes of operations of `type` are among these.
  func include(_ type: any Op.Type) -> Bool {
    switch self {
    case .ops(let types): types.contains { $0 == type }
    case .elementwise: type is any ElementwiseOp.Type
    case .any: true
    }
  }
}
