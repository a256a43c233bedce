import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the logistic function `1 / (1 + exp(-x))`, element by element, without overflow. Integers and
/// bool give `floatX`.
public func sigmoid(_ x: Variable) -> Variable { elementwise(Sigmoid(), x) }

/// Returns the logistic function, element by element: the same as `sigmoid`.
public func expit(_ x: Variable) -> Variable { sigmoid(x) }

/// Returns Theano's fast approximation of the logistic function, element by element, by a rational and a
/// linear piece; its error is at most 0.02. Integers and bool give `floatX`.
public func ultraFastSigmoid(_ x: Variable) -> Variable {
  let half = 0.5 * x
  // Beyond 3 the result is constant; the pieces not taken stay finite, and so do their gradients.
  let size = minimum(abs(half), 3)
  let rational = 1.5 * size / (1 + size)
  let linear = 0.935409070603099 + 0.0458812946797165 * (size - 1.7)
  let outer = `where`(lt(size, 3), linear, 0.99505475368673)
  return 0.5 * (sign(half) * `where`(lt(size, 1.7), rational, outer) + 1)
}

/// Returns `0.2 * x + 0.5` limited to 0...1, element by element: a coarse approximation of the logistic
/// function. Integers and bool give `floatX`.
public func hardSigmoid(_ x: Variable) -> Variable { clip(0.2 * x + 0.5, 0, 1) }

/// Returns `log(1 + exp(x))`, element by element, without overflow. Integers and bool give `floatX`.
public func softplus(_ x: Variable) -> Variable { elementwise(Softplus(), x) }

/// The logistic function.
package struct Sigmoid: MathFunction {
  package let name = "sigmoid"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { .sigmoid($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("sigmoid", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * y * (1.0 - y)]
  }
}

/// The logarithm of one plus the exponential function.
package struct Softplus: MathFunction {
  package let name = "softplus"
  package let domains = [-3.0...3.0]
  package var kernel: ScalarKernel { .init(real: .unary { .softplus($0) }) }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.call("softplus", x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * sigmoid(x[0])]
  }
}

extension Double {
  /// The logistic function; the exponential is of a negative number, so that it does not overflow.
  static func sigmoid(_ x: Double) -> Double {
    let small = Glibc.exp(-x.magnitude)
    return x >= 0 ? 1 / (1 + small) : small / (1 + small)
  }

  /// The logarithm of 1 + exp(x).
  static func softplus(_ x: Double) -> Double {
    (x > 0 ? x : 0) + Glibc.log1p(Glibc.exp(-x.magnitude))
  }
}
