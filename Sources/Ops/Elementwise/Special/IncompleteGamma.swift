import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// All functions in this file give floats for integers: `floatX`. They are not numbers where an operand is
// negative. The second derivative by the order k is a difference quotient, accurate to about 1e-7.

/// Returns the regularised lower incomplete gamma function P(k, x), element by element.
public func gammainc(_ k: Variable, _ x: Variable) -> Variable { elementwise(GammaInc(), k, x) }

/// Returns the regularised upper incomplete gamma function `1 - gammainc(k, x)`, accurate where it is small,
/// element by element.
public func gammaincc(_ k: Variable, _ x: Variable) -> Variable { elementwise(GammaIncC(), k, x) }

/// Returns the upper incomplete gamma function Γ(k, x), not regularised, element by element.
public func gammau(_ k: Variable, _ x: Variable) -> Variable { gammaincc(k, x) * gamma(k) }

/// Returns the lower incomplete gamma function γ(k, x), not regularised, element by element.
public func gammal(_ k: Variable, _ x: Variable) -> Variable { gammainc(k, x) * gamma(k) }

/// Returns the probability that a chi-squared variable of `k` degrees of freedom exceeds `x`, element by
/// element.
public func chi2sf(_ x: Variable, _ k: Variable) -> Variable { elementwise(Chi2SF(), x, k) }

/// The regularised lower incomplete gamma function.
package struct GammaInc: MathFunction {
  package let name = "gammainc"
  package let domains = [0.5...3.0, 0.3...4.0]
  package var kernel: ScalarKernel { .init(real: .binary { .incompleteGamma($0, $1).lower }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("gammainc", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * lowerByOrder(x[0], x[1]), dy * gammaDensity(x[0], x[1])]
  }
}

/// The regularised upper incomplete gamma function.
package struct GammaIncC: MathFunction {
  package let name = "gammaincc"
  package let domains = [0.5...3.0, 0.3...4.0]
  package var kernel: ScalarKernel { .init(real: .binary { .incompleteGamma($0, $1).upper }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("gammaincc", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy * lowerByOrder(x[0], x[1]), -dy * gammaDensity(x[0], x[1])]
  }
}

/// The survival function of the chi-squared distribution.
package struct Chi2SF: MathFunction {
  package let name = "chi2sf"
  package let domains = [0.5...6.0, 1.0...5.0]
  package var kernel: ScalarKernel {
    .init(real: .binary { .incompleteGamma($1 / 2, $0 / 2).upper })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let half = b.number(0.5, as: x[0])
    return b.call("gammaincc", [b.multiply(half, x[1]), b.multiply(half, x[0])])
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let (half, order) = (0.5 * x[0], 0.5 * x[1])
    return [
      -0.5 * dy * gammaDensity(order, half), -0.5 * dy * lowerByOrder(order, half),
    ]
  }
}

/// The derivative of the regularised lower incomplete gamma function by its order.
package struct GammaIncByOrder: MathFunction {
  package let name = "gammainc_der"
  package let domains = [0.5...3.0, 0.3...4.0]
  package var kernel: ScalarKernel { .init(real: .binary { .lowerGammaByOrder($0, $1) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("gammainc_der", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let byOrder = differenceQuotient(x[0]) { lowerByOrder($0, x[1]) }
    return [dy * byOrder, dy * gammaDensity(x[0], x[1]) * (log(x[1]) - psi(x[0]))]
  }
}

/// The derivative of the regularised lower incomplete gamma function by its order.
private func lowerByOrder(_ k: Variable, _ x: Variable) -> Variable {
  elementwise(GammaIncByOrder(), k, x)
}

/// The derivative of the regularised lower incomplete gamma function by x: x^(k-1) e^-x / Γ(k).
private func gammaDensity(_ k: Variable, _ x: Variable) -> Variable {
  exp(xlogy(k - 1, x) - x - gammaln(k))
}

/// Returns the derivative of `f` at `x` as a central difference, computed in float64 and given in the dtype
/// of `x`; its error is of the order of 1e-8.
func differenceQuotient(_ x: Variable, _ f: (Variable) -> Variable) -> Variable {
  let step = 1e-4
  let wide = cast(x, .float64)
  let quotient = (f(wide + step) - f(wide - step)) / (2 * step)
  return cast(quotient, x.dtype.promotedToFloat)
}
