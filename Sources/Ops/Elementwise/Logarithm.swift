import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the natural logarithm, element by element; not a number for negative reals. Integers and bool
/// give `floatX`.
public func log(_ x: Variable) -> Variable { x.log() }

/// Returns the logarithm to base 2, element by element. Integers and bool give `floatX`.
public func log2(_ x: Variable) -> Variable { x.log2() }

/// Returns the logarithm to base 10, element by element. Integers and bool give `floatX`.
public func log10(_ x: Variable) -> Variable { x.log10() }

/// Returns `log(1 + x)`, also accurate near 0, element by element. Integers and bool give `floatX`.
public func log1p(_ x: Variable) -> Variable { x.log1p() }

extension Variable {
  /// Returns the natural logarithm, element by element; see the free function.
  public func log() -> Variable { elementwise(Log(), self) }
  /// Returns the logarithm to base 2, element by element.
  public func log2() -> Variable { elementwise(Log2(), self) }
  /// Returns the logarithm to base 10, element by element.
  public func log10() -> Variable { elementwise(Log10(), self) }
  /// Returns `log(1 + x)`, element by element; see the free function.
  public func log1p() -> Variable { elementwise(Log1p(), self) }
}

/// The natural logarithm.
package struct Log: MathFunction {
  package let name = "log"
  package let domains = [0.2...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .log($0) }, complex: .unary { .log($0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("log", x, complex: b.complexLog)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / x[0]]
  }
}

/// The logarithm to base 2.
package struct Log2: MathFunction {
  package let name = "log2"
  package let domains = [0.2...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .log2($0) }, complex: .unary { .log($0).divided(by: .log(2)) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("log2", x, complex: b.complexLog2)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / (x[0] * Double.log(2))]
  }
}

/// The logarithm to base 10.
package struct Log10: MathFunction {
  package let name = "log10"
  package let domains = [0.2...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .log10($0) }, complex: .unary { .log($0).divided(by: .log(10)) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("log10", x, complex: b.complexLog10)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / (x[0] * Double.log(10))]
  }
}

/// The logarithm of 1 more than the operand.
package struct Log1p: MathFunction {
  package let name = "log1p"
  package let domains = [-0.8...3.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { .log(onePlus: $0) }, complex: .unary { .log(onePlus: $0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("log1p", x, complex: b.complexLog1p)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / (1 + x[0])]
  }
}
