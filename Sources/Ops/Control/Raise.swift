import TheanoArrays
import TheanoGraph

/// Returns a variable of the type of `x` that cannot be computed: an error with `message` is thrown instead.
/// It stands for a case that must not happen, as one side of `ifelse`.
public func raiseOp(_ x: Variable, message: String) -> Variable {
  .apply(Raise(message: message), [x])
}

/// An error where a value is asked for.
package struct Raise: ZeroDerivativeOp, SampledOp {
  /// What the error says.
  package let message: String

  package var name: String { "Raise" }
  package var debugName: String { "Raise{\(message)}" }
  // Not to be computed when constants are folded.
  package var isPure: Bool { false }

  package func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type.strong] }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    throw EvaluationError(message)
  }

  // There is never a value to differentiate; zero keeps the gradient of `ifelse` from computing it.
  package var examples: [OpExample] {
    [
      OpExample("not reached", [.init([.n])]) { x in
        ifelse(1, x[0], raiseOp(x[0], message: "not reached"))
      }
    ]
  }
}
