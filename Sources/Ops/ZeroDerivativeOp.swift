import TheanoGraph

/// An operation whose results small changes of the operands do not change, such as places, lengths and truth values.
package protocol ZeroDerivativeOp: Op {}

extension ZeroDerivativeOp {
  /// Zero for all operands.
  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    call.inputs.map { _ in nil }
  }

  /// Zero for all results.
  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    call.outputTypes.map { _ in nil }
  }
}
