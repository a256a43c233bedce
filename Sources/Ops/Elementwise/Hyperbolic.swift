import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the hyperbolic sine, element by element. Integers and bool give `floatX`.
public func sinh(_ x: Variable) -> Variable { x.sinh() }

/// Returns the hyperbolic cosine, element by element. Integers and bool give `floatX`.
public func cosh(_ x: Variable) -> Variable { x.cosh() }

/// Returns the hyperbolic tangent, element by element. Integers and bool give `floatX`.
public func tanh(_ x: Variable) -> Variable { x.tanh() }

/// Returns the inverse of the hyperbolic sine, element by element. Integers and bool give `floatX`.
public func arcsinh(_ x: Variable) -> Variable { x.arcsinh() }

/// Returns the inverse of the hyperbolic cosine, element by element; not a number below 1. Integers and bool
/// give `floatX`.
public func arccosh(_ x: Variable) -> Variable { x.arccosh() }

/// Returns the inverse of the hyperbolic tangent, element by element; not a number beyond -1...1. Integers
/// and bool give `floatX`.
public func arctanh(_ x: Variable) -> Variable { x.arctanh() }

extension Variable {
  /// Returns the hyperbolic sine, element by element.
  public func sinh() -> Variable { elementwise(Sinh(), self) }
  /// Returns the hyperbolic cosine, element by element.
  public func cosh() -> Variable { elementwise(Cosh(), self) }
  /// Returns the hyperbolic tangent, element by element.
  public func tanh() -> Variable { elementwise(Tanh(), self) }
  /// Returns the inverse of the hyperbolic sine, element by element.
  public func arcsinh() -> Variable { elementwise(Arcsinh(), self) }
  /// Returns the inverse of the hyperbolic cosine, element by element.
  public func arccosh() -> Variable { elementwise(Arccosh(), self) }
  /// Returns the inverse of the hyperbolic tangent, element by element.
  public func arctanh() -> Variable { elementwise(Arctanh(), self) }
}

/// The hyperbolic sine.
package struct Sinh: MathFunction {
  package let name = "sinh"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .sinh($0) }, complex: .unary { .hyperbolicSine($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("sinh", x, complex: b.complexSinh)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * cosh(x[0])]
  }
}

/// The hyperbolic cosine.
package struct Cosh: MathFunction {
  package let name = "cosh"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .cosh($0) }, complex: .unary { .hyperbolicCosine($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("cosh", x, complex: b.complexCosh)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * sinh(x[0])]
  }
}

/// The hyperbolic tangent.
package struct Tanh: MathFunction {
  package let name = "tanh"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .tanh($0) }, complex: .unary { .tanh($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("tanh", x, complex: b.complexTanh)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (1 - sqr(y))]
  }
}

/// The inverse of the hyperbolic sine.
package struct Arcsinh: MathFunction {
  package let name = "arcsinh"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .asinh($0) }, complex: .unary { .asinh($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("asinh", x, complex: b.complexAsinh)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / sqrt(sqr(x[0]) + 1)]
  }
}

/// The inverse of the hyperbolic cosine.
package struct Arccosh: MathFunction {
  package let name = "arccosh"
  package let domains = [1.2...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .acosh($0) }, complex: .unary { .acosh($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("acosh", x, complex: b.complexAcosh)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / sqrt(sqr(x[0]) - 1)]
  }
}

/// The inverse of the hyperbolic tangent.
package struct Arctanh: MathFunction {
  package let name = "arctanh"
  package let domains = [-0.8...0.8]
  package var kernel: ScalarKernel {
    .init(real: .unary { .atanh($0) }, complex: .unary { .atanh($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("atanh", x, complex: b.complexAtanh)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / (1 - sqr(x[0]))]
  }
}
