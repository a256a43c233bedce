import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x * log(x)`, element by element, 0 where `x` is 0. Integers give `floatX`.
public func xlogx(_ x: Variable) -> Variable { elementwise(XLogX(), x) }

/// Returns `x * log(y)`, element by element, 0 where `x` is 0 unless `y` is not a number. Integers give
/// `floatX`.
public func xlogy(_ x: Variable, _ y: Variable) -> Variable { elementwise(XLogY(), x, y) }

/// Returns `x * log(y)`, element by element, 0 where `x` is 0, whatever `y` is: Theano's form of `xlogy`.
public func xlogy0(_ x: Variable, _ y: Variable) -> Variable { elementwise(XLogY0(), x, y) }

/// A number times its logarithm.
package struct XLogX: MathFunction {
  package let name = "xlogx"
  package let domains = [0.2...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { $0 == 0 ? 0 : $0 * Glibc.log($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let zero = b.number(0, as: x[0])
    return b.select(b.equal(x[0], zero), zero, b.multiply(x[0], b.call("log", x)))
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (1 + log(x[0]))]
  }
}

/// A number times the logarithm of another.
package struct XLogY: MathFunction {
  package let name = "xlogy"
  package let domains = [-2.0...2.0, 0.2...3.0]
  package var kernel: ScalarKernel {
    .init(real: .binary { x, y in x == 0 && !y.isNaN ? 0 : x * Glibc.log(y) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let zero = b.number(0, as: x[0])
    let product = b.multiply(x[0], b.call("log", [x[1]]))
    return b.select(b.and(b.equal(x[0], zero), b.not(b.isNaN(x[1]))), zero, product)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    xlogyPullback(x, dy)
  }
}

/// A number times the logarithm of another; zero times anything is zero.
package struct XLogY0: MathFunction {
  package let name = "xlogy0"
  package let domains = [-2.0...2.0, 0.2...3.0]
  package var kernel: ScalarKernel {
    .init(real: .binary { x, y in x == 0 ? 0 : x * Glibc.log(y) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let zero = b.number(0, as: x[0])
    return b.select(b.equal(x[0], zero), zero, b.multiply(x[0], b.call("log", [x[1]])))
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    xlogyPullback(x, dy)
  }
}

/// The gradients of x log y.
private func xlogyPullback(_ x: [Variable], _ dy: Variable) -> [Variable?] {
  [dy * log(x[1]), dy * `where`(eq(x[0], 0), 0, x[0] / x[1])]
}
