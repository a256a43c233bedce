import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

/// Returns the Jacobian of `expression` with respect to `wrt`: the derivative of each element by each, of shape
/// `expression.shape + wrt.shape`. It is a loop over the elements of `expression`, not an unrolled graph.
///
/// - Parameters:
///   - considerConstant: variables through which no gradient flows.
///   - disconnectedInputs: what to do if `expression` does not depend on `wrt`.
/// - Throws: `GraphError`, as `grad` does.
public func jacobian(
  _ expression: Variable, wrt: Variable, considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise
) throws -> Variable {
  try jacobian(
    expression, wrt: [wrt], considerConstant: considerConstant,
    disconnectedInputs: disconnectedInputs)[0]
}

/// Returns the Jacobians of `expression` with respect to each of `wrt`; see the form for one.
public func jacobian(
  _ expression: Variable, wrt: [Variable], considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise
) throws -> [Variable] {
  try expression.check()
  if expression.ndim == 0 {
    return try grad(
      expression, wrt: wrt, considerConstant: considerConstant,
      disconnectedInputs: disconnectedInputs)
  }
  let rows = try jacobianRows(
    expression, wrt: wrt, considerConstant: considerConstant,
    disconnectedInputs: disconnectedInputs)
  let lengths = expression.type.shape.indices.map { expression.length(ofAxis: $0) }
  return zip(rows, wrt).map { row, variable in
    if expression.ndim == 1 { return row }
    let inner = variable.type.shape.indices.map { variable.length(ofAxis: $0) }
    return row.reshape(lengths + inner)
  }
}

/// Returns the gradients of each element of `expression`, in the order of its flattened form, stacked.
private func jacobianRows(
  _ expression: Variable, wrt: [Variable], considerConstant: [Variable],
  disconnectedInputs: DisconnectedInputs
) throws -> [Variable] {
  if let start = try JacobianStart(expression, wrt: wrt, considerConstant: considerConstant) {
    if wrt == [start.vector] { return [start.rows] }
    return try scan(
      sequences: start.rows, name: "jacobian",
      arguments: {
        try grad(
          nil, wrt: wrt, considerConstant: considerConstant,
          disconnectedInputs: disconnectedInputs, knownGrads: [start.vector: $0[0]])
      }
    ).0
  }
  let flat = expression.flatten()
  // The gradient of an element that is still to be chosen; the loop then chooses each.
  let chosen = lscalar()
  let gradients = try grad(
    flat[chosen], wrt: wrt, considerConstant: considerConstant,
    disconnectedInputs: disconnectedInputs)
  return try scan(
    sequences: arange(flat.length(ofAxis: 0)), name: "jacobian",
    arguments: { try rebuild(gradients, replacing: [chosen: $0[0]]) }
  ).0
}

/// Returns the Hessian of a scalar `cost` with respect to `wrt`, of shape `wrt.shape + wrt.shape`.
///
/// - Throws: `GraphError`, as `grad` does, also if `cost` is not a scalar.
public func hessian(
  _ cost: Variable, wrt: Variable, considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise
) throws -> Variable {
  let gradient = try grad(
    cost, wrt: wrt, considerConstant: considerConstant, disconnectedInputs: disconnectedInputs)
  // A cost linear in wrt has a gradient that does not depend on it: zeros.
  return try jacobian(
    gradient, wrt: wrt, considerConstant: considerConstant, disconnectedInputs: .ignore)
}

/// Returns the Hessians of a scalar `cost` with respect to each of `wrt` by itself, without cross terms.
public func hessian(
  _ cost: Variable, wrt: [Variable], considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise
) throws -> [Variable] {
  try wrt.map {
    try hessian(
      cost, wrt: $0, considerConstant: considerConstant, disconnectedInputs: disconnectedInputs)
  }
}
