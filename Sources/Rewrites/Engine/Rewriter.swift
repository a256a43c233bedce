import TheanoArrays
import TheanoGraph
import TheanoOps

/// Applies the rules of a phase to a graph until none applies any more.
///
/// Nodes are taken operands first. A node whose operands are in their final form is inserted into the node
/// table; if a rule finds something to stand in its place, that is brought into its final form in turn, and
/// remembered. So each node is looked at once, however often it is used, and rules see operands to which no
/// rule applies. The walk keeps its own stack: depth is no limit.
struct Rewriter {
  /// Why a phase was given up.
  struct Failure: Error {
    /// The rules concerned.
    var rules: [String]
    /// What they did.
    var message: String
  }

  let index: RuleIndex
  private var table = NodeTable()
  /// For each node that has been looked at, what stands for its results.
  private var finals: [ObjectIdentifier: [Variable]] = [:]
  /// Nodes that `finals` knows, kept so that no other node takes their identity.
  private var visited: [Apply] = []
  /// The nodes of the table whose replacement is being worked on, with the rule that made it.
  private var inProgress: [NodeTable.ID: String] = [:]
  private let uses: UseCounts
  private(set) var applications: Int = 0
  private let limit: Int
  var report: RewriteReport

  /// Prepares to rewrite a graph of `nodeCount` nodes.
  init(_ index: RuleIndex, uses: UseCounts, nodeCount: Int, report: RewriteReport) {
    self.index = index
    self.uses = uses
    self.report = report
    // As Theano's limit on the number of uses of rules for each node.
    limit = 1000 + 30 * nodeCount
  }

  /// Something to be done, on the stack of the walk.
  private enum Task {
    /// Bring a node into its final form; the next operand to look at.
    case visit(Apply, next: Int)
    /// A node of the table waits for the final form of what is to stand for its results.
    case await(NodeTable.ID, [Variable], origin: Apply)
  }

  /// Returns the final form of `outputs`.
  ///
  /// - Throws: `Failure` if rules go round in a circle or do not come to an end.
  /// - Complexity: O(nodes + edges + rules applied)
  mutating func rewrite(_ outputs: [Variable]) throws -> [Variable] {
    var stack: [Task] = []
    for output in outputs {
      push(output, on: &stack)
      while let task = stack.popLast() {
        switch task {
        case .visit(let node, let next) where next < node.inputs.count:
          stack.append(.visit(node, next: next + 1))
          push(node.inputs[next], on: &stack)
        case .visit(let node, _): try finish(node, &stack)
        case .await(let id, let new, let origin):
          inProgress[id] = nil
          settle(id, origin, new.map { final($0) })
        }
      }
    }
    return outputs.map { final($0) }
  }

  private func push(_ variable: Variable, on stack: inout [Task]) {
    guard let owner = variable.owner, finals[ObjectIdentifier(owner)] == nil else { return }
    stack.append(.visit(owner, next: 0))
  }

  /// The variable that stands for one whose node has been looked at, or for a leaf.
  private mutating func final(_ variable: Variable) -> Variable {
    guard let owner = variable.owner else { return table.insert(leaf: variable) }
    return finals[ObjectIdentifier(owner)]?[variable.index] ?? variable
  }

  private mutating func remember(_ node: Apply, _ results: [Variable]) {
    if finals.updateValue(results, forKey: ObjectIdentifier(node)) == nil { visited.append(node) }
  }

  /// Says that `results` stand for those of a node of the table and of the node that led to it.
  private mutating func settle(_ id: NodeTable.ID, _ origin: Apply, _ results: [Variable]) {
    let node = table.nodes[id]
    remember(node, results)
    remember(origin, results)
    if results != node.outputs { uses.pass(from: origin, to: results) }
  }

  /// Puts a node whose operands are final into the table, and looks for a rule.
  private mutating func finish(_ origin: Apply, _ stack: inout [Task]) throws {
    if finals[ObjectIdentifier(origin)] != nil { return }
    let id = table.insert(origin.with(inputs: origin.inputs.map { final($0) }))
    let node = table.nodes[id]
    uses.pass(from: origin, to: node.outputs)
    if let known = finals[ObjectIdentifier(node)] {
      remember(origin, known)
      if known != node.outputs { uses.pass(from: origin, to: known) }
      return
    }
    if let rule = inProgress[id] {
      let others = Set(inProgress.values).subtracting([rule]).sorted()
      throw Failure(
        rules: [rule] + others, message: "rules lead back to the expression they replaced")
    }
    guard let (rule, new) = try replacement(of: node) else {
      settle(id, origin, node.outputs)
      return
    }
    applications += 1
    if applications > limit {
      let busiest = report.profile.max { $0.applied < $1.applied }?.name
      throw Failure(
        rules: [busiest ?? rule], message: "rules do not come to an end after \(limit) uses")
    }
    inProgress[id] = rule
    stack.append(.await(id, new, origin: origin))
    for variable in new { push(variable, on: &stack) }
  }

