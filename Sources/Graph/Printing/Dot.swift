/// Returns the graph of `variables` in the language of Graphviz: a box for each operation, an ellipse for
/// each input, constant and shared variable, and types on the edges.
///
/// - Complexity: O(nodes + edges)
public func dot(_ variables: Variable...) -> String { dot(variables) }

/// Returns the graph of `variables` in the language of Graphviz.
public func dot(_ variables: [Variable]) -> String {
  var lines = ["digraph {", "  node [fontname=\"sans-serif\" style=filled];"]
  var leaves: [Variable: Int] = [:]
  var nodes: [Apply: Int] = [:]

  func quoted(_ text: String) -> String {
    let short = text.count > 70 ? text.prefix(67) + "..." : text[...]
    let escaped = short.map {
      $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0)
    }
    return "\"" + escaped.joined() + "\""
  }
  func leaf(_ variable: Variable) -> String {
    if let known = leaves[variable] { return "v\(known)" }
    leaves[variable] = leaves.count
    let colour =
      variable is SharedVariable ? "cyan" : variable.constant != nil ? "lightgrey" : "palegreen"
    let id = "v\(leaves.count - 1)"
    lines.append(
      "  \(id) [label=\(quoted(variable.description)) shape=ellipse fillcolor=\(colour)];")
    return id
  }
  func source(_ variable: Variable) -> String {
    variable.owner.flatMap { nodes[$0] }.map { "a\($0)" } ?? leaf(variable)
  }

  for node in toposort(variables) {
    let id = "a\(nodes.count)"
    nodes[node] = nodes.count
    let colour = node.op is any SubgraphOp ? "yellow" : "lavender"
    lines.append("  \(id) [label=\(quoted(node.op.debugName)) shape=box fillcolor=\(colour)];")
    for (index, input) in node.inputs.enumerated() {
      let label = (node.inputs.count > 1 ? "\(index) " : "") + input.type.description
      lines.append("  \(source(input)) -> \(id) [label=\(quoted(label))];")
    }
  }
  for (index, variable) in variables.enumerated() {
    let name = variable.name ?? "output \(index)"
    lines.append("  o\(index) [label=\(quoted(name)) shape=ellipse fillcolor=lightblue];")
    lines.append("  \(source(variable)) -> o\(index) [label=\(quoted(variable.type.description))];")
  }
  return lines.joined(separator: "\n") + "\n}\n"
}
