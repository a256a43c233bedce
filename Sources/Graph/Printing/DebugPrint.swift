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
  /// The place, among the operands, of the one that each of `bodyInputs` stands for or is a part of.
  var bodyOperands: [Int] { get }
}

extension SubgraphOp {
  /// Not known.
  public var bodyOperands: [Int] { [] }
}

/// An operation with parameters that `debugprint` shows among its operands, as Theano has them.
package protocol ParametricOp: Op {
  /// The operands as printed.
  func printedOperands(_ inputs: [Variable]) -> [PrintedOperand]
}

/// What a line below a node of `debugprint` shows.
package enum PrintedOperand {
  /// An operand, with what is below it.
  case variable(Variable)
  /// The text of a parameter.
  case parameter(String)
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
  private var inner: [(title: String, op: any SubgraphOp, inputs: [Variable])] = []
  /// For the inputs of the body that is being printed: the operands that they stand for.
  private var outer: [Variable: Variable] = [:]

  init(depth: Int, printType: Bool, ids: IDStyle, stopOnName: Bool) {
    self.depth = depth
    self.printType = printType
    self.ids = ids
    self.stopOnName = stopOnName
  }

  private struct Line {
    var operand: PrintedOperand
    var first: String
    var rest: String
    var level: Int
  }

  /// The depth beyond which a line says its depth instead of showing it, so that the text of a chain is not
  /// quadratic in its length.
  private static let deepest = 60

  /// Prints a variable behind `first`, and what is below it behind `rest`.
  mutating func print(_ variable: Variable, first: String, rest: String) {
    var pending = [Line(operand: .variable(variable), first: first, rest: rest, level: 1)]
    while let line = pending.popLast() {
      guard case .variable(let variable) = line.operand else {
        if case .parameter(let name) = line.operand { text += "\(line.first)\(name)\(newID())\n" }
        continue
      }
      text += line.first + heading(variable) + "\n"
      guard let owner = variable.owner, expanded.insert(owner).inserted else { continue }
      if let op = owner.op as? any SubgraphOp {
        inner.append((heading(variable), op, owner.inputs))
      }
      if stopOnName && variable.name != nil || depth >= 0 && line.level >= depth { continue }
      let operands =
        (owner.op as? any ParametricOp)?.printedOperands(owner.inputs)
        ?? owner.inputs.map { .variable($0) }
      for (index, operand) in operands.enumerated().reversed() {
        let isLast = index == operands.count - 1
        let level = line.level + 1
        let rest = level > TreePrinter.deepest ? " …\(level)" : line.rest + (isLast ? "  " : " |")
        let first = level > TreePrinter.deepest ? rest + " |" : line.rest + " |"
        pending.append(Line(operand: operand, first: first, rest: rest, level: level))
      }
    }
  }

  /// Prints the bodies of the operations met that have one, and of those inside them.
  mutating func printInnerGraphs() {
    if inner.isEmpty { return }
    text += "\nInner graphs of the scan ops:\n"
    var next = 0
    while next < inner.count {
      let (title, op, inputs) = inner[next]
      outer = [:]
      for (input, place) in zip(op.bodyInputs, op.bodyOperands) where inputs.indices.contains(place)
      {
        outer[input] = inputs[place]
      }
      text += "\n\(title)\n"
      for output in op.bodyOutputs { print(output, first: " >", rest: " >") }
      next += 1
    }
  }

  private mutating func heading(_ variable: Variable) -> String {
    let type = printType ? " <\(variable.type)>" : ""
    guard let owner = variable.owner else {
      let leaf = "\(variable)\(id(of: variable))\(type)"
      guard ids != .none, let operand = outer[variable] else { return leaf }
      return "\(leaf) ->\(id(of: operand))"
    }
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
    return text(ofID: number)
  }

  /// The identity of something that is printed once.
  private mutating func newID() -> String {
    nextID += 1
    return text(ofID: nextID - 1)
  }

  /// Returns an identity as printed.
  private func text(ofID number: Int) -> String {
    switch ids {
    case .letters: " [id \(letters(number))]"
    case .integers: " [id \(number)]"
    case .none: ""
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
