import TheanoArrays
import TheanoGraph
import TheanoOps

/// A loop: a body that is applied to the rows of sequences and to the states that its earlier steps left.
///
/// Operands: the number of steps; the sequences, at least as long; for each state the initial rows, as many
/// as its deepest tap; what does not change. Results: for each state its initial rows and then a row for each
/// step (its history); for each output without feedback a row for each step.
package struct Scan: HistoryOp, ShapedOp, SubgraphOp {
  /// A state: where its history is read, as distances back from the step, in the order of the body's inputs.
  package struct State: Hashable, Sendable {
    package var taps: [Int]
    /// The number of initial rows.
    package var depth: Int { taps.max() ?? 1 }

    /// Creates a state that is read at these distances.
    package init(taps: [Int]) { self.taps = taps }
  }

  /// What a step computes. Its inputs are a row of each sequence, the taps of each state, and what does not
  /// change; its outputs the states, the outputs without feedback, and with `hasUntil` a bool that ends the loop.
  package let body: ScanBody
  package let sequenceCount: Int
  package let states: [State]
  /// The number of outputs without feedback.
  package let mapCount: Int
  package let hasUntil: Bool
  /// How many steps gradients flow back; nil for all.
  package let truncation: Int?
  package let label: String
  /// For each result how many of the last rows are kept; nil for all.
  package var kept: [Int?]

  /// Creates a loop that keeps all rows.
  package init(
    body: ScanBody, sequenceCount: Int, states: [State], mapCount: Int, hasUntil: Bool,
    truncation: Int? = nil, label: String
  ) {
    self.body = body
    self.sequenceCount = sequenceCount
    self.states = states
    self.mapCount = mapCount
    self.hasUntil = hasUntil
    self.truncation = truncation
    self.label = label
    kept = Array(repeating: nil, count: states.count + mapCount)
  }

  package var name: String { "Scan" }
  package var debugName: String { "for{cpu,\(label)}" }
  package var bodyInputs: [Variable] { body.graph.inputs }
  package var bodyOutputs: [Variable] { body.graph.outputs }
  package var bodyOperands: [Int] {
    let taps = states.indices.flatMap { state in
      states[state].taps.map { _ in firstState + state }
    }
    let constants = bodyInputs.count - changingCount
    return Array(1..<firstState) + taps + (0..<constants).map { firstConstant + $0 }
  }

  /// The number of the body's inputs that change from step to step: rows of sequences, then taps of states.
  package var changingCount: Int { tapPlaces.last?.upperBound ?? sequenceCount }
  /// The places of each state's taps among the body's inputs.
  package var tapPlaces: [Range<Int>] {
    var end = sequenceCount
    return states.map { state in
      defer { end += state.taps.count }
      return end..<(end + state.taps.count)
    }
  }

  /// The number of results.
  package var outputCount: Int { states.count + mapCount }
  /// The place of the first state's initial rows among the operands.
  package var firstState: Int { 1 + sequenceCount }
  /// The place of the first operand that does not change.
  package var firstConstant: Int { firstState + states.count }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if !x[0].dtype.isInteger || x[0].ndim != 0 {
      throw GraphError(.type, " n_steps must be an int. dtype provided is \(x[0].type)")
    }
    return body.graph.outputs.prefix(outputCount).map {
      TensorType($0.dtype, shape: [nil] + $0.type.shape)
    }
  }

  package func isConnected(input: Int, output: Int) -> Bool {
    body.connections.isConnected(input: input, output: output)
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    "\(debugName)(\(x.joined(separator: ", ")))"
  }

  package static func == (a: Scan, b: Scan) -> Bool {
    a.body == b.body && a.kept == b.kept && a.truncation == b.truncation
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(body)
    hasher.combine(kept)
  }

  /// The number of steps, and of a state the initial rows before.
  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    guard axis == 0, !hasUntil, kept[output] == nil else { return nil }
    let steps = cast(call.inputs[0], .int64)
    return output < states.count ? steps + Variable.length(states[output].depth) : steps
  }
}

/// The body of a loop, with the form in which it runs.
package final class ScanBody: Sendable, Hashable {
  /// The graph of one step, as gradients see it.
  package let graph: Subgraph
  /// The same graph for evaluation: inner loops keep no more of their histories than is read.
  package let runner: Subgraph
  /// Which results of the loop depend on which operands.
  let connections: ScanConnections

  /// Creates a body; its outputs are `resultCount` results of the loop and perhaps a condition.
  package init(
    inputs: [Variable], outputs: [Variable], sequenceCount: Int, states: [Scan.State],
    resultCount: Int
  ) throws {
    connections = ScanConnections(
      inputs: inputs, outputs: Array(outputs.prefix(resultCount)), sequenceCount: sequenceCount,
      states: states)
    graph = Subgraph(inputs: inputs, outputs: outputs)
    runner = Subgraph(inputs: inputs, outputs: try trimHistories(outputs))
  }

  package static func == (a: ScanBody, b: ScanBody) -> Bool { a === b }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
