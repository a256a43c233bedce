import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `value`; if one of the scalar `conditions` is zero when it is computed, there is an error with
/// `message` instead.
///
/// Only what depends on the result is guarded, so use that in place of `value`. Its gradient is that of
/// `value`.
public func assertOp(
  _ value: Variable, _ conditions: Variable..., message: String = "Theano Assert failed!"
) -> Variable {
  assertOp(value, conditions, message: message)
}

/// Returns `value`, guarded by a list of conditions; see the form with separate ones.
public func assertOp(
  _ value: Variable, _ conditions: [Variable], message: String = "Theano Assert failed!"
) -> Variable {
  .apply(Assert(message: message), [value] + conditions)
}

/// The first operand, if all others are true.
package struct Assert: ShapePreservingOp, SampledOp, LoweredOp {
  /// What to say if one is not.
  package let message: String

  package var name: String { "Assert" }
  package var debugName: String { "Assert{msg='\(message)'}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if let condition = x.dropFirst().first(where: { $0.ndim > 0 }) {
      throw GraphError(
        .type,
        "The conditions of Assert must be scalars, not \(condition.type); take `all` of it, or `any`."
      )
    }
    return [x[0].type.strong]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    var lowering = Lowering.elements(.move) { b, x in
      for condition in x.dropFirst() { b.check(b.convert(try condition.scalar(b), .bool)) }
      return x[0].lengths
    } _: { b, x, index in
      try x[0].at(index, b)
    }
    lowering.early = Set(1..<call.inputs.count + 1)
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if x.dropFirst().contains(where: { $0.complexes.first == .zero }) {
      throw EvaluationError("AssertionError: \(message)")
    }
    return [x[0]]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [dy[0]] + call.inputs.dropFirst().map { _ in nil }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? { [dx[0]] }

  package func isConnected(input: Int, output: Int) -> Bool { input == 0 }

  package var examples: [OpExample] {
    [
      OpExample("holds", [.init([.n, .m]), .init([], 1...2)]) { x in
        assertOp(x[0], gt(x[1], 0), 1, message: "positive")
      }
    ]
  }
}
