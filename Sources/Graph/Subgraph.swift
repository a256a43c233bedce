import Synchronization
import TheanoArrays

/// A graph with named ends, as the body of an operation that runs it. Equality is identity.
package final class Subgraph: Sendable, Hashable {
  /// The variables that stand for the operands.
  package let inputs: [Variable]
  /// The results.
  package let outputs: [Variable]
  private let compiled = Mutex<Program?>(nil)

  /// Creates a graph; it must need nothing but `inputs` and constants.
  package init(inputs: [Variable], outputs: [Variable]) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The graph ready to run, prepared once.
  package func program() throws -> Program {
    try compiled.withLock { cache in
      if let cache { return cache }
      let program = try Program(inputs: inputs, outputs: outputs)
      cache = program
      return program
    }
  }

  package static func == (a: Subgraph, b: Subgraph) -> Bool { a === b }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
