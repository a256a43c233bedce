import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x` degrees in radians, element by element. Integers and bool give `floatX`.
public func deg2rad(_ x: Variable) -> Variable { x.deg2rad() }

/// Returns `x` radians in degrees, element by element. Integers and bool give `floatX`.
public func rad2deg(_ x: Variable) -> Variable { x.rad2deg() }

extension Variable {
  /// Returns degrees in radians, element by element.
  public func deg2rad() -> Variable { elementwise(Deg2rad(), self) }
  /// Returns radians in degrees, element by element.
  public func rad2deg() -> Variable { elementwise(Rad2deg(), self) }
}

/// Degrees in radians.
package struct Deg2rad: MathFunction {
  package let name = "deg2rad"
  package let domains = [-180.0...180.0]
  package var kernel: ScalarKernel { .init(real: .unary { $0 * (.pi / 180) }) }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.multiply(x[0], b.number(.pi / 180, as: x[0]))
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (Double.pi / 180)]
  }
}

/// Radians in degrees.
package struct Rad2deg: MathFunction {
  package let name = "rad2deg"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { $0 * (180 / .pi) }) }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.multiply(x[0], b.number(180 / .pi, as: x[0]))
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (180 / Double.pi)]
  }
}
