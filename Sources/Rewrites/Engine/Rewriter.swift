import TheanoArrays
import TheanoGraph
import TheanoOps

/// Applies the rules of phases to a graph until none applies any more.
///
/// Nodes are taken operands first. A node whose operands are in their final form is inserted into the node
/// table; if a rule finds something to stand in its place, that is brought into its final form in turn, and
/// remembered. So each node is looked at once, however often it is used, and rules see operands to which no
/// rule applies. The walk keeps its own stack: depth is no limit. The table lives as long as the rewriter, so
/// that a phase need not insert again what an earlier one did.
struct Rewriter {
  /// Why a phase was given up.
  struct Failure: Error {
    /// The rules concerned.
    var rules: [String]
    /// What they did.
    var message: String
  }

  private var table = NodeTable()
  private var states = NodeStates()
  private var index = RuleIndex()
  private var uses = UseCounts()
  /// How often rules were applied in this pass, and how often they may be.
  private var applications = 0
  private var limit = 0
  /// What has been done.
  var report: RewriteReport

  /// Creates a rewriter that goes on with `report`.
  init(report: RewriteReport) { self.report = report }

  /// How often a phase starts over when its rules, seeing how often variables are used now, may apply again.
  private static let passLimit = 8

  /// Returns the form of `outputs`, which need `nodeCount` nodes, to which none of the rules applies.
  ///
  /// - Throws: `Failure` if rules go round in a circle or do not come to an end.
  /// - Complexity: O(nodes + edges + rules applied)
  mutating func rewrite(
    _ outputs: [Variable], _ families: [RuleFamily], nodeCount: Int
  ) throws -> [Variable] {
    // As Theano's limit on the number of uses of rules for each node.
    limit = 1000 + 30 * nodeCount
    index = RuleIndex(families)
    var results = outputs
    for _ in 0..<Self.passLimit {
      uses = UseCounts(results, nodeCount: nodeCount)
      applications = 0
      states = NodeStates(count: table.numbers.count)
      results = try pass(results)
      // A rule that did not apply for a number of uses may, now that these have changed.
      if applications == 0 || !uses.hadSeveral { break }
    }
    return results
  }

  /// Returns what there is in the graph of `outputs`.
  ///
  /// - Complexity: O(nodes + edges)
  mutating func survey(_ outputs: [Variable]) -> NodeNumbers.Survey { table.survey(outputs) }

  /// Something to be done, on the stack of the walk.
  private enum Task {
    /// Bring a node into its final form; the next operand to look at.
    case visit(NodeTable.ID, next: Int)
    /// A node of the table waits for the final form of what is to stand for its results.
    case await(NodeTable.ID, [Variable], rule: String, origin: NodeTable.ID)
  }

  private mutating func pass(_ outputs: [Variable]) throws -> [Variable] {
    var stack: [Task] = []
    for output in outputs {
      push(output, on: &stack)
      while let task = stack.popLast() {
        switch task {
        case .visit(let id, let next):
          if next < table.numbers.operandCount(of: id) {
            stack.append(.visit(id, next: next + 1))
            if let operand = table.operand(next, of: id) { push(operand, on: &stack) }
          } else {
            try finish(id, &stack)
          }
        case .await(let id, let new, _, let origin):
          let results = new.map { final($0) }
          states.replace(id, by: results)
          states.replace(origin, by: results)
          uses.pass(from: table[origin], to: results)
        }
      }
    }
    return outputs.map { final($0) }
  }

  private mutating func push(_ variable: Variable, on stack: inout [Task]) {
    if let owner = variable.owner { push(table.id(of: owner), on: &stack) }
  }

  private mutating func push(_ id: NodeTable.ID, on stack: inout [Task]) {
    switch states[id] {
    case .final, .replaced: break
    case .unseen, .inProgress: stack.append(.visit(id, next: 0))
    }
  }

