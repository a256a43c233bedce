import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the absolute value, element by element.
///
/// The dtype is kept (the least int8 stays what it is, as in NumPy); complex numbers give the real type of
/// the same precision. The gradient at 0 is 0.
public func abs(_ x: Variable) -> Variable { x.abs() }

/// Returns the sign, element by element: -1, 0 or 1 in the operand's dtype, not a number for not a number.
///
/// Bool and complex operands are an error, as in Theano.
public func sign(_ x: Variable) -> Variable { x.sign() }

/// Returns the sign, element by element: Theano's name for `sign`.
public func sgn(_ x: Variable) -> Variable { x.sign() }

extension Variable {
  /// Returns the absolute value, element by element; see the free function.
  public func abs() -> Variable { elementwise(Abs(), self) }
  /// Returns the sign, element by element; see the free function.
  public func sign() -> Variable { elementwise(Sign(), self) }
  /// Returns the sign, element by element: Theano's name for `sign`.
  public func sgn() -> Variable { sign() }
}

/// The absolute value.
package struct Abs: ScalarOp {
  package let name = "abs_"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .unary { $0.magnitude }, integer: .unary { $0 < 0 ? 0 &- $0 : $0 },
      complex: .unary { Complex(hypot($0.rawStorage.x, $0.rawStorage.y)) })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    x[0].dtype.isComplex ? b.inDouble(x[0], b.length) : b.absolute(x[0])
  }
  package func outputDType(_ x: [DType]) throws -> DType { x[0].realCounterpart }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    if x[0].dtype.isComplex { return [dy * x[0] / `where`(y .== 0, 1, y)] }
    return [dy * sign(x[0])]
  }
  package func description(_ x: [String]) -> String { "|\(x[0])|" }
}

/// The sign.
package struct Sign: ScalarOp {
  package let name = "sgn"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .unary { $0 > 0 ? 1 : $0 < 0 ? -1 : $0.isNaN ? $0 : 0 },
      integer: .unary { $0.signum() })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let (zero, one) = (b.number(0, as: x[0]), b.number(1, as: x[0]))
    if x[0].dtype.isUnsigned { return b.select(b.equal(x[0], zero), zero, one) }
    let rest = x[0].dtype.isFloat ? b.select(b.isNaN(x[0]), x[0], zero) : zero
    let nonpositive = b.select(b.less(x[0], zero), b.number(-1, as: x[0]), rest)
    return b.select(b.less(zero, x[0]), one, nonpositive)
  }
  package func outputDType(_ x: [DType]) throws -> DType {
    if x[0] == .bool { throw GraphError(.type, "bool output not supported: the sign of bool.") }
    return x[0]
  }
}
