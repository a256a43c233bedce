import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `log(exp(x) + exp(y))`, element by element, without overflow. Integers and bool give `floatX`.
public func logaddexp(_ x: Variable, _ y: Variable) -> Variable { elementwise(LogAddExp(), x, y) }

/// Returns `log(1 - exp(x))` for negative `x`, element by element, accurate near 0 and for large negative
/// numbers. Integers give `floatX`.
public func log1mexp(_ x: Variable) -> Variable { elementwise(Log1mExp(), x) }

/// The logarithm of the sum of two exponentials.
package struct LogAddExp: MathFunction {
  package let name = "logaddexp"
  package let isCommutative = true
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { x, y in
        // The first case also is that of two infinities of one sign.
        x == y ? x + Glibc.log(2.0) : Swift.max(x, y) + Glibc.log1p(Glibc.exp(-(x - y).magnitude))
      })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let distance = b.absolute(b.subtract(x[0], x[1]))
    let apart = b.add(b.maximum(x[0], x[1]), b.call("softplus", [b.negate(distance)]))
    return b.select(b.equal(x[0], x[1]), b.add(x[0], b.number(.log(2), as: x[0])), apart)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    // Infinities of one sign share the gradient equally, as other equal numbers do.
    let difference = `where`(isinf(x[0]) & eq(x[0], x[1]), 0, x[0] - x[1])
    return [dy * sigmoid(difference), dy * sigmoid(-difference)]
  }
}

/// The logarithm of one minus an exponential. Formula: Mächler, "Accurately computing log(1 - exp(-|a|))".
package struct Log1mExp: MathFunction {
  package let name = "log1mexp"
  package let domains = [-3.0 ... -0.3]
  package var kernel: ScalarKernel {
    .init(
      real: .unary { x in
        x > -Glibc.log(2.0) ? Glibc.log(-Glibc.expm1(x)) : Glibc.log1p(-Glibc.exp(x))
      })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let near = b.call("log", [b.negate(b.call("expm1", x))])
    let far = b.call("log1p", [b.negate(b.call("exp", x))])
    let result = b.select(b.less(b.number(-.log(2), as: x[0]), x[0]), near, far)
    return b.select(b.less(b.number(0, as: x[0]), x[0]), b.number(.nan, as: x[0]), result)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy / expm1(-x[0])]
  }
}
