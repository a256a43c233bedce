import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// All functions in this file give floats for integers: `floatX`.

/// Returns the error function, element by element.
public func erf(_ x: Variable) -> Variable { elementwise(Erf(), x) }

/// Returns the complementary error function `1 - erf(x)`, accurate where it is small, element by element.
public func erfc(_ x: Variable) -> Variable { elementwise(Erfc(), x) }

/// Returns the scaled complementary error function `exp(x * x) * erfc(x)`, element by element.
public func erfcx(_ x: Variable) -> Variable { elementwise(Erfcx(), x) }

/// Returns the inverse of the error function, element by element; not a number beyond -1...1.
public func erfinv(_ x: Variable) -> Variable { elementwise(Erfinv(), x) }

/// Returns the inverse of the complementary error function, element by element; not a number beyond 0...2.
public func erfcinv(_ x: Variable) -> Variable { elementwise(Erfcinv(), x) }

/// 2/√π, the slope of the error function at 0.
private let slope = 2 / Double.pi.squareRoot()

/// The error function.
package struct Erf: MathFunction {
  package let name = "erf"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel { .init(real: .unary { Glibc.erf($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("erf", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [slope * dy * exp(-sqr(x[0]))]
  }
}

/// The complementary error function.
package struct Erfc: MathFunction {
  package let name = "erfc"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel { .init(real: .unary { Glibc.erfc($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("erfc", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-slope * dy * exp(-sqr(x[0]))]
  }
}

/// The scaled complementary error function.
package struct Erfcx: MathFunction {
  package let name = "erfcx"
  package let domains = [-1.0...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { .erfcx($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("erfcx", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (2 * x[0] * y - slope)]
  }
}

/// The inverse of the error function.
package struct Erfinv: MathFunction {
  package let name = "erfinv"
  package let domains = [-0.8...0.8]
  package var kernel: ScalarKernel { .init(real: .unary { .erfinv($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("erfinv", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (1 / slope) * exp(sqr(y))]
  }
}

/// The inverse of the complementary error function.
package struct Erfcinv: MathFunction {
  package let name = "erfcinv"
  package let domains = [0.2...1.8]
  package var kernel: ScalarKernel { .init(real: .unary { .erfcinv($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("erfcinv", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy * (1 / slope) * exp(sqr(y))]
  }
}
