import TheanoGraph
import TheanoOps

/// The rules of a phase by the type of operation they are tried on.
final class RuleIndex {
  /// A rule with the place of its profile in the report.
  struct Entry {
    let rule: Rewrite
    let place: Int
  }

  private let rules: [Rewrite]
  /// The entries of rules that are tried on some kind of operation, by their places among `rules`.
  private var entries: [Int: Entry] = [:]
  /// The rules of each kind of operation that has been asked for.
  private var byKind: [[Entry]?] = []

  /// Creates an index of rules.
  init(_ rules: [Rewrite] = []) { self.rules = rules }

  /// The rules to try on nodes of a kind, whose operations are of `type`, in order; those that are new get
  /// profiles in `report`.
  func rules(
    for kind: NodeNumbers.Kind, _ type: any Op.Type, _ report: inout RewriteReport
  ) -> [Entry] {
    while byKind.count <= kind { byKind.append(nil) }
    if let known = byKind[kind] { return known }
    let found = rules.indices.filter { rules[$0].roots.include(type) }.map { place in
      if let known = entries[place] { return known }
      let rule = rules[place]
      let entry = Entry(rule: rule, place: report.place(of: rule.name))
      entries[place] = entry
      return entry
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
