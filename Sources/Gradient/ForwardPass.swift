import TheanoArrays
import TheanoGraph
import TheanoOps

/// Returns the derivative of `f` along the direction `evalPoint` of `wrt`: Jacobian times vector, by forward
/// mode, of the shape of `f`.
///
/// - Throws: `GraphError` if ranks do not match or `f` does not depend on `wrt`.
/// - Complexity: O(nodes + edges)
public func rop(
  _ f: Variable, wrt: Variable, evalPoint: Variable,
  disconnectedOutputs: DisconnectedInputs = .raise
) throws -> Variable {
  try rop([f], wrt: [wrt], evalPoints: [evalPoint], disconnectedOutputs: disconnectedOutputs)[0]
}

/// Returns the derivatives of each of `f` along a direction of all `wrt` together; see the form for one.
public func rop(
  _ f: [Variable], wrt: [Variable], evalPoints: [Variable],
  disconnectedOutputs: DisconnectedInputs = .raise
) throws -> [Variable] {
  if wrt.count != evalPoints.count {
    throw GraphError(
      .value,
      "rop needs an eval point for each wrt: \(wrt.count) and \(evalPoints.count) are given.")
  }
  for (index, (variable, point)) in zip(wrt, evalPoints).enumerated() {
    try variable.check()
    try point.check()
    if variable.ndim != point.ndim {
      throw GraphError(
        .type,
        "Element \(index) of wrt/eval_point have mismatched dimensionality: \(variable.ndim) versus "
          + "\(point.ndim).", site: point.site)
    }
  }
  for variable in f { try variable.check() }
  let pass = try ForwardPass(f, from: Array(zip(wrt, evalPoints)))
  return try f.map { variable in
    if let tangent = pass.tangents[variable] {
      try tangent.check()
      return tangent
    }
    let error = GraphError(
      .disconnectedInput,
      "rop was asked for the derivative of a variable that does not depend on wrt: \(variable)",
      site: variable.site)
    if pass.reached.contains(variable) || disconnectedOutputs == .ignore {
      return variable.zeroGradient
    }
    if disconnectedOutputs == .raise { throw error }
    warn("\(error)")
    return variable.zeroGradient
  }
}

/// One forward walk over a graph, from directions of some variables to derivatives of others.
private struct ForwardPass {
  var tangents: [Variable: Variable] = [:]
  var reached: Set<Variable> = []

  init(_ outputs: [Variable], from starts: [(Variable, Variable)]) throws {
    for (variable, tangent) in starts {
      tangents[variable] = tangent
      reached.insert(variable)
    }
    for node in toposort(outputs, blockers: reached) { try visit(node) }
  }

  private mutating func visit(_ node: Apply) throws {
    for (index, input) in node.inputs.enumerated() where reached.contains(input) {
      for output in node.outputs where node.op.isConnected(input: index, output: output.index) {
        reached.insert(output)
      }
    }
    let dx = node.inputs.map { tangents[$0] }
    guard dx.contains(where: { $0 != nil }) else { return }
    do {
      let results = try node.op.pushforward(node, dx) ?? differentiatedPullback(node, dx)
      for (output, tangent) in zip(node.outputs, results) where output.dtype.isContinuous {
        tangents[output] = tangent.map { $0.dtype == output.dtype ? $0 : cast($0, output.dtype) }
      }
    } catch let error as GraphError {
      throw error.located(op: node.op.name, inputs: node.inputs, site: node.site)
    }
  }

  /// The pullback is linear in the results' gradients; its own pullback, at any point, is the forward
  /// derivative (https://j-towns.github.io/2017/06/12/A-new-trick.html).
  private func differentiatedPullback(_ node: Apply, _ dx: [Variable?]) throws -> [Variable?] {
    let dummies = node.outputs.map { Variable($0.type.with(dtype: $0.gradientDType)) }
    let dy = zip(node.outputs, dummies).map { $0.dtype.isContinuous ? $1 : nil }
    let terms = try node.op.pullback(node, dy)
    var known: Replacements = [:]
    for (term, tangent) in zip(terms, dx) {
      guard let term, let tangent else { continue }
      known[term] = known[term].map { $0 + tangent } ?? tangent
    }
    if known.isEmpty { return node.outputs.map { _ in nil } }
    let pass = try ReversePass(from: known.map { ($0.key, $0.value) }, to: dummies, stoppingAt: [])
    let zeros = Replacements(
      uniqueKeysWithValues: zip(dummies, node.outputs).map { ($0, $1.zeroGradient) })
    return try dummies.map { dummy in
      try pass.gradient(dummy).map { try rebuild([$0], replacing: zeros)[0] }
    }
  }
}

extension Variable {
  /// The dtype of gradients with respect to this variable.
  fileprivate var gradientDType: DType {
    dtype.isContinuous ? dtype : Configuration.current.floatX
  }
}
