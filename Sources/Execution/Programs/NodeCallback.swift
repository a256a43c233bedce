import TheanoArrays
import TheanoLoopIR

/// A node that a program cannot compute itself: a closure on arrays, and what goes in and comes out.
package struct NodeCallback: Sendable {
  /// What may happen to operands.
  package enum Operands: Sendable {
    /// The closure may keep them for longer than it runs, so that it gets copies.
    case kept
    /// The closure promises not to keep them, or parts that share their memory, anywhere but in its
    /// results: it gets the program's own memory.
    case borrowed
  }

  /// The operands.
  package var operands: [ProgramInterface.Port]
  /// The results.
  package var results: [ProgramInterface.Port]
  /// Whether the closure may keep the operands.
  package var use: Operands
  /// Computes the results. What it throws is what the call of the program throws.
  package var evaluate: @Sendable ([NDArray]) throws -> [NDArray]

  /// Creates a callback.
  package init(
    operands: [ProgramInterface.Port], results: [ProgramInterface.Port], use: Operands = .kept,
    evaluate: @escaping @Sendable ([NDArray]) throws -> [NDArray]
  ) {
    self.operands = operands
    self.results = results
    self.use = use
    self.evaluate = evaluate
  }
}
