import TheanoGraph
import TheanoOps

/// Returns vector times Jacobian: the gradient with respect to `wrt` of a cost whose gradient with respect to
/// `f` is `evalPoint`.
///
/// - Throws: `GraphError`, as `grad` does.
public func lop(
  _ f: Variable, wrt: Variable, evalPoint: Variable, considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise
) throws -> Variable {
  try lop(
    [f], wrt: [wrt], evalPoints: [evalPoint], considerConstant: considerConstant,
    disconnectedInputs: disconnectedInputs)[0]
}

/// Returns vector times Jacobian for several functions and variables; see the form for one.
public func lop(
  _ f: [Variable], wrt: [Variable], evalPoints: [Variable], considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise
) throws -> [Variable] {
  if f.count != evalPoints.count {
    throw GraphError(
      .value, "lop needs an eval point for each f: \(f.count) and \(evalPoints.count) are given.")
  }
  var known: Replacements = [:]
  for (variable, point) in zip(f, evalPoints) {
    known[variable] = known[variable].map { $0 + point } ?? point
  }
  return try grad(
    nil, wrt: wrt, considerConstant: considerConstant, disconnectedInputs: disconnectedInputs,
    knownGrads: known)
}

/// Returns the product of the Hessian of a scalar `cost` with `vector`, of the shape of `wrt`, without forming
/// the Hessian.
///
/// - Throws: `GraphError`, as `grad` does.
public func hessianVectorProduct(
  _ cost: Variable, wrt: Variable, vector: Variable
) throws -> Variable {
  try hessianVectorProduct(cost, wrt: [wrt], vectors: [vector])[0]
}

/// Returns the product of the Hessian of a scalar `cost` with respect to all of `wrt` together with the vector
/// made of `vectors`, in the same parts.
public func hessianVectorProduct(
  _ cost: Variable, wrt: [Variable], vectors: [Variable]
) throws -> [Variable] {
  if wrt.count != vectors.count {
    throw GraphError(
      .value, "hessianVectorProduct needs a vector for each wrt: \(wrt.count) and \(vectors.count)."
    )
  }
  let gradients = try grad(cost, wrt: wrt)
  return try lop(gradients, wrt: wrt, evalPoints: vectors, disconnectedInputs: .ignore)
}
