import TheanoGraph
import TheanoScan

/// Returns the same graph with the bodies of its loops brought into the form that the phases after the one
/// that rewrites loops give to graphs.
package func finishBodies(
  _ outputs: [Variable], _ optimiser: Optimiser, _ report: inout RewriteReport
) throws -> [Variable] {
  let order = toposort(outputs)
  guard order.contains(where: { $0.op is Scan }) else { return outputs }
  let place = optimiser.phases.firstIndex { $0.name == loopPhaseName }
  let late = optimiser.with(phases: optimiser.phases[((place ?? -1) + 1)...])
  var finished: [ScanBody: ScanBody] = [:]
  var new: Replacements = [:]
  for node in order {
    let inputs = node.inputs.map { new[$0] ?? $0 }
    var copy = node.with(inputs: inputs)
    if let scan = node.op as? Scan, var loop = Loop(node) {
      if finished[scan.body] == nil {
        loop.bodyOutputs = try late.optimise(loop.bodyOutputs, within: &report)
        finished[scan.body] = try loop.makeBody()
      }
      let op = Scan(
        body: finished[scan.body] ?? scan.body, sequenceCount: scan.sequenceCount,
        states: scan.states, mapCount: scan.mapCount, hasUntil: scan.hasUntil,
        truncation: scan.truncation, label: scan.label)
      copy = Apply(op, inputs, types: copy.outputTypes, site: node.site)
      for index in node.outputTypes.indices { copy[nameOf: index] = node[nameOf: index] }
    }
    if copy == node { continue }
    for index in node.outputTypes.indices { new[node.output(index)] = copy.output(index) }
  }
  return outputs.map { new[$0] ?? $0 }
}
