/// How the nodes of a printed graph are told apart.
public enum IDStyle: Sendable {
  /// `[id A]` to `[id Z]`, then `[id BA]`.
  case letters
  /// `[id 0]`, `[id 1]`, ….
  case integers
  /// Not at all.
  case none
}

/// An operation that runs a graph of its own.
public protocol SubgraphOp: Op {
  /// The inner graph's inputs.
  var bodyInputs: [Variable] { get }
  /// The inner graph's outputs.
  var bodyOutputs: [Variable] { get }
}

/// Prints the graph of `variables` as a tree, one node a line, in Theano's format.
///
/// - Parameters:
///   - depth: how many levels to show; -1 for all.
///   - printType: whether to show types.
///   - ids: how nodes are told apart; a node met again is not expanded again.
///   - stopOnName: whether to leave out what is below a named variable.
/// - Complexity: O(nodes + edges)
public func debugprint(
  _ variables: Variable..., depth: Int = -1, printType: Bool = false, ids: IDStyle = .letters,
  stopOnName: Bool = false
) {
  print(
    debugString(variables, depth: depth, printType: printType, ids: ids, stopOnName: stopOnName),
    terminator: "")
}

/// Returns what `debugprint` prints.
///
/// - Parameter order: the nodes in the order of execution, to be numbered; nil to leave numbers out.
public func debugString(
  _ variables: [Variable], depth: Int = -1, printType: Bool = false, ids: IDStyle = .letters,
  stopOnName: Bool = false, order: [Apply]? = nil
) -> String {
  var printer = TreePrinter(depth: depth, printType: printType, ids: ids, stopOnName: stopOnName)
  for (index, node) in (order ?? []).enumerated() { printer.places[node] = index }
  for variable in variables { printer.print(variable, first: "", rest: "") }
  printer.printInnerGraphs()
  return printer.text
}

/// Prints graphs as trees, remembering which nodes have been shown.
private struct TreePrinter {
  let depth: Int
  let printType: Bool
  let ids: IDStyle
  let stopOnName: Bool
  var places: [Apply: Int] = [:]
  var text = ""
  private var idOf: [Variable: Int] = [:]
  private var nodeID: [Apply: Int] = [:]
  private var nextID = 0
  private var expanded: Set<Apply> = []
  private var inner: [(title: String, op: any SubgraphOp)] = []

  init(depth: Int, printType: Bool, ids: IDStyle, stopOnName: Bool) {
    self.depth = depth
    self.printType = printType
    self.ids = ids
    self.stopOnName = stopOnName
  }

  private struct Line {
    var variable: Variable
    var first: String
    var rest: String
    var level: Int
  }

  /// The depth beyond which a line says its depth instead of showing it, so that the text of a chain is not
  /// quadratic in its length.
  private static let deepest = 60

  /// Prints a variable behind `first`, and what is below it behind `rest`.
  mutating func print(_ variable: Variable, first: String, rest: String) {
    var pending = [Line(variable: variable, first: first, rest: rest, level: 1)]
    while let line = pending.popLast() {
      text += line.first + heading(line.variable) + "\n"
      guard let owner = line.variable.owner, expanded.insert(owner).inserted else { continue }
      if let op = owner.op as? any SubgraphOp { inner.append((heading(line.variable), op)) }
      if stopOnName && line.variable.name != nil || depth >= 0 && line.level >= depth { continue }
      for (index, input) in owner.inputs.enumerated().reversed() {
        let isLast = index == owner.inputs.count - 1
        let level = line.level + 1
        let rest = level > TreePrinter.deepest ? " …\(level)" : line.rest + (isLast ? "  " : " |")
        let first = level > TreePrinter.deepest ? rest + " |" : line.rest + " |"
        pending.append(Line(variable: input, first: first, rest: rest, level: level))
      }
    }
  }

  /// Prints the bodies of the operations met that have one, and of those inside them.
  mutating func printInnerGraphs() {
    if inner.isEmpty { return }
    text += "\nInner graphs of the scan ops:\n"
    var next = 0
    while next < inner.count {
      let (title, op) = inner[next]
      text += "\n\(title)\n"
      for output in op.bodyOutputs { print(output, first: " >", rest: " >") }
      next += 1
    }
  }

  private mutating func heading(_ variable: Variable) -> String {
    let type = printType ? " <\(variable.type)>" : ""
    guard let owner = variable.owner else { return "\(variable)\(id(of: variable))\(type)" }
    let index = owner.outputTypes.count > 1 ? ".\(variable.index)" : ""
    let place = places[owner].map { "   \($0)" } ?? ""
    return
      "\(owner.op.debugName)\(index)\(id(of: variable))\(type) '\(variable.name ?? "")'\(place)"
  }

  /// The results of one node share its identity.
  private mutating func id(of variable: Variable) -> String {
    let known = variable.owner.map { nodeID[$0] } ?? idOf[variable]
    let number = known ?? nextID
    if known == nil {
      nextID += 1
      if let owner = variable.owner { nodeID[owner] = number } else { idOf[variable] = number }
    }
    switch ids {
    case .letters: return " [id \(letters(number))]"
    case .integers: return " [id \(number)]"
    case .none: return ""
    }
  }

  /// Returns `number` in base 26 with the digits A to Z.
  private func letters(_ number: Int) -> String {
    var rest = number
    var digits: [Character] = []
    repeat {
      digits.append(Character(Unicode.Scalar(UInt8(65 + rest % 26))))
      rest /= 26
    } while rest > 0
    return String(digits.reversed())
  }
}
