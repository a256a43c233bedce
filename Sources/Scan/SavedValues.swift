import TheanoGradient
import TheanoGraph
import TheanoOps

/// What a loop's gradient needs of what the loop computed, and would take long to compute again: the loop's own
/// results, and others that a loop which also returns them gives.
struct SavedValues {
  /// The body's variables.
  private(set) var inner: [Variable] = []
  /// Of each a row for each step.
  private(set) var rows: [Variable] = []

  /// Finds what to save for gradients of a loop's results `gradients` with respect to the body's inputs
  /// `targets`.
  init(_ scan: Scan, _ call: Apply, gradients: [Int], targets: [Variable]) throws {
    let starts = gradients.map { (scan.bodyOutputs[$0], Variable(scan.bodyOutputs[$0].type)) }
    let pulled = try reverseGradients(from: starts, to: targets).compactMap { $0 }
    // The loop with more results becomes one with the loop itself when the graph is rewritten, which cannot be
    // where a condition ends them.
    var extra: [Variable] = []
    for variable in SavedValues.worthSaving(scan, pulled) {
      if let place = scan.bodyOutputs.prefix(scan.outputCount).firstIndex(of: variable) {
        inner.append(variable)
        let depth = place < scan.states.count ? scan.states[place].depth : 0
        rows.append(call.output(place)[.slice(from: depth)])
      } else if !scan.hasUntil {
        extra.append(variable)
      }
    }
    if extra.isEmpty { return }
    let longer = Scan(
      body: try ScanBody(
        inputs: scan.bodyInputs, outputs: scan.bodyOutputs + extra,
        sequenceCount: scan.sequenceCount, states: scan.states,
        resultCount: scan.outputCount + extra.count),
      sequenceCount: scan.sequenceCount, states: scan.states,
      mapCount: scan.mapCount + extra.count, hasUntil: false, label: scan.label)
    let results = Variable.applyAll(longer, call.inputs)
    inner += extra
    rows += results[scan.outputCount...]
  }

  /// The variables of the body, other than its inputs, that expressions read and that cost more than reading
  /// them from memory.
  private static func worthSaving(_ scan: Scan, _ expressions: [Variable]) -> [Variable] {
    let inputs = Set(scan.bodyInputs)
    let forward = toposort(scan.bodyOutputs, blockers: inputs)
    let own = Set(forward.flatMap(\.outputs))
    var read = Set(expressions).intersection(own)
    for node in toposort(expressions, blockers: inputs.union(own)) {
      read.formUnion(own.intersection(node.valuesRead))
    }
    // What is the same at each step is computed before the loop anyway.
    var changing = Set(scan.bodyInputs.prefix(scan.changingCount))
    var costly: Set<Variable> = []
    var saved: [Variable] = []
    for node in forward {
      if changing.isDisjoint(with: node.inputs) { continue }
      changing.formUnion(node.outputs)
      let isCostly = !node.isCheap || !costly.isDisjoint(with: node.inputs)
      for output in node.outputs where isCostly {
        if read.contains(output) { saved.append(output) } else { costly.insert(output) }
      }
    }
    return saved
  }
}

extension Apply {
  /// The inputs of which more than the lengths is read.
  fileprivate var valuesRead: ArraySlice<Variable> {
    switch op {
    case is LengthOfAxis, is Shape: []
    case is Elementwise<Second>: inputs[1...]
    default: inputs[...]
    }
  }
}
