import TheanoArrays
import TheanoGraph

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
struct Sqr: ScalarOp {
  let name = "sqr"
  let domains = [-2.0...2.0]
  var kernel: ScalarKernel {
    .init(real: .unary { $0 * $0 }, integer: .unary { $0 &* $0 }, complex: .unary { $0 * $0 })
  }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy * x[0] * 2] }
}

/// The square root.
struct Sqrt: MathFunction {
  let name = "sqrt"
  let domains = [0.2...3.0]
  var kernel: ScalarKernel {
    .init(real: .unary { $0.squareRoot() }, complex: .unary { .sqrt($0) })
  }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy * 0.5 / y] }
}

/// The reciprocal.
struct Reciprocal: MathFunction {
  let name = "inv"
  let domains = [0.5...2.0]
  var kernel: ScalarKernel { .init(real: .unary { 1 / $0 }, complex: .unary { 1 / $0 }) }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy / sqr(x[0])]
  }
}
