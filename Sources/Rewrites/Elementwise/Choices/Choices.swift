import TheanoGraph
import TheanoOps

private let p = Wildcard("p", dtype: .bool)
private let q = Wildcard("q", dtype: .bool)
private let a = Wildcard("a")
private let b = Wildcard("b")
private let d = Wildcard("d")
private let c = Wildcard("c", .number)

/// Choices that are none: of a known condition, of equal sides, or under a condition already decided.
package let choices = RuleFamily(at: Switch.self) {
  choice("where(true, a, b) → a", `where`(c, a, b), a, where: { $0.isNumber("c") { $0 != 0 } })
  choice("where(false, a, b) → b", `where`(c, a, b), b, where: { $0.isNumber("c") { $0 == 0 } })
  choice(
    "where(true, a, b) → fill(b, a)", `where`(c, a, b), fill(b, a),
    where: { $0.isNumber("c") { $0 != 0 } })
  choice(
    "where(false, a, b) → fill(a, b)", `where`(c, a, b), fill(a, b),
    where: { $0.isNumber("c") { $0 == 0 } })
  choice("where(p, a, a) → a", `where`(p, a, a), a)
  choice("where(¬p, a, b) → where(p, b, a)", `where`(invert(p), a, b), `where`(p, b, a))
  choice(
    "where(p, where(p, a, b), d) → where(p, a, d)", `where`(p, `where`(p, a, b), d),
    `where`(p, a, d))
  choice(
    "where(p, a, where(p, b, d)) → where(p, a, d)", `where`(p, a, `where`(p, b, d)),
    `where`(p, a, d))
  choice(
    "where(p, where(q, a, b), b) → where(p & q, a, b)", `where`(p, `where`(q, a, b), b),
    `where`(p & q, a, b), where: conditionsAreBool)
  choice(
    "where(p, a, where(q, a, b)) → where(p | q, a, b)", `where`(p, a, `where`(q, a, b)),
    `where`(p | q, a, b), where: conditionsAreBool)
}

/// A rule on choices, whose condition may be of another dtype than the sides.
private func choice(
  _ name: String, _ pattern: Variable, _ replacement: Variable,
  where condition: @escaping @Sendable (Match) -> Bool = { _ in true }
) -> Rewrite {
  Rewrite(name, pattern, to: replacement, mixesDTypes: true, holdsForComplex: true) { match in
    let sides = ["a", "b", "d"].filter { match.bindings[$0] != nil }
    return sides.allSatisfy(match.isAsResult) && condition(match)
  }
}

/// Whether both conditions are bool, not numbers to be compared with zero.
private func conditionsAreBool(_ match: Match) -> Bool {
  match.holds("p") { $0.dtype == .bool } && match.holds("q") { $0.dtype == .bool }
}
