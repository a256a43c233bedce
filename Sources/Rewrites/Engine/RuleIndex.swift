import TheanoGraph
import TheanoOps

/// The rules of a phase by the type of operation they are tried on.
final class RuleIndex {
  /// A rule with the place of its profile in the report.
  struct Entry {
    let rule: Rewrite
    let place: Int
  }

  private let families: [RuleFamily]
  /// The rules of each kind of operation that has been asked for.
  private var byKind: [[Entry]?] = []

  /// Creates an index of rules.
  init(_ families: [RuleFamily] = []) { self.families = families }

  /// The rules to try on nodes of a kind, in order; those that are new get profiles in `report`.
  func rules(
    for kind: NodeNumbers.Kind, of numbers: NodeNumbers, _ report: inout RewriteReport
  ) -> [Entry] {
    while byKind.count <= kind { byKind.append(nil) }
    if let known = byKind[kind] { return known }
    let type = numbers.types[kind]
    var found: [Entry] = []
    for family in families {
      for rule in family.rules(at: type, of: numbers.functions[kind] ?? type) {
        found.append(Entry(rule: rule, place: report.place(of: rule.name)))
      }
    }
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
