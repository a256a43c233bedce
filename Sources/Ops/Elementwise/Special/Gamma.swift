import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// All functions in this file give floats for integers: `floatX`.

/// Returns the gamma function, element by element; not a number at the negative integers.
public func gamma(_ x: Variable) -> Variable { elementwise(Gamma(), x) }

/// Returns the logarithm of the absolute value of the gamma function, element by element.
public func gammaln(_ x: Variable) -> Variable { elementwise(Gammaln(), x) }

/// Returns the digamma function, the derivative of `gammaln`, element by element; not a number at the
/// negative integers.
public func psi(_ x: Variable) -> Variable { elementwise(Psi(), x) }

/// Returns the digamma function, element by element: the same as `psi`.
public func digamma(_ x: Variable) -> Variable { psi(x) }

/// Returns the trigamma function, the second derivative of `gammaln`, element by element.
public func triGamma(_ x: Variable) -> Variable { elementwise(Polygamma(order: 1), x) }

/// Returns the polygamma function, the derivative of order `n + 1` of `gammaln`, element by element.
///
/// `n` lies in 0...100; 0 is `psi`, 1 is `triGamma`.
public func polygamma(_ n: Int, _ x: Variable) -> Variable {
  n == 0 ? psi(x) : elementwise(Polygamma(order: n), x)
}

/// The gamma function.
package struct Gamma: MathFunction {
  package let name = "gamma"
  package let domains = [0.5...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { Glibc.tgamma($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("tgamma", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * y * psi(x[0])]
  }
}

/// The logarithm of the gamma function's absolute value.
package struct Gammaln: MathFunction {
  package let name = "gammaln"
  package let domains = [0.5...4.0]
  package var kernel: ScalarKernel { .init(real: .unary { .logGamma($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("lgamma", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * psi(x[0])]
  }
}

/// The first derivative of the gamma function's logarithm.
package struct Psi: MathFunction {
  package let name = "psi"
  package let domains = [0.5...4.0]
  package var kernel: ScalarKernel { .init(real: .unary { .digamma($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("digamma", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * triGamma(x[0])]
  }
}

/// A higher derivative of the gamma function's logarithm.
package struct Polygamma: MathFunction {
  /// One less than the order of the derivative.
  package let order: Int

  package var name: String { order == 1 ? "tri_gamma" : "polygamma" }
  package var domains: [ClosedRange<Double>] { [0.8...4.0] }
  package var kernel: ScalarKernel {
    let order = order
    return .init(real: .unary { .polygamma(order, $0) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.call("polygamma", [b.number(Double(order), as: x[0]), x[0]])
  }
  package func outputDType(_ x: [DType]) throws -> DType {
    if !(1...100).contains(order) {
      throw GraphError(.value, "The order of polygamma must lie in 0...100, not \(order).")
    }
    return x[0].promotedToFloat
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * elementwise(Polygamma(order: order + 1), x[0])]
  }
  package func description(_ x: [String]) -> String {
    order == 1 ? "tri_gamma(\(x[0]))" : "polygamma(\(order), \(x[0]))"
  }
}
