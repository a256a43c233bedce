import TheanoArrays
import TheanoGraph
import TheanoOps

/// Returns the same graph in which loops keep only the rows of their results that are read: of a result that
/// is only ever read from its end, as `result[-1]` or `result[(-k)...]`, the last ones.
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

/// Returns for each result of a loop that is read, and for each such result without its initial rows, how many
/// of the last rows are needed; nil for all.
package func rowsRead(_ outputs: [Variable], _ order: [Apply]) -> [Variable: Int?] {
  var needs: [Variable: Int?] = [:]
  for output in outputs { needs[output] = .some(nil) }
  // Readers come first, so that what is needed of a node's results is known when it is visited.
  for node in order.reversed() {
    for (index, input) in node.inputs.enumerated() where input.isRowsOfLoop {
      let rows = index == 0 ? rowsReadFromEnd(by: node, needs) : nil
      let known = needs[input] ?? 0
      needs[input] = .some(known.flatMap { known in rows.map { max($0, known) } })
    }
  }
  return needs
}

/// How many of the last rows of its first operand a node reads; nil if it may read others.
private func rowsReadFromEnd(by node: Apply, _ needs: [Variable: Int?]) -> Int? {
  if let initial = node.initialRowsDropped {
    return needs[node.output(0)].flatMap { $0 }.map { $0 + initial }
  }
  guard let entry = (node.op as? Subtensor)?.structure.entries.first else { return nil }
  switch entry {
  case .integer(.constant(let index)) where index < 0: return -index
  case .slice(let slice):
    guard case .constant(let start)? = slice.start, start < 0, slice.stop == nil,
      slice.step == nil || slice.step == .constant(1)
    else { return nil }
    return -start
  default: return nil
  }
}

extension Variable {
  /// Whether this is a result of a loop, or one without its initial rows.
  fileprivate var isRowsOfLoop: Bool {
    guard let owner else { return false }
    return owner.op is Scan || owner.initialRowsDropped != nil
  }
}

extension Apply {
  /// How many initial rows of a loop's result this leaves out, if it does that and nothing else.
  fileprivate var initialRowsDropped: Int? {
    guard let op = op as? Subtensor, inputs[0].owner?.op is Scan,
      case .slice(let slice)? = op.structure.entries.first,
      case .constant(let start)? = slice.start, start > 0, slice.stop == nil,
      slice.step == nil || slice.step == .constant(1),
      op.structure.entries.dropFirst().allSatisfy(\.isFullSlice)
    else { return nil }
    return start
  }
}
