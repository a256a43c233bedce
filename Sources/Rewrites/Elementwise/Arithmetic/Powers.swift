import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let a = Wildcard("a", .number)
private let b = Wildcard("b", .number)

/// Powers: squares have one form; those of one base come together, if the exponents are positive integers:
/// of others, a product may be no number where the power of the sum is one.
package let powers = RuleFamily(at: Pow.self, Mul.self, Sqr.self) {
  Rewrite("x ** 0 → 1", x ** 0, to: fill(x, 1))
  Rewrite("x ** 1 → x", x ** 1, to: x)
  Rewrite("x ** 2 → sqr x", x ** 2, to: sqr(x))
  Rewrite("x * x → sqr x", x * x, to: sqr(x), holdsForComplex: true)
  Rewrite("(x ** a) ** b → x ** (a * b)", (x ** a) ** b, to: x ** (a * b), where: areCounts)
  Rewrite("(sqr x) ** a → x ** (2 * a)", sqr(x) ** a, to: x ** (a * 2), where: areCounts)
  Rewrite("sqr(x ** a) → x ** (2 * a)", sqr(x ** a), to: x ** (a * 2), where: areCounts)
  Rewrite("x * x ** a → x ** (1 + a)", x * x ** a, to: x ** (a + 1), where: areCounts)
  Rewrite("x * sqr x → x ** 3", x * sqr(x), to: x ** 3)
  Rewrite("sqr x * x ** a → x ** (2 + a)", sqr(x) * x ** a, to: x ** (a + 2), where: areCounts)
  Rewrite("sqr(sqr x) → x ** 4", sqr(sqr(x)), to: x ** 4)
  Rewrite(
    "x ** a * x ** b → x ** (a + b)", x ** a * x ** b, to: x ** (a + b), where: areCounts)
}

/// Whether the numbers are small positive integers.
private func areCounts(_ match: Match) -> Bool {
  ["a", "b"].compactMap { match.number($0) }.allSatisfy(isSmallCount)
}

/// Whether an exponent is a positive integer for which repeated squaring is fast, and accurate.
func isSmallCount(_ exponent: Double) -> Bool {
  exponent == exponent.rounded() && exponent > 0 && exponent <= 64
}
