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
package func rewriteLoops(_ outputs: [Variable], _ optimiser: Optimiser) throws -> [Variable] {
  var pass = LoopPass(optimiser)
  var results = outputs
  for _ in 0..<LoopPass.roundLimit {
    guard let new = try pass.round(results) else { break }
    (results, _) = try pass.normaliser.optimise(new)
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
  /// The outputs of bodies in normal form, by what they were.
  private var normalForms: [ScanBody: [Variable]] = [:]
  /// Bodies by what they compute: equal ones are one.
  private var bodies: [BodyContent: ScanBody] = [:]

  init(_ optimiser: Optimiser) {
    let place = optimiser.phases.firstIndex { $0.name == loopPhaseName }
    let early = Array(optimiser.phases[..<(place ?? 0)])
    normaliser = Optimiser(phases: early)
    bodyOptimiser = Optimiser(phases: place.map { Array(optimiser.phases[...$0]) } ?? [])
  }

  /// Looks at all loops of a graph once; returns nil if there was nothing to change.
  mutating func round(_ outputs: [Variable]) throws -> [Variable]? {
    var order = toposort(outputs)
    guard order.contains(where: { $0.op is Scan }) else { return nil }
    var results = outputs
    var isChanged = false
    if let merged = try mergedLoops(results, order) {
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
        let change = try attempt(node.with(inputs: inputs), node.outputs.map { needs[$0] ?? 0 })
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
  private struct Change {
    var results: [Variable]
    /// The last rows of histories of which nothing else is read, by places.
    var lastRows: [Int: Variable] = [:]
  }

  /// Returns what may stand for the results of a loop; a loop that cannot be rewritten, since it is to fail when
  /// it is run, is left to do so.
  private mutating func attempt(_ node: Apply, _ needs: [Int?]) throws -> Change? {
    do {
      return try rewritten(node, needs)
    } catch is GraphError {
      return nil
    }
  }

  /// Returns what may stand for the results of a loop, of each of which the last `needs` rows are read; nil
  /// if there is nothing better.
  private mutating func rewritten(_ node: Apply, _ needs: [Int?]) throws -> Change? {
    guard var loop = Loop(node), let scan = node.op as? Scan else { return nil }
    return try Site.$inherited.withValue(node.site) {
      var isChanged = try normalise(&loop, scan.body)
      isChanged = try loop.takeInConstants() || isChanged
      isChanged = try loop.mergeInputs() || isChanged
      isChanged = loop.dropUnused(needs) || isChanged
      isChanged = try loop.mergeStates() || isChanged
      isChanged = loop.mergeMaps() || isChanged
      isChanged = try loop.runOneStep() || isChanged
      isChanged = try loop.moveOutInvariants() || isChanged
      isChanged = try loop.moveOutRows() || isChanged
      isChanged = try loop.moveOutResults(needs) || isChanged
      isChanged = try loop.moveOutSums(needs) || isChanged
      if isChanged { _ = loop.dropUnused(needs) }
      let body = try body(of: loop, was: isChanged ? nil : scan.body)
      guard isChanged || body != scan.body else { return nil }
      return try results(of: loop, body, standingFor: node, needs)
    }
  }

  /// Applies a loop and finds what stands for the results of what it was.
  private func results(
    of loop: Loop, _ body: ScanBody?, standingFor node: Apply, _ needs: [Int?]
  ) throws -> Change? {
    let computed = try loop.applied { loop in try body ?? loop.makeBody() }
    var change = Change(results: node.outputs)
    for (place, type) in node.outputTypes.enumerated() {
      // What was made one with another result may find that replaced in turn.
      var (id, replacement) = (place, loop.replacements[place])
      while case .result(let other)? = replacement {
        (id, replacement) = (other, loop.replacements[other])
      }
      let found: Variable?
      switch replacement {
      case .variable(let variable)?: found = variable
      case .lastRow(let make)?:
        let row = make(computed).standing(for: type.row)
        change.lastRows[place] = row
        found = row?.dimshuffle([.new] + (0..<(type.ndim - 1)).map { .axis($0) })
      case .rows(let make)?: found = try make(computed)
      case .result?, nil: found = computed[id]
      }
      guard let found else {
        // What nobody reads may stay as it is.
        if needs[place] == 0 { continue }
        return nil
      }
      guard let result = found.standing(for: type), result.error == nil else { return nil }
      if result.name == nil, result.owner != nil { result.name = node[nameOf: place] }
      change.results[place] = result
    }
    return change
  }

  /// Brings a body into normal form.
  private mutating func normalise(_ loop: inout Loop, _ body: ScanBody) throws -> Bool {
    let old = loop.bodyOutputs
    if normalForms[body] == nil {
      normalForms[body] = try bodyOptimiser.optimise(old).0
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

extension Loop {
  /// The body, for a loop.
  func makeBody() throws -> ScanBody {
    try ScanBody(
      inputs: bodyInputs, outputs: bodyOutputs, sequenceCount: sequences.count,
      states: states.map { Scan.State(taps: $0.taps) }, resultCount: states.count + maps.count)
  }
}

extension TensorType {
  /// The type of a row: without the first axis.
  var row: TensorType { TensorType(dtype, shape: Array(shape.dropFirst())) }
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
