import TheanoArrays
import TheanoGraph
import TheanoOps

/// Returns the same graph in which loops keep only the rows of their results that are read: of a result that
/// is only ever indexed from its end, `result[-1]`, the last ones.
///
/// - Complexity: O(nodes + edges)
package func trimHistories(_ outputs: [Variable]) throws -> [Variable] {
  let order = toposort(outputs)
  guard order.contains(where: { $0.op is Scan }) else { return outputs }
  let needs = rowsRead(outputs, order)
  var new: Replacements = [:]
  for node in order {
    let inputs = node.inputs.map { new[$0] ?? $0 }
    var op = node.op
    if var scan = node.op as? Scan {
      scan.kept = node.outputs.map { needs[$0] ?? 0 }
      op = scan
    } else if inputs == node.inputs {
      continue
    }
    let copy = Apply(op, inputs, types: node.outputTypes, site: node.site)
    for index in node.outputTypes.indices {
      if let name = node[nameOf: index] { copy[nameOf: index] = name }
      new[node.output(index)] = copy.output(index)
    }
  }
  return outputs.map { new[$0] ?? $0 }
}

/// Returns for each result of a loop that is read how many of its last rows are needed; nil for all.
private func rowsRead(_ outputs: [Variable], _ order: [Apply]) -> [Variable: Int?] {
  var needs: [Variable: Int?] = [:]
  for output in outputs { needs[output] = .some(nil) }
  for node in order {
    for (index, input) in node.inputs.enumerated() where input.owner?.op is Scan {
      let rows = index == 0 ? rowsReadFromEnd(by: node) : nil
      let known = needs[input] ?? 0
      needs[input] = .some(known.flatMap { known in rows.map { max($0, known) } })
    }
  }
  return needs
}

/// How many of the last rows of its first operand a node reads; nil if it may read others.
private func rowsReadFromEnd(by node: Apply) -> Int? {
  guard let op = node.op as? Subtensor,
    case .integer(.constant(let index))? = op.structure.entries.first, index < 0
  else { return nil }
  return -index
}
