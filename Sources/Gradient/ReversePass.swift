import TheanoArrays
import TheanoGraph
import TheanoOps

/// One backward walk over a graph, from variables whose gradients are given to those that are asked for.
struct ReversePass {
  private var gradients: [Variable: Variable] = [:]
  private var connected: Set<Variable> = []

  /// Walks from `starts` to `targets`; variables in `stops` count as constants above.
  init(from starts: [(Variable, Variable)], to targets: [Variable], stoppingAt stops: [Variable])
    throws
  {
    for (variable, gradient) in starts { add(gradient, to: variable) }
    let order = toposort(starts.map(\.0), blockers: Set(stops))
    let influenced = ReversePass.influenced(by: targets, in: order)
    connected = Set(starts.map(\.0))
    for node in order.reversed() where influenced.contains(node) { try visit(node) }
  }

  /// Whether the gradient with respect to `variable` exists, though it may be zero.
  func isConnected(_ variable: Variable) -> Bool { connected.contains(variable) }

  /// The gradient with respect to `variable`; nil for zero.
  func gradient(_ variable: Variable) -> Variable? { gradients[variable] }

  /// The nodes with a result that depends on one of `targets`.
  private static func influenced(by targets: [Variable], in order: [Apply]) -> Set<Apply> {
    var variables = Set(targets)
    var nodes: Set<Apply> = []
    for node in order {
      for index in node.inputs.indices where variables.contains(node.inputs[index]) {
        for output in node.outputTypes.indices
        where node.op.isConnected(input: index, output: output) {
          nodes.insert(node)
          variables.insert(node.output(output))
        }
      }
    }
    return nodes
  }

  private mutating func visit(_ node: Apply) throws {
    let outputs = node.outputs
    let reached = outputs.map { connected.contains($0) }
    guard reached.contains(true) else { return }
    for index in node.inputs.indices {
      let isReached = outputs.indices.contains {
        reached[$0] && node.op.isConnected(input: index, output: $0)
      }
      if isReached { connected.insert(node.inputs[index]) }
    }
    // Values of discrete variables do not move: nothing flows through them.
    let dy = outputs.map { $0.dtype.isContinuous ? gradients[$0] : nil }
    guard dy.contains(where: { $0 != nil }) else { return }
    let terms = try pullback(node, dy)
    for (input, term) in zip(node.inputs, terms) {
      guard let term else { continue }
      if term.ndim != input.ndim, term.error == nil { throw wrongRank(term, for: input, of: node) }
      add(term, to: input)
    }
  }

  /// The node's pullback; operands whose gradient is undefined get a variable that carries the error.
  private func pullback(_ node: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let terms: [Variable?]
    do {
      terms = try Site.$inherited.withValue(node.site) { try node.op.pullback(node, dy) }
    } catch let error as GraphError {
      let located = error.located(op: node.op.name, inputs: node.inputs, site: node.site)
      if error.kind != .nullGradient { throw located }
      return node.inputs.map { _ in Variable(invalid: located) }
    }
    if terms.count == node.inputs.count { return terms }
    throw GraphError(
      .value,
      "\(node.op.name) returned the wrong number of gradient terms: \(terms.count) for "
        + "\(node.inputs.count) operands.", site: node.site)
  }

  private func wrongRank(_ term: Variable, for input: Variable, of node: Apply) -> GraphError {
    GraphError(
      .type,
      "\(node.op.name) returned a gradient term of \(term.type) for an operand of \(input.type); its rank "
        + "must be the operand's.", site: node.site)
  }

  /// Adds a term to a variable's gradient, in the variable's dtype: the real part if that is real.
  private mutating func add(_ term: Variable, to variable: Variable) {
    let typed =
      term.dtype == variable.dtype || !variable.dtype.isContinuous
      ? term : cast(variable.dtype.isComplex ? term : real(term), variable.dtype)
    gradients[variable] = gradients[variable].map { $0 + typed } ?? typed
  }
}

/// Returns the gradients with respect to `targets`, given those with respect to other variables; nil for zero.
///
/// - Throws: `GraphError`
package func reverseGradients(
  from starts: [(Variable, Variable)], to targets: [Variable]
) throws -> [Variable?] {
  let pass = try ReversePass(from: starts, to: targets, stoppingAt: [])
  return targets.map { pass.gradient($0) }
}
