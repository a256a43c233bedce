import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the angle in -π/2...π/2 whose sine is `x`, element by element; not a number beyond -1...1.
/// Integers and bool give `floatX`.
public func arcsin(_ x: Variable) -> Variable { x.arcsin() }

/// Returns the angle in 0...π whose cosine is `x`, element by element; not a number beyond -1...1.
/// Integers and bool give `floatX`.
public func arccos(_ x: Variable) -> Variable { x.arccos() }

/// Returns the angle in -π/2...π/2 whose tangent is `x`, element by element. Integers and bool give
/// `floatX`.
public func arctan(_ x: Variable) -> Variable { x.arctan() }

/// Returns the angle in -π...π of the point with coordinates `x` and `y`, element by element; signs of zeros
/// count. Integers and bool give `floatX`.
public func arctan2(_ y: Variable, _ x: Variable) -> Variable { elementwise(Arctan2(), y, x) }

extension Variable {
  /// Returns the angle whose sine this is, element by element; see the free function.
  public func arcsin() -> Variable { elementwise(Arcsin(), self) }
  /// Returns the angle whose cosine this is, element by element; see the free function.
  public func arccos() -> Variable { elementwise(Arccos(), self) }
  /// Returns the angle whose tangent this is, element by element; see the free function.
  public func arctan() -> Variable { elementwise(Arctan(), self) }
}

/// The inverse of the sine.
package struct Arcsin: MathFunction {
  package let name = "arcsin"
  package let domains = [-0.9...0.9]
  package var kernel: ScalarKernel {
    .init(real: .unary { .asin($0) }, complex: .unary { .asin($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("asin", x, complex: b.complexAsin)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / sqrt(1 - sqr(x[0]))]
  }
}

/// The inverse of the cosine.
package struct Arccos: MathFunction {
  package let name = "arccos"
  package let domains = [-0.9...0.9]
  package var kernel: ScalarKernel {
    .init(real: .unary { .acos($0) }, complex: .unary { .acos($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("acos", x, complex: b.complexAcos)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy / sqrt(1 - sqr(x[0]))]
  }
}

/// The inverse of the tangent.
package struct Arctan: MathFunction {
  package let name = "arctan"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .atan($0) }, complex: .unary { .atan($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("atan", x, complex: b.complexAtan)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / (1 + sqr(x[0]))]
  }
}

/// The angle of a point, given its coordinates y and x.
package struct Arctan2: MathFunction {
  package let name = "arctan2"
  package let domains = [-2.0...2.0, 0.5...2.0]
  package var kernel: ScalarKernel { .init(real: .binary { .atan2(y: $0, x: $1) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("atan2", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let square = sqr(x[0]) + sqr(x[1])
    return [dy * x[1] / square, -dy * x[0] / square]
  }
}
