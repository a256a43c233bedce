import TheanoGraph

/// How often variables are used: counted in the graph before a pass, when a rule first asks, then passed on to
/// what stands for them.
///
/// Unchecked `Sendable`: rules get it in their context, and are called one after the other by one rewriter.
final class UseCounts: @unchecked Sendable {
  private let outputs: [Variable]
  private let nodeCount: Int
  private var counts: [Variable: Int] = [:]
  /// What was passed on before anybody asked.
  private var passed: [(Apply, [Variable])] = []
  private var areCounted = false
  /// Whether a rule has been told that a variable has several uses.
  private(set) var hadSeveral = false

  /// Prepares to count the uses in the graph of `outputs`, which has about `nodeCount` nodes.
  init(_ outputs: [Variable] = [], nodeCount: Int = 0) {
    self.outputs = outputs
    self.nodeCount = nodeCount
  }

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
    counts.reserveCapacity(nodeCount)
    var pending: [Apply] = []
    // A node of one result is met for the first time when that is.
    var seen: Set<Apply> = []
    func use(_ variable: Variable) {
      guard let owner = variable.owner else { return }
      let isFirst = Self.increment(&counts[variable, default: 0]) == 1
      guard isFirst, owner.outputTypes.count == 1 || seen.insert(owner).inserted else { return }
      pending.append(owner)
    }
    outputs.forEach(use)
    while let node = pending.popLast() { node.inputs.forEach(use) }
    for (node, results) in passed { add(node, results) }
    passed = []
  }

  private static func increment(_ count: inout Int) -> Int {
    count += 1
    return count
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
