import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x` where it is positive, else `alpha * x`, element by element; `alpha` broadcasts.
///
/// With `alpha` 0, the default, integers keep their dtype. The gradient at 0 is `(1 + alpha) / 2`, as in
/// Theano.
public func relu(_ x: Variable, alpha: Variable = 0) -> Variable {
  if alpha.type.isWeak, let value = alpha.constant, value.reals == [0] {
    return elementwise(Relu(), x)
  }
  return elementwise(LeakyRelu(), x, alpha)
}

/// Returns `x` where it is positive, else `alpha * x`, for a Swift number `alpha`; see the form with a
/// variable.
@_disfavoredOverload
public func relu(_ x: Variable, alpha: some ScalarConvertible) -> Variable {
  relu(x, alpha: Variable(weak: alpha))
}

/// Returns `x` where it is positive, else `alpha * (exp(x) - 1)`, element by element. Integers and bool give
/// `floatX`.
public func elu(_ x: Variable, alpha: Variable = 1) -> Variable {
  // The exponential sees no positive number, so that no infinity can enter the gradient.
  `where`(gt(x, 0), x, alpha * expm1(minimum(x, 0)))
}

/// Returns `x` where it is positive, else `alpha * (exp(x) - 1)`, for a Swift number `alpha`.
@_disfavoredOverload
public func elu(_ x: Variable, alpha: some ScalarConvertible) -> Variable {
  elu(x, alpha: Variable(weak: alpha))
}

/// Returns the scaled exponential linear unit, element by element: `elu` with the constants for which
/// activations keep mean 0 and variance 1 (Klambauer et al., 2017).
public func selu(_ x: Variable) -> Variable {
  1.0507009873554804934193349852946 * elu(x, alpha: 1.6732632423543772848170429916717)
}

/// Returns `x / (1 + |x|)`, element by element. Integers and bool give `floatX`.
public func softsign(_ x: Variable) -> Variable { elementwise(Softsign(), x) }

/// The positive part.
package struct Relu: ScalarOp {
  package let name = "relu"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { $0 > 0 || $0.isNaN ? $0 : 0 }, integer: .unary { $0 > 0 ? $0 : 0 })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let zero = b.number(0, as: x[0])
    return b.select(b.lessOrEqual(x[0], zero), zero, x[0])
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (0.5 * (1 + sign(x[0])))]
  }
}

/// The first operand where it is positive, else the product of both.
package struct LeakyRelu: ScalarOp {
  package let name = "leaky_relu"
  package let domains = [-2.0...2.0, 0.1...0.9]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { x, alpha in x > 0 ? x : alpha * x },
      integer: .binary { x, alpha in x > 0 ? x : alpha &* x })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.select(b.less(b.number(0, as: x[0]), x[0]), x[0], b.multiply(x[1], x[0]))
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let atZero = 0.5 * (1 + x[1])
    let slope = `where`(gt(x[0], 0), 1, `where`(lt(x[0], 0), x[1], atZero))
    return [dy * slope, dy * minimum(x[0], 0)]
  }
}

/// A number divided by one more than its size.
package struct Softsign: MathFunction {
  package let name = "softsign"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel { .init(real: .unary { $0 / (1 + $0.magnitude) }) }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.divide(x[0], b.add(b.number(1, as: x[0]), b.absolute(x[0])))
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / sqr(1 + abs(x[0]))]
  }
}
