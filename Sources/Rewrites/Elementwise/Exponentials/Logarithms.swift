import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let c = Wildcard("c", .number)

/// Logarithms and exponentials near 1 and 0, where adding 1 loses digits, and of what overflows.
package let logarithms = RuleFamily(
  at: Log.self, Log1p.self, Add.self, Sub.self, Mul.self, TrueDiv.self
) {
  Rewrite("log(1 + exp x) → softplus x", log(1 + exp(x)), to: softplus(x), isMoreAccurate: true)
  Rewrite("log(1 - exp x) → log1mexp x", log(1 - exp(x)), to: log1mexp(x), isMoreAccurate: true)
  Rewrite("log(-expm1 x) → log1mexp x", log(-expm1(x)), to: log1mexp(x), isMoreAccurate: true)
  Rewrite(
    "log(expm1 x) → x + log1mexp(-x)", log(expm1(x)), to: x + log1mexp(-x), isMoreAccurate: true)
  Rewrite("log1p(exp x) → softplus x", log1p(exp(x)), to: softplus(x), isMoreAccurate: true)
  Rewrite("log1p(-exp x) → log1mexp x", log1p(-exp(x)), to: log1mexp(x), isMoreAccurate: true)
  Rewrite("log(1 + x) → log1p x", log(1 + x), to: log1p(x), isMoreAccurate: true)
  Rewrite("log(1 - x) → log1p(-x)", log(1 - x), to: log1p(-x), isMoreAccurate: true)
  Rewrite("exp(x) - 1 → expm1 x", exp(x) + -1, to: expm1(x), isMoreAccurate: true)
  Rewrite("1 - exp(x) → -expm1 x", 1 - exp(x), to: -expm1(x), isMoreAccurate: true)
  Rewrite("log(sqrt x) → log(x) / 2", log(sqrt(x)), to: 0.5 * log(x), isMoreAccurate: true)
  Rewrite("log(sqr x) → 2 * log|x|", log(sqr(x)), to: 2 * log(abs(x)), isMoreAccurate: true)
  Rewrite("log(1 / x) → -log x", log(1 / x), to: -log(x), isMoreAccurate: true)
  Rewrite(
    "log(x ** c) → c * log x", log(x ** c), to: c * log(x), isMoreAccurate: true,
    where: { match in
      match.holds("x", \.isNonNegative) && match.number("c") != 0 || match.isNumber("c", isOdd)
    })
  Rewrite(
    "log(x ** c) → c * log|x|, for even c", log(x ** c), to: c * log(abs(x)), isMoreAccurate: true,
    where: { $0.isNumber("c") { $0 != 0 && isOdd($0 + 1) } })
  Rewrite(
    "exp(x) * exp(y) → exp(x + y)", exp(x) * exp(y), to: exp(x + y), isMoreAccurate: true,
    where: \.ownsOperands)
  Rewrite(
    "exp(x) / exp(y) → exp(x - y)", exp(x) / exp(y), to: exp(x - y), isMoreAccurate: true,
    where: \.ownsOperands)
  Rewrite(
    "1 / exp(x) → exp(-x)", 1 / exp(x), to: exp(-x), where: \.ownsOperands)
}

/// Choices that are x log y with 0 log y being 0.
package let entropies = RuleFamily(at: Switch.self) {
  Rewrite(
    "where(x = 0, 0, x * log x) → xlogx x", `where`(eq(x, 0), 0, x * log(x)), to: xlogx(x))
  Rewrite(
    "where(x = 0, 0, x * log y) → xlogy0(x, y)", `where`(eq(x, 0), 0, x * log(y)),
    to: xlogy0(x, y))
  Rewrite(
    "where(x ≠ 0, x * log x, 0) → xlogx x", `where`(neq(x, 0), x * log(x), 0), to: xlogx(x))
  Rewrite(
    "where(x ≠ 0, x * log y, 0) → xlogy0(x, y)", `where`(neq(x, 0), x * log(y), 0),
    to: xlogy0(x, y))
}

private let y = Wildcard("y")

/// Whether a number is an odd integer.
private func isOdd(_ number: Double) -> Bool {
  number.magnitude.remainder(dividingBy: 2).magnitude == 1
}
