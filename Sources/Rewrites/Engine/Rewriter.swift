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

  /// What a pass knows of a node.
  private enum State {
    case unseen
    /// The node stands for itself.
    case final
    /// These stand for its results.
    case replaced([Variable])
    /// Its replacement is being worked on, which the rule of this name made.
    case inProgress(String)
  }

  private var table = NodeTable()
  private var states: [State] = []
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

  /// Returns the form of `outputs`, which need `nodeCount` nodes, to which none of `rules` applies.
  ///
  /// - Throws: `Failure` if rules go round in a circle or do not come to an end.
  /// - Complexity: O(nodes + edges + rules applied)
  mutating func rewrite(
    _ outputs: [Variable], _ rules: [Rewrite], nodeCount: Int
  ) throws -> [Variable] {
    // As Theano's limit on the number of uses of rules for each node.
    limit = 1000 + 30 * nodeCount
    index = RuleIndex(rules, &report)
    var results = outputs
    for _ in 0..<Self.passLimit {
      uses = UseCounts(results)
      applications = 0
      states = Array(repeating: .unseen, count: states.count)
      results = try pass(results)
      // A rule that did not apply for a number of uses may, now that these have changed.
      if applications == 0 || !uses.hadSeveral { break }
    }
    return results
  }

  /// What there is in a graph.
  struct Survey {
    /// The number of nodes.
    var count = 0
    /// The types of their operations.
    var types: Set<ObjectIdentifier> = []
  }

  /// Returns what there is in the graph of `outputs`.
  ///
  /// - Complexity: O(nodes + edges)
  mutating func survey(_ outputs: [Variable]) -> Survey {
    var seen = [Bool](repeating: false, count: table.nodes.count)
    var pending = outputs.compactMap(\.owner)
    var survey = Survey()
    var last: ObjectIdentifier?
    while let node = pending.popLast() {
      let id = table.id(of: node)
      while seen.count <= id { seen.append(false) }
      if seen[id] { continue }
      seen[id] = true
      survey.count += 1
      let type = ObjectIdentifier(type(of: node.op))
      if type != last { survey.types.insert(type) }
      last = type
      for input in node.inputs {
        if let owner = input.owner { pending.append(owner) }
      }
    }
    table.reserve(table.nodes.count + survey.count)
    return survey
  }

  /// Something to be done, on the stack of the walk.
  private enum Task {
    /// Bring a node into its final form; the next operand to look at.
    case visit(NodeTable.ID, next: Int)
    /// A node of the table waits for the final form of what is to stand for its results.
    case await(NodeTable.ID, [Variable], origin: NodeTable.ID)
  }

  private mutating func pass(_ outputs: [Variable]) throws -> [Variable] {
    var stack: [Task] = []
    for output in outputs {
      push(output, on: &stack)
      while let task = stack.popLast() {
        switch task {
        case .visit(let id, let next):
          let inputs = table.nodes[id].inputs
          if next < inputs.count {
            stack.append(.visit(id, next: next + 1))
            push(inputs[next], on: &stack)
          } else {
            try finish(id, &stack)
          }
        case .await(let id, let new, let origin):
          let results = new.map { final($0) }
          states[id] = .replaced(results)
          states[origin] = .replaced(results)
          uses.pass(from: table.nodes[origin], to: results)
        }
      }
    }
    return outputs.map { final($0) }
  }

  /// The number of a node, for which there is a state.
  private mutating func number(of node: Apply) -> NodeTable.ID {
    let id = table.id(of: node)
    while states.count <= id { states.append(.unseen) }
    return id
  }

  private mutating func push(_ variable: Variable, on stack: inout [Task]) {
    guard let owner = variable.owner else { return }
    let id = number(of: owner)
    switch states[id] {
    case .final, .replaced: break
    case .unseen, .inProgress: stack.append(.visit(id, next: 0))
    }
  }

  /// The variable that stands for one whose node has been looked at, or for a leaf.
  private mutating func final(_ variable: Variable) -> Variable {
    guard let owner = variable.owner else { return table.insert(leaf: variable) }
    if case .replaced(let results) = states[number(of: owner)] { return results[variable.index] }
    return variable
  }

  /// Puts a node whose operands are final into the table, and looks for a rule.
  private mutating func finish(_ origin: NodeTable.ID, _ stack: inout [Task]) throws {
    let old = table.nodes[origin]
    let id = table.insert(old.with(inputs: old.inputs.map { final($0) }))
    while states.count <= id { states.append(.unseen) }
    let node = table.nodes[id]
    if id != origin { uses.pass(from: old, to: node.outputs) }
    switch states[id] {
    case .unseen: break
    case .final:
      if id != origin { states[origin] = .replaced(node.outputs) }
      return
    case .replaced(let results):
      if id != origin {
        states[origin] = .replaced(results)
        uses.pass(from: old, to: results)
      }
      return
    case .inProgress(let rule): throw circle(rule)
    }
    guard let (rule, new) = try replacement(of: node) else {
      states[id] = .final
      if id != origin { states[origin] = .replaced(node.outputs) }
      return
    }
    applications += 1
    if applications > limit {
      let busiest = report.profile.max { $0.applied < $1.applied }?.name
      throw Failure(
        rules: [busiest ?? rule], message: "rules do not come to an end after \(limit) uses")
    }
    states[id] = .inProgress(rule)
    stack.append(.await(id, new, origin: origin))
    for variable in new { push(variable, on: &stack) }
  }

  /// The failure of rules that lead back to an expression which `rule` replaced.
  private func circle(_ rule: String) -> Failure {
    let others = states.compactMap { state -> String? in
      if case .inProgress(let name) = state, name != rule { name } else { nil }
    }
    return Failure(
      rules: [rule] + Set(others).sorted(),
      message: "rules lead back to the expression they replaced")
  }

  /// Returns the first rule that applies to a node, with what may stand for the node's results.
  private mutating func replacement(of node: Apply) throws -> (rule: String, [Variable])? {
    let rules = index.rules(for: node.op)
    if rules.isEmpty { return nil }
    let context = RewriteContext(uses: uses)
    return try Site.$inherited.withValue(node.site) {
      for (rule, place) in rules {
        let start = report.now()
        let new = try rule.transform(node, context).flatMap { node.accept($0) }
        report.note(rule, at: place, node, new, since: start)
        guard let new else { continue }
        keepNames(of: node, in: new)
        return (rule.name, new)
      }
      return nil
    }
  }

  /// Gives nameless new variables the names that the old ones had.
  private mutating func keepNames(of node: Apply, in new: [Variable]) {
    guard node.hasNames else { return }
    for (place, variable) in new.enumerated() {
      guard let name = node[nameOf: place], let owner = variable.owner, variable.name == nil,
        case .unseen = states[number(of: owner)]
      else { continue }
      variable.name = name
    }
  }
}