  /// The variable that stands for one whose node has been looked at, or for a leaf.
  private mutating func final(_ variable: Variable) -> Variable {
    guard let owner = variable.owner else { return table.insert(leaf: variable) }
    return states.final(variable, of: table.id(of: owner))
  }

  /// The variables that stand for the operands of a node.
  private mutating func finalOperands(of id: NodeTable.ID) -> [Variable] {
    var operands = table[id].inputs
    for place in operands.indices {
      operands[place] =
        table.operand(place, of: id).map { states.final(operands[place], of: $0) }
        ?? table.insert(leaf: operands[place])
    }
    return operands
  }

  /// Returns the number of the node that stands for one whose operands are final.
  private mutating func inserted(_ origin: NodeTable.ID) -> NodeTable.ID {
    // It may have been inserted by an earlier pass, and nothing below it has changed since then.
    if table.isCanonical(origin),
      table.numbers.operands(of: origin, allSatisfy: { states[$0] == .final })
    {
      return origin
    }
    return table.insert(table[origin].with(inputs: finalOperands(of: origin)))
  }

  /// Puts a node whose operands are final into the table, and looks for a rule.
  private mutating func finish(_ origin: NodeTable.ID, _ stack: inout [Task]) throws {
    let id = inserted(origin)
    if id != origin { uses.pass(from: table[origin], to: table[id].outputs) }
    switch states[id] {
    case .unseen: break
    case .final:
      if id != origin { states.replace(origin, by: table[id].outputs) }
      return
    case .replaced:
      if id != origin {
        states.replace(origin, by: states.replacements[id])
        uses.pass(from: table[origin], to: states.replacements[id])
      }
      return
    case .inProgress: throw circle(at: id, stack)
    }
    guard let (rule, new) = try replacement(of: id) else {
      states[id] = .final
      if id != origin { states.replace(origin, by: table[id].outputs) }
      return
    }
    applications += 1
    if applications > limit {
      let busiest = report.profile.max { $0.applied < $1.applied }?.name
      throw Failure(
        rules: [busiest ?? rule], message: "rules do not come to an end after \(limit) uses")
    }
    states[id] = .inProgress
    stack.append(.await(id, new, rule: rule, origin: origin))
    for variable in new { push(variable, on: &stack) }
  }

  /// The failure of rules that lead back to the node `id`, which one of them replaced.
  private func circle(at id: NodeTable.ID, _ stack: [Task]) -> Failure {
    var first = ""
    var others: Set<String> = []
    for task in stack {
      guard case .await(let replaced, _, let rule, _) = task else { continue }
      if replaced == id { first = rule } else { others.insert(rule) }
    }
    return Failure(
      rules: [first] + others.subtracting([first]).sorted(),
      message: "rules lead back to the expression they replaced")
  }

  /// Returns the first rule that applies to a node, with what may stand for the node's results.
  private mutating func replacement(
    of id: NodeTable.ID
  ) throws -> (rule: String, [Variable])? {
    let kind = table.numbers.kinds[id]
    let rules = index.rules(for: kind, of: table.numbers, &report)
    if rules.isEmpty { return nil }
    let node = table[id]
    let context = RewriteContext(uses: uses)
    return try Site.$inherited.withValue(node.site) {
      for entry in rules {
        let start = report.now()
        let new = try entry.rule.transform(node, context).flatMap { node.accept($0) }
        report.note(entry.rule, at: entry.place, node, new, since: start)
        guard let new else { continue }
        keepNames(of: node, in: new)
        return (entry.rule.name, new)
      }
      return nil
    }
  }

  /// Gives nameless new variables the names that the old ones had.
  private mutating func keepNames(of node: Apply, in new: [Variable]) {
    guard node.hasNames else { return }
    for (place, variable) in new.enumerated() {
      guard let name = node[nameOf: place], let owner = variable.owner, variable.name == nil,
        states[table.id(of: owner)] == .unseen
      else { continue }
      variable.name = name
    }
  }
}
