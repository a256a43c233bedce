/// Returns `variable`'s expression as text, in Theano's grammar: every infix operation in parentheses,
/// named variables by their names, constants as `TensorConstant{2}`.
///
/// An expression used twice is printed twice, so that the text of a graph that shares much can be far longer
/// than the graph; it ends in `…` after `limit` characters.
/// - Complexity: O(length of the text)
public func pp(_ variable: Variable, limit: Int = 100_000_000) -> String {
  if let error = variable.error { return "<error: \(error.message)>" }
  var text = ""
  var length = 0
  var templates: [Apply: [Piece]] = [:]
  var pending: [Piece] = [.variable(variable)]
  while let piece = pending.popLast() {
    switch piece {
    case .text(let part):
      text += part
      length += part.utf8.count
      if length > limit { return text + "…" }
    case .variable(let variable):
      guard let owner = variable.owner else {
        let name = variable.description
        pending.append(.text(greekNames.contains(name) ? "\\\(name)" : name))
        continue
      }
      let template = templates[owner] ?? Piece.template(of: owner)
      templates[owner] = template
      pending.append(contentsOf: template.reversed())
      if owner.outputTypes.count > 1 {
        pending.insert(.text(".\(variable.index)"), at: pending.count - template.count)
      }
    }
  }
  return text
}

/// The names that Theano prints as TeX does.
private let greekNames: Set<String> = ["alpha", "beta", "gamma", "delta", "epsilon"]

/// A part of a text being assembled: final, or an operand still to be printed.
private enum Piece {
  case text(String)
  case variable(Variable)

  /// Characters that stand for operands while an operation describes itself; no name contains them.
  private static let firstMarker: UInt32 = 0xF0000

  /// Returns the description of `node` with its operands left open.
  static func template(of node: Apply) -> [Piece] {
    let markers = node.inputs.indices.map { index in
      Unicode.Scalar(firstMarker + UInt32(index % 0xFFF0)).map { String(Character($0)) } ?? "?"
    }
    var pieces: [Piece] = []
    var literal = String.UnicodeScalarView()
    for scalar in node.op.description(markers, node).unicodeScalars {
      let index = Int(scalar.value) - Int(firstMarker)
      if node.inputs.indices.contains(index) {
        pieces.append(.text(String(literal)))
        pieces.append(.variable(node.inputs[index]))
        literal = .init()
      } else {
        literal.append(scalar)
      }
    }
    pieces.append(.text(String(literal)))
    return pieces
  }
}
