import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the square, element by element, in the operand's dtype: integers wrap.
public func sqr(_ x: Variable) -> Variable { x.sqr() }

/// Returns the square, element by element: the same as `sqr`.
public func square(_ x: Variable) -> Variable { x.sqr() }

/// Returns the square root, element by element; not a number for negative reals. Integers and bool give
/// `floatX`. The gradient at 0 is infinite.
public func sqrt(_ x: Variable) -> Variable { x.sqrt() }

/// Returns `1 / x`, element by element. Integers and bool give `floatX`.
public func reciprocal(_ x: Variable) -> Variable { x.reciprocal() }

/// Returns `1 / x`, element by element: Theano's name for `reciprocal`.
public func inv(_ x: Variable) -> Variable { x.reciprocal() }

extension Variable {
  /// Returns the square, element by element; see the free function.
  public func sqr() -> Variable { elementwise(Sqr(), self) }
  /// Returns the square root, element by element; see the free function.
  public func sqrt() -> Variable { elementwise(Sqrt(), self) }
  /// Returns 1 divided by this, element by element.
  public func reciprocal() -> Variable { elementwise(Reciprocal(), self) }
}

/// The square.
package struct Sqr: ScalarOp {
  package let name = "sqr"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { $0 * $0 }, integer: .unary { $0 &* $0 }, complex: .unary { $0 * $0 })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.multiply(x[0], x[0]) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * x[0] * 2]
  }
}

/// The square root.
package struct Sqrt: MathFunction {
  package let name = "sqrt"
  package let domains = [0.2...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { $0.squareRoot() }, complex: .unary { .sqrt($0) })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("sqrt", x, complex: b.complexSqrt)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * 0.5 / y]
  }
}

/// The reciprocal.
package struct Reciprocal: MathFunction {
  package let name = "inv"
  package let domains = [0.5...2.0]
  package var kernel: ScalarKernel { .init(real: .unary { 1 / $0 }, complex: .unary { 1 / $0 }) }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.divide(b.number(1, as: x[0]), x[0])
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy / sqr(x[0])]
  }
}
