import TheanoGraph

/// An operation that is linear in its first operand, the others of which say where or how much: it does to a
/// direction what it does to the operand.
package protocol LinearOp: Op {}

extension LinearOp {
  /// The same of the first operand's direction.
  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { .apply(self, [$0] + call.inputs.dropFirst()) }]
  }

  /// Gradients ask about the first operand only.
  package func isConnected(input: Int, output: Int) -> Bool { input == 0 }
}
