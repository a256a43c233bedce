import TheanoArrays
import TheanoCodeGen
import TheanoGraph

/// In debug mode: compares machine code with each operation's own `evaluate`, and finds the first operation
/// that differs.
struct NativeCheck: Sendable {
  private let graph: FunctionGraph
  private let native: NativeVersions

  /// Prepares the comparison of a graph's two forms.
  init(_ graph: FunctionGraph, _ native: NativeVersions) {
    self.graph = graph
    self.native = native
  }

  /// Computes the results by machine code.
  /// - Throws: `EvaluationError` if they differ by more than rounding from `expected`, which the reference
  ///   evaluator computed; it names the first operation that makes a difference.
  func run(
    _ values: [NDArray], _ state: [SharedVariable: NDArray], expecting expected: [NDArray]
  ) throws {
    func run(_ native: NativeFunction) throws -> [NDArray] {
      try native.run(values, shared: native.shared.compactMap { state[$0] })
    }
    let wrong: String
    var suspects = graph.results
    do {
      let results = try run(
        native.version(for: native.current.shared.compactMap { state[$0] }))
      let pairs = zip(expected, results).enumerated()
      guard let (place, pair) = pairs.first(where: { !$0.1.0.agrees(with: $0.1.1) }) else { return }
      suspects = [suspects[place]]
      wrong = "the result \(place), \(pair.0.summary), became \(pair.1.summary)"
    } catch {
      // A failed check: the reference evaluator found nothing to complain of.
      wrong = "\(error)"
    }
    let culprit = culprit(
      of: suspects,
      natively: {
        try run(NativeFunction(inputs: graph.leaves, outputs: $0, toolchain: .standard))
      },
      byReference: {
        let program = try Program(inputs: graph.leaves, outputs: $0)
        return try program.run(values, shared: program.shared.compactMap { state[$0] })
      })
    let message = "Machine code differs from the operations' own evaluation: \(wrong)."
    guard let culprit else {
      throw EvaluationError("\(message) No single operation makes the difference.")
    }
    throw EvaluationError.locating(
      EvaluationError("\(message) The first operation that differs:"), call: culprit, inputs: [])
  }

  /// Returns the first node whose results differ: if all results are asked for at once, else if it is the last
  /// of its graph.
  private func culprit(
    of suspects: [Variable], natively: ([Variable]) throws -> [NDArray],
    byReference: ([Variable]) throws -> [NDArray]
  ) -> Apply? {
    let nodes = toposort(suspects, blockers: Set(graph.leaves))
    let variables = nodes.flatMap(\.outputs)
    // What cannot be computed, such as the side of a choice that is not taken, tells nothing.
    if let old = try? byReference(variables), let new = try? natively(variables),
      let first = zip(old, new).enumerated().first(where: { !$0.1.0.agrees(with: $0.1.1) })
    {
      return variables[first.offset].owner
    }
    func differs(_ node: Apply) -> Bool {
      guard let old = try? byReference(node.outputs) else { return false }
      guard let new = try? natively(node.outputs) else { return true }
      return zip(old, new).contains { !$0.agrees(with: $1) }
    }
    // Between a node whose graph is right and one whose graph is not lies the first that is not.
    var (right, wrong) = (-1, nodes.count - 1)
    guard wrong >= 0, differs(nodes[wrong]) else { return nil }
    while wrong - right > 1 {
      let middle = (right + wrong) / 2
      if differs(nodes[middle]) { wrong = middle } else { right = middle }
    }
    return nodes[wrong]
  }
}
