import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// All functions in this file give floats for integers: `floatX`.

/// Returns e to the power `x`, element by element. Integers and bool give `floatX`.
public func exp(_ x: Variable) -> Variable { x.exp() }

/// Returns 2 to the power `x`, element by element. Integers and bool give `floatX`.
public func exp2(_ x: Variable) -> Variable { x.exp2() }

/// Returns `exp(x) - 1`, also accurate near 0, element by element. Integers and bool give `floatX`.
public func expm1(_ x: Variable) -> Variable { x.expm1() }

extension Variable {
  /// Returns e to the power of this, element by element.
  public func exp() -> Variable { elementwise(Exp(), self) }
  /// Returns 2 to the power of this, element by element.
  public func exp2() -> Variable { elementwise(Exp2(), self) }
  /// Returns e to the power of this, minus 1, element by element; see the free function.
  public func expm1() -> Variable { elementwise(Expm1(), self) }
}

/// The exponential function.
package struct Exp: MathFunction {
  package let name = "exp"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .exp($0) }, complex: .unary { .exp($0) })
  }
  package let cost = Lowering.Cost.costly
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("exp", x, complex: b.complexExp)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy * y] }
}

/// The power of 2.
package struct Exp2: MathFunction {
  package let name = "exp2"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .exp2($0) }, complex: .unary { .exp($0.multiplied(by: .log(2))) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("exp2", x, complex: b.complexExp2)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * y * Double.log(2)]
  }
}

/// The exponential function minus 1.
package struct Expm1: MathFunction {
  package let name = "expm1"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .expMinusOne($0) }, complex: .unary { .expMinusOne($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("expm1", x, complex: b.complexExpm1)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * exp(x[0])]
  }
}
