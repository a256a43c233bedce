import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the sine of `x`, in radians, element by element. Integers and bool give `floatX`.
public func sin(_ x: Variable) -> Variable { x.sin() }

/// Returns the cosine of `x`, in radians, element by element. Integers and bool give `floatX`.
public func cos(_ x: Variable) -> Variable { x.cos() }

/// Returns the tangent of `x`, in radians, element by element. Integers and bool give `floatX`.
public func tan(_ x: Variable) -> Variable { x.tan() }

extension Variable {
  /// Returns the sine, in radians, element by element.
  public func sin() -> Variable { elementwise(Sin(), self) }
  /// Returns the cosine, in radians, element by element.
  public func cos() -> Variable { elementwise(Cos(), self) }
  /// Returns the tangent, in radians, element by element.
  public func tan() -> Variable { elementwise(Tan(), self) }
}

/// The sine.
package struct Sin: MathFunction {
  package let name = "sin"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .sin($0) }, complex: .unary { .sine($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("sin", x, complex: b.complexSin)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * cos(x[0])]
  }
}

/// The cosine.
package struct Cos: MathFunction {
  package let name = "cos"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .cos($0) }, complex: .unary { .cosine($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("cos", x, complex: b.complexCos)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy * sin(x[0])]
  }
}

/// The tangent.
package struct Tan: MathFunction {
  package let name = "tan"
  package let domains = [-1.2...1.2]
  package var kernel: ScalarKernel {
    .init(real: .unary { .tan($0) }, complex: .unary { .tan($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("tan", x, complex: b.complexTan)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / sqr(cos(x[0]))]
  }
}
