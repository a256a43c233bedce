import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let z = Wildcard("z", dtype: .complex128)
private let c = Wildcard("c", .number)
private let d = Wildcard("d", .number)

/// Functions of what their inverses made, where the inverse gives a number for every number.
package let inverses = RuleFamily(
  at: Log.self, Log2.self, Log1p.self, Arcsinh.self, Sinh.self, Arccosh.self, Deg2rad.self,
  Rad2deg.self, Conj.self, Exp.self, Expm1.self, Sqrt.self, Sqr.self, TrueDiv.self, IntDiv.self,
  Reciprocal.self
) {
  Rewrite("log(exp x) → x", log(exp(x)), to: x, isMoreAccurate: true)
  Rewrite("log2(exp2 x) → x", log2(exp2(x)), to: x, isMoreAccurate: true)
  Rewrite("log1p(expm1 x) → x", log1p(expm1(x)), to: x, isMoreAccurate: true)
  Rewrite("arcsinh(sinh x) → x", arcsinh(sinh(x)), to: x, isMoreAccurate: true)
  Rewrite("sinh(arcsinh x) → x", sinh(arcsinh(x)), to: x)
  Rewrite("arccosh(cosh x) → |x|", arccosh(cosh(x)), to: abs(x), isMoreAccurate: true)
  Rewrite("deg2rad(rad2deg x) → x", deg2rad(rad2deg(x)), to: x, isMoreAccurate: true)
  Rewrite("rad2deg(deg2rad x) → x", rad2deg(deg2rad(x)), to: x)
  Rewrite("conj(conj x) → x", conj(conj(z)), to: z, holdsForComplex: true)
  Rewrite("exp(log x) → x, if x ≥ 0", exp(log(x)), to: x, where: isNonNegative("x"))
  Rewrite("exp(log1p x) → 1 + x, if x ≥ 0", exp(log1p(x)), to: 1 + x, where: isNonNegative("x"))
  Rewrite("expm1(log1p x) → x, if x ≥ 0", expm1(log1p(x)), to: x, where: isNonNegative("x"))
  Rewrite("sqrt(sqr x) → |x|", sqrt(sqr(x)), to: abs(x), isMoreAccurate: true)
  Rewrite("sqr(sqrt x) → x, if x ≥ 0", sqr(sqrt(x)), to: x, where: isNonNegative("x"))
  Rewrite("c / (d / x) → (c / d) * x", c / (d / x), to: (c / d) * x, where: quotientIsNormal)
  Rewrite("x // 1 → x, of integers", intDiv(x, 1), to: x, where: { $0.root.dtype.isInteger })
  Rewrite("inv x → 1 / x", reciprocal(x), to: 1 / x, holdsForComplex: true)
}

/// Functions whose value does not depend on the operand's sign, and signs that are known.
package let evenFunctions = RuleFamily(
  at: Abs.self, Sqr.self, Cos.self, Cosh.self, Sign.self, Relu.self
) {
  Rewrite("|-x| → |x|", abs(-x), to: abs(x), where: { !$0.root.dtype.isUnsigned })
  Rewrite("||x|| → |x|", abs(abs(x)), to: abs(x))
  Rewrite("|x| → x, if x ≥ 0", abs(x), to: x, where: isNonNegative("x"))
  Rewrite("|c * x| → |c| * |x|, of floats", abs(c * x), to: abs(c) * abs(x), where: isFloat)
  Rewrite("sqr(-x) → sqr x", sqr(-x), to: sqr(x), holdsForComplex: true)
  Rewrite("sqr|x| → sqr x", sqr(abs(x)), to: sqr(x))
  Rewrite("cos(-x) → cos x", cos(-x), to: cos(x))
  Rewrite("cos|x| → cos x", cos(abs(x)), to: cos(x))
  Rewrite("cosh(-x) → cosh x", cosh(-x), to: cosh(x))
  Rewrite("cosh|x| → cosh x", cosh(abs(x)), to: cosh(x))
  Rewrite("sign(sign x) → sign x", sign(sign(x)), to: sign(x))
  Rewrite("sign(-x) → -sign x", sign(-x), to: -sign(x), where: isFloat)
  Rewrite("relu x → x, if x ≥ 0", relu(x), to: x, where: isNonNegative("x"))
  Rewrite("relu(relu x) → relu x", relu(relu(x)), to: relu(x))
}

/// Whether the result is a real float: integers wrap.
private func isFloat(_ match: Match) -> Bool { match.root.dtype.isFloat }
