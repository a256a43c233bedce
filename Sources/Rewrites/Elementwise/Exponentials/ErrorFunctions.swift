import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let c = Wildcard("c", .number)

/// The error function and its complement, near 1 and where they underflow.
package let errorFunctions = RuleFamily(at: Sub.self, Add.self, Log.self) {
  Rewrite("1 - erf x → erfc x", 1 - erf(x), to: erfc(x), isMoreAccurate: true)
  Rewrite("1 + erf x → erfc(-x)", 1 + erf(x), to: erfc(-x), isMoreAccurate: true)
  Rewrite("erf(x) - 1 → -erfc x", erf(x) + -1, to: -erfc(x), isMoreAccurate: true)
  Rewrite("1 - erfc x → erf x", 1 - erfc(x), to: erf(x), isMoreAccurate: true)
  Rewrite("erfc(x) - 1 → -erf x", erfc(x) + -1, to: -erf(x), isMoreAccurate: true)
  Rewrite("2 - erfc x → erfc(-x)", 2 - erfc(x), to: erfc(-x), isMoreAccurate: true)
  // erfc(x) is exp(-x²) erfcx(x): it underflows where its logarithm is a moderate number.
  Rewrite(
    "log(erfc(x) / 2) → log(erfcx(x) / 2) - sqr x, where x > 1", log(0.5 * erfc(x)),
    to: `where`(gt(x, 1), log(0.5 * erfcx(x)) - sqr(x), log1p(-0.5 * erfc(-x))),
    isMoreAccurate: true)
  Rewrite(
    "log(c * erfc x) → log(c) + log(erfc x)", log(c * erfc(x)), to: log(c) + log(erfc(x)),
    isMoreAccurate: true, where: { $0.isNumber("c") { $0 > 0 } })
  Rewrite(
    "log(erfc x) → log(erfcx x) - sqr x, where x > 1", log(erfc(x)),
    to: `where`(gt(x, 1), log(erfcx(x)) - sqr(x), log1p(-erf(x))), isMoreAccurate: true)
}