  /// Returns the first rule that applies to a node, with what may stand for the node's results.
  private mutating func replacement(of node: Apply) throws -> (rule: String, [Variable])? {
    let context = RewriteContext(uses: uses.count)
    for (rule, place) in index.rules(for: node.op) {
      let start = report.now()
      let found = try Site.$inherited.withValue(node.site) {
        try rule.transform(node, context)
      }
      let new = found.flatMap { node.accept($0) }
      report.note(rule, at: place, node, new, since: start)
      guard let new else { continue }
      keepNames(of: node, in: new)
      return (rule.name, new)
    }
    return nil
  }

  /// Gives nameless new variables the names that the old ones had.
  private func keepNames(of node: Apply, in new: [Variable]) {
    for (place, variable) in new.enumerated() {
      guard let name = node[nameOf: place], let owner = variable.owner,
        finals[ObjectIdentifier(owner)] == nil, variable.name == nil
      else { continue }
      variable.name = name
    }
  }
}

/// The rules of a phase by the type of operation they are tried on.
final class RuleIndex {
  /// A rule with the place of its profile in the report.
  typealias Entry = (rule: Rewrite, place: Int)

  private let rules: [Entry]
  private var byType: [ObjectIdentifier: [Entry]] = [:]

  /// Creates an index of rules, each of which gets a profile in `report`.
  init(_ rules: [Rewrite], _ report: inout RewriteReport) {
    self.rules = rules.map { ($0, report.place(of: $0)) }
  }

  /// The rules to try on nodes of an operation, in order.
  func rules(for op: any Op) -> [Entry] {
    let key = ObjectIdentifier(type(of: op))
    if let known = byType[key] { return known }
    let found = rules.filter { $0.rule.roots.include(op) }
    byType[key] = found
    return found
  }
}

extension Rewrite.Roots {
  /// Whether nodes of `op` are among these.
  func include(_ op: any Op) -> Bool {
    switch self {
    case .ops(let types): types.contains { $0 == type(of: op) }
    case .elementwise: op is any ElementwiseOp
    case .any: true
    }
  }
}

/// How often variables are used: counted in the graph before a pass, then passed on to what stands for them.
final class UseCounts: @unchecked Sendable {
  private var counts: [Variable: Int] = [:]

  /// Counts the uses in the graph of `outputs`, whose nodes are `order`.
  init(_ outputs: [Variable], _ order: [Apply]) {
    for output in outputs { counts[output, default: 0] += 1 }
    for node in order {
      for input in node.inputs { counts[input, default: 0] += 1 }
    }
  }

  /// How often a variable is used, as far as is known.
  func count(_ variable: Variable) -> Int { counts[variable] ?? 0 }

  /// Adds the uses of a node's results to those of what now stands for them.
  func pass(from node: Apply, to results: [Variable]) {
    for (place, result) in results.enumerated() {
      let old = node.output(place)
      guard old != result, let count = counts[old] else { continue }
      counts[result, default: 0] += count
    }
  }
}

extension Apply {
  /// Returns this node with other operands of the same dtypes and ranks: with types inferred anew where they
  /// say more than before.
  func with(inputs new: [Variable]) -> Apply {
    if new == inputs { return self }
    let isSame = zip(inputs, new).allSatisfy { $0.type == $1.type && $1.constant == nil }
    let inferred = isSame ? nil : try? op.infer(new)
    let types = inferred.map { zip(outputTypes, $0).map { $0.refined(by: $1) } } ?? outputTypes
    let copy = Apply(op, new, types: types, site: site)
    for place in outputTypes.indices {
      if let name = self[nameOf: place] { copy[nameOf: place] = name }
    }
    return copy
  }

  /// Returns variables that may stand for this node's results if `candidates` may: of the same dtypes and
  /// ranks, not weaker in what is known of their lengths, and broadcasting along the same axes.
  func accept(_ candidates: [Variable]) -> [Variable]? {
    guard candidates.count == outputTypes.count else { return nil }
    var accepted: [Variable] = []
    for (type, candidate) in zip(outputTypes, candidates) {
      let new = type.isWeak ? candidate : candidate.strengthened
      guard new.error == nil, type.mayBecome(new.type) else { return nil }
      accepted.append(new)
    }
    return accepted == outputs ? nil : accepted
  }
}

extension TensorType {
  /// Whether a variable of type `other` may stand for one of this type.
  func mayBecome(_ other: TensorType) -> Bool {
    dtype == other.dtype && isWeak == other.isWeak && ndim == other.ndim
      && zip(shape, other.shape).allSatisfy { old, new in
        old == nil ? new != 1 : new == old
      }
  }

  /// This type with the lengths that `other` knows, unless that would change what broadcasts.
  func refined(by other: TensorType) -> TensorType {
    guard dtype == other.dtype, ndim == other.ndim else { return self }
    var result = self
    for axis in shape.indices where shape[axis] == nil && other.shape[axis] != 1 {
      result.shape[axis] = other.shape[axis]
    }
    return result
  }
}
