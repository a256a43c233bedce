import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `binaryCrossentropy(sigmoid(logit), target)`, element by element, safe and exact for
/// large logits, with its gradient `sigmoid(logit) - target`.
public func sigmoidBinaryCrossentropy(_ logit: Variable, _ target: Variable) -> Variable {
  elementwise(SigmoidBinaryCrossentropy(), logit, target)
}

/// The cross-entropy of a logit with a probability.
package struct SigmoidBinaryCrossentropy: ScalarOp {
  package let name = "sigmoid_binary_crossentropy"
  package let domains = [-4.0...4.0, 0.0...1.0]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { x, target in
        Swift.max(x, 0) - x * target + log1p(exp(-abs(x)))
      })
  }
  package func outputDType(_ x: [DType]) throws -> DType {
    x.reduce(x[0], DType.promote).promotedToFloat
  }
  package let cost = Lowering.Cost.costly
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let (logit, target) = (x[0], x[1])
    let zero = b.real(0, logit.dtype)
    let size = b.emit(Instruction(.absolute, [logit]), logit.dtype)
    // Not a number stays one.
    let positive = b.select(b.less(logit, zero), zero, logit)
    let rest = b.call("log1p", [b.call("exp", [b.negate(size)])])
    return b.add(b.subtract(positive, b.multiply(logit, target)), rest)
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * (sigmoid(x[0]) - x[1]), -(dy * x[0])]
  }
}
