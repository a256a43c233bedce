import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// All functions in this file give floats for integers: `floatX`. The derivative by the order of `jv` and `iv`
// is a difference quotient, accurate to about 1e-8 (Theano has none).

/// Returns the Bessel function of the first kind of order 0, element by element.
public func j0(_ x: Variable) -> Variable { elementwise(BesselJ0(), x) }

/// Returns the Bessel function of the first kind of order 1, element by element.
public func j1(_ x: Variable) -> Variable { elementwise(BesselJ1(), x) }

/// Returns the Bessel function of the first kind of real order `v`, element by element; not a number for
/// negative `x` unless `v` is an integer, and for orders beyond a million.
public func jv(_ v: Variable, _ x: Variable) -> Variable { elementwise(BesselJ(), v, x) }

/// Returns the modified Bessel function of the first kind of order 0, element by element.
public func i0(_ x: Variable) -> Variable { elementwise(BesselI0(), x) }

/// Returns the modified Bessel function of the first kind of order 1, element by element.
public func i1(_ x: Variable) -> Variable { elementwise(BesselI1(), x) }

/// Returns the modified Bessel function of the first kind of real order `v`, element by element; not a
/// number for negative `x` unless `v` is an integer.
public func iv(_ v: Variable, _ x: Variable) -> Variable { elementwise(BesselI(), v, x) }

/// The Bessel function of order 0.
package struct BesselJ0: MathFunction {
  package let name = "j0"
  package let domains = [-4.0...4.0]
  package var kernel: ScalarKernel { .init(real: .unary { Glibc.j0($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("j0", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [-dy * j1(x[0])]
  }
}

/// The Bessel function of order 1.
package struct BesselJ1: MathFunction {
  package let name = "j1"
  package let domains = [-4.0...4.0]
  package var kernel: ScalarKernel { .init(real: .unary { Glibc.j1($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("j1", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * 0.5 * (j0(x[0]) - jv(2, x[0]))]
  }
}

/// The Bessel function of real order.
package struct BesselJ: MathFunction {
  package let name = "jv"
  package let domains = [0.2...3.0, 0.3...6.0]
  package var kernel: ScalarKernel { .init(real: .binary { .besselJ($0, $1) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("jv", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let slope = 0.5 * (jv(x[0] - 1, x[1]) - jv(x[0] + 1, x[1]))
    if x[0].type.isWeak || x[0].constant != nil { return [nil, dy * slope] }
    return [dy * differenceQuotient(x[0]) { jv($0, x[1]) }, dy * slope]
  }
}

/// The modified Bessel function of order 0.
package struct BesselI0: MathFunction {
  package let name = "i0"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { .besselI(0, $0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("i0", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * i1(x[0])]
  }
}

/// The modified Bessel function of order 1.
package struct BesselI1: MathFunction {
  package let name = "i1"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { .besselI(1, $0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("i1", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * 0.5 * (i0(x[0]) + iv(2, x[0]))]
  }
}

/// The modified Bessel function of real order.
package struct BesselI: MathFunction {
  package let name = "iv"
  package let domains = [0.2...3.0, 0.3...4.0]
  package var kernel: ScalarKernel { .init(real: .binary { .besselI($0, $1) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("iv", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let slope = 0.5 * (iv(x[0] - 1, x[1]) + iv(x[0] + 1, x[1]))
    if x[0].type.isWeak || x[0].constant != nil { return [nil, dy * slope] }
    return [dy * differenceQuotient(x[0]) { iv($0, x[1]) }, dy * slope]
  }
}
