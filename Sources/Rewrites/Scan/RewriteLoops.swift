import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoScan

/// The name of the phase that `rewriteLoops` is.
package let loopPhaseName = "scan"

/// Returns the same graph with simpler loops: what a loop need not do is done outside of it, once for all
/// steps, or not at all. After a change all is brought into normal form by the phases before this one, and
/// looked at again.
///
/// Nobody differentiates loops any more, so their bodies can be replaced.
package func rewriteLoops(
  _ outputs: [Variable], _ optimiser: Optimiser, _ report: inout RewriteReport
) throws -> [Variable] {
  var pass = LoopPass(optimiser)
  var results = outputs
  for _ in 0..<LoopPass.roundLimit {
    guard let new = try pass.round(results, &report) else { break }
    results = try pass.normaliser.optimise(new, within: &report)
  }
  return results
}

/// The loops of a graph on their way to a simpler form.
struct LoopPass {
  /// How often a graph is looked at again after a change.
  static let roundLimit = 8

  /// What brings graphs into normal form.
  let normaliser: Optimiser
  /// The same for bodies, of which the loops are rewritten too.
  let bodyOptimiser: Optimiser
  /// Whether loops may become one.
  private let mergesLoops: Bool
  /// What is tried on each loop, in order.
  private let rules: [LoopRewrite]
  /// The outputs of bodies in normal form, by what they were.
  private var normalForms: [ScanBody: [Variable]] = [:]
  /// Bodies by what they compute: equal ones are one.
  private var bodies: [BodyContent: ScanBody] = [:]

  init(_ optimiser: Optimiser) {
    let place = optimiser.phases.firstIndex { $0.name == loopPhaseName }
    normaliser = optimiser.with(phases: optimiser.phases[..<(place ?? 0)])
    bodyOptimiser = optimiser.with(phases: place.map { optimiser.phases[...$0] } ?? [])
    mergesLoops = !optimiser.excluded.contains(mergingRuleName)
    rules = loopRewrites.filter { !optimiser.excluded.contains($0.name) }
  }

  /// Looks at all loops of a graph once; returns nil if there was nothing to change.
  mutating func round(_ outputs: [Variable], _ report: inout RewriteReport) throws -> [Variable]? {
    var order = toposort(outputs)
    guard order.contains(where: { $0.op is Scan }) else { return nil }
    var results = outputs
    var isChanged = false
    if mergesLoops, let merged = try mergedLoops(results, order) {
      report.noteAttempt(mergingRuleName, applied: true, since: nil)
      results = merged
      order = toposort(results)
      isChanged = true
    }
    let needs = rowsRead(results, order)
    var new: Replacements = [:]
    var lastRows: [Variable: Variable] = [:]
    for node in order {
      let inputs = node.inputs.map { new[$0] ?? $0 }
      if let last = lastRows[node.inputs.first ?? node.output(0)], node.isLastRow {
        new[node.output(0)] = last
      } else if node.op is Scan,
        let change = try attempt(
          node.with(inputs: inputs), node.outputs.map { needs[$0] ?? 0 }, &report)
      {
        isChanged = true
        for (place, result) in change.results.enumerated() {
          new[node.output(place)] = result
          lastRows[node.output(place)] = change.lastRows[place]
        }
      } else if inputs != node.inputs {
        let copy = node.with(inputs: inputs)
        for place in node.outputTypes.indices { new[node.output(place)] = copy.output(place) }
      }
    }
    return isChanged ? results.map { new[$0] ?? $0 } : nil
  }

  /// What stands for the results of a loop.
  struct Change {
    var results: [Variable]
    /// The last rows of histories of which nothing else is read, by places.
    var lastRows: [Int: Variable] = [:]
  }

  /// Returns what may stand for the results of a loop; a loop that cannot be rewritten, since it is to fail when
  /// it is run, is left to do so.
  private mutating func attempt(
    _ node: Apply, _ needs: [Int?], _ report: inout RewriteReport
  ) throws -> Change? {
    do {
      return try rewritten(node, needs, &report)
    } catch is GraphError {
      return nil
    }
  }

  /// Returns what may stand for the results of a loop, of each of which the last `needs` rows are read; nil
  /// if there is nothing better.
  private mutating func rewritten(
    _ node: Apply, _ needs: [Int?], _ report: inout RewriteReport
  ) throws -> Change? {
    guard var loop = Loop(node), let scan = node.op as? Scan else { return nil }
    return try Site.$inherited.withValue(node.site) {
      let begin = report.now()
      let isNormal = try !normalise(&loop, scan.body, &report)
      var applied = isNormal ? [] : ["normal form of the body"]
      for rule in rules {
        let start = report.now()
        let isApplied = try rule.apply(&loop, needs)
        report.noteAttempt(rule.name, applied: isApplied, since: start)
        if isApplied { applied.append(rule.name) }
      }
      if !applied.isEmpty { _ = loop.dropUnused(needs) }
      let body = try body(of: loop, was: applied.isEmpty ? scan.body : nil)
      guard !applied.isEmpty || body != scan.body else { return nil }
      let change = try results(of: loop, body, standingFor: node, needs)
      if let change {
        report.noteLoop(
          applied, node, change.results, isWhole: needs.allSatisfy { $0 == nil }, since: begin)
      }
      return change
    }
  }

  /// Brings a body into normal form.
  private mutating func normalise(
    _ loop: inout Loop, _ body: ScanBody, _ report: inout RewriteReport
  ) throws -> Bool {
    let old = loop.bodyOutputs
    if normalForms[body] == nil {
      normalForms[body] = try bodyOptimiser.optimise(old, within: &report)
    }
    guard let new = normalForms[body], new != old else { return false }
    loop.bodyOutputs = new
    return true
  }

  /// The body of a loop: one seen before if it is equal, else `old` if there is one.
  private mutating func body(of loop: Loop, was old: ScanBody?) throws -> ScanBody? {
    if loop.states.isEmpty && loop.maps.isEmpty { return nil }
    let content = BodyContent(loop)
    if let known = bodies[content] { return known }
    let body = try old ?? loop.makeBody()
    bodies[content] = body
    return body
  }
}

extension Apply {
  /// Whether this takes the last place of the first axis and nothing else.
  fileprivate var isLastRow: Bool {
    guard let entries = (op as? Subtensor)?.structure.entries, let first = entries.first else {
      return false
    }
    return first == .integer(.constant(-1)) && entries.dropFirst().allSatisfy(\.isFullSlice)
  }
}
