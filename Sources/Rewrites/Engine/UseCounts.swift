import TheanoGraph

/// How often variables are used: counted in the graph before a pass, when a rule first asks, then passed on to
/// what stands for them.
///
/// Unchecked `Sendable`: rules get it in their context, and are called one after the other by one rewriter.
final class UseCounts: @unchecked Sendable {
  private let outputs: [Variable]
  private var counts: [Variable: Int] = [:]
  /// What was passed on before anybody asked.
  private var passed: [(Apply, [Variable])] = []
  private var areCounted = false
  /// Whether a rule has been told that a variable has several uses.
  private(set) var hadSeveral = false

  /// Prepares to count the uses in the graph of `outputs`.
  init(_ outputs: [Variable] = []) { self.outputs = outputs }

  /// How often a variable is used, as far as is known; 0 for leaves, which cost nothing.
  func count(_ variable: Variable) -> Int {
    if variable.owner == nil { return 0 }
    if !areCounted { countAll() }
    let count = counts[variable] ?? 0
    if count > 1 { hadSeveral = true }
    return count
  }

  private func countAll() {
    areCounted = true
    for output in outputs { counts[output, default: 0] += 1 }
    for node in toposort(outputs) {
      for input in node.inputs where input.owner != nil { counts[input, default: 0] += 1 }
    }
    for (node, results) in passed { add(node, results) }
    passed = []
  }

  /// Adds the uses of a node's results to those of what now stands for them.
  func pass(from node: Apply, to results: [Variable]) {
    if areCounted { add(node, results) } else { passed.append((node, results)) }
  }

  private func add(_ node: Apply, _ results: [Variable]) {
    for (place, result) in results.enumerated() where result.owner != nil {
      let old = node.output(place)
      guard old != result, let count = counts[old] else { continue }
      counts[result, default: 0] += count
    }
  }
}
