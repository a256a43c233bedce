import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let y = Wildcard("y")
private let c = Wildcard("c", .number)

/// Powers of constant exponents as products, square roots and reciprocals.
package let fastPowers = RuleFamily(at: Pow.self) {
  Rewrite("x ** -1 → inv x", x ** -1, to: reciprocal(x))
  Rewrite("x ** -2 → inv(sqr x)", x ** -2, to: reciprocal(sqr(x)))
  Rewrite("x ** 3 → x * sqr x", x ** 3, to: x * sqr(x))
  Rewrite("x ** 4 → sqr(sqr x)", x ** 4, to: sqr(sqr(x)))
  // The power of minus infinity is infinity, its square root no number, as for all other negative numbers.
  Rewrite("x ** 0.5 → sqrt x", x ** 0.5, to: sqrt(x), exchangesNonFinites: true)
  Rewrite(
    "x ** -0.5 → inv(sqrt x), if x ≥ 0", x ** -0.5, to: reciprocal(sqrt(x)),
    where: isNonNegative("x"))
  Rewrite(
    "x ** c → sqr(x ** (c / 2)), for even c", x ** c, to: sqr(x ** (c * 0.5)),
    where: {
      $0.root.dtype.isFloat && $0.isNumber("c") { isSmallCount($0) && isSmallCount($0 / 2) }
    })
  Rewrite(
    "x ** c → x * x ** (c - 1), for odd c", x ** c, to: x * x ** (c - 1),
    where: { $0.isNumber("c") { isSmallCount($0) && !isSmallCount($0 / 2) } })
  Rewrite(
    "x ** -c → inv(x ** c)", x ** c, to: reciprocal(x ** -c),
    where: { $0.isNumber("c") { isSmallCount(-$0) } })
}

/// Constants, signs and reciprocals in the forms that are fastest, and shortest in print.
package let finalForms = RuleFamily(at: TrueDiv.self, Add.self, Mul.self) {
  Rewrite("1 / x → inv x", 1 / x, to: reciprocal(x), holdsForComplex: true)
  Rewrite(
    "x + (-c) → x - c", x + c, to: x - -c,
    where: { $0.root.dtype.isFloat && !$0.holds("x", \.isNumber) && $0.isNumber("c") { $0 < 0 } })
  Rewrite("|x| * |y| → |x * y|", abs(x) * abs(y), to: abs(x * y), where: isFloatAndOwned)
  Rewrite("|x| / |y| → |x / y|", abs(x) / abs(y), to: abs(x / y), where: isFloatAndOwned)
}

/// Whether the result is a real float, and the operands have no other use.
private func isFloatAndOwned(_ match: Match) -> Bool {
  match.root.dtype.isFloat && match.ownsOperands
}
