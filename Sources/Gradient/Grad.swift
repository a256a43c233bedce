import TheanoArrays
import TheanoGraph
import TheanoOps

/// What `grad` does about a variable that the cost does not depend on.
public enum DisconnectedInputs: Sendable {
  /// Throw an error that names the variable and the line where it was made.
  case raise
  /// Print a warning to standard error, and go on as with `ignore`.
  case warn
  /// Return what `returnDisconnected` says.
  case ignore
}

/// What `grad` returns for a variable that the cost does not depend on.
public enum ReturnDisconnected: Sendable {
  /// Zeros of the variable's shape.
  case zero
  /// A variable that carries an error: `isDisconnected` is true of it, and using it throws.
  case disconnected
}

/// What `grad` does about a gradient that is mathematically undefined.
public enum NullGradients: Sendable {
  /// Throw the error.
  case raise
  /// Return a variable that carries the error, which is thrown when it is used.
  case `return`
}

extension Variable {
  /// Whether this stands for the gradient with respect to a variable that the cost does not depend on.
  public var isDisconnected: Bool { error?.kind == .disconnectedInput }
}

/// Returns the gradient of a scalar `cost` with respect to `wrt`: a variable of its shape, and of its dtype
/// if that is a float, else of `floatX`.
///
/// - Parameters:
///   - cost: a float scalar; nil if `knownGrads` says where to start.
///   - considerConstant: variables through which no gradient flows.
///   - disconnectedInputs: what to do if the cost does not depend on `wrt`.
///   - addNames: whether the result is named `(dcost/dwrt)` if both have names.
///   - knownGrads: gradients that are known already, by the variable they are for.
///   - returnDisconnected: what to return if the cost does not depend on `wrt`.
///   - nullGradients: what to do if the gradient is mathematically undefined.
/// - Throws: `GraphError` if the cost carries an error or is not a scalar, and as the parameters say.
/// - Complexity: O(nodes + edges)
public func grad(
  _ cost: Variable?, wrt: Variable, considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise, addNames: Bool = true,
  knownGrads: Replacements = [:], returnDisconnected: ReturnDisconnected = .zero,
  nullGradients: NullGradients = .raise
) throws -> Variable {
  try grad(
    cost, wrt: [wrt], considerConstant: considerConstant, disconnectedInputs: disconnectedInputs,
    addNames: addNames, knownGrads: knownGrads, returnDisconnected: returnDisconnected,
    nullGradients: nullGradients)[0]
}

/// Returns the gradients of a scalar `cost` with respect to each of `wrt`; see the form for one variable.
public func grad(
  _ cost: Variable?, wrt: [Variable], considerConstant: [Variable] = [],
  disconnectedInputs: DisconnectedInputs = .raise, addNames: Bool = true,
  knownGrads: Replacements = [:], returnDisconnected: ReturnDisconnected = .zero,
  nullGradients: NullGradients = .raise
) throws -> [Variable] {
  let starts = try locatingErrors { try startingGradients(cost, knownGrads) }
  let pass = try ReversePass(from: starts, to: wrt, stoppingAt: considerConstant)
  return try wrt.map { variable in
    guard pass.isConnected(variable) else {
      return try disconnected(variable, disconnectedInputs, returnDisconnected)
    }
    let result = pass.gradient(variable) ?? variable.zeroGradient
    if let error = result.error {
      if error.kind == .nullGradient, nullGradients == .return { return result }
      throw error
    }
    if addNames, result.name == nil, result.owner != nil, let cost = cost?.name,
      let name = variable.name
    {
      result.name = "(d\(cost)/d\(name))"
    }
    return result
  }
}

/// Returns the variables whose gradients are given, with those gradients.
private func startingGradients(
  _ cost: Variable?, _ knownGrads: Replacements
) throws -> [(Variable, Variable)] {
  for (variable, gradient) in knownGrads {
    try variable.check()
    try gradient.check()
    if !gradient.dtype.isContinuous {
      throw GraphError(
        .type,
        "Gradients must always be continuous, but grad was given a known grad of type "
          + "\(gradient.type).", site: gradient.site)
    }
    if gradient.ndim != variable.ndim {
      throw GraphError(
        .type,
        "A known grad must have the rank of its variable: \(gradient.type) for \(variable.type).",
        site: gradient.site)
    }
  }
  var starts = knownGrads.map { ($0.key, $0.value) }
  guard let cost else {
    if starts.isEmpty { throw GraphError(.value, "cost and known_grads can't both be None.") }
    return starts
  }
  try cost.check()
  if cost.ndim != 0 {
    throw GraphError(
      .type, "cost must be a scalar. It is \(cost): \(cost.type).", site: cost.site)
  }
  if cost.dtype.isComplex {
    throw GraphError(.type, "cost must be real. It is \(cost): \(cost.type).", site: cost.site)
  }
  let dtype = cost.dtype.isFloat ? cost.dtype : Configuration.current.floatX
  starts.append((cost, cost.onesLike(dtype: dtype)))
  return starts
}

private func disconnected(
  _ variable: Variable, _ action: DisconnectedInputs, _ result: ReturnDisconnected
) throws -> Variable {
  let error = GraphError(
    .disconnectedInput,
    "grad method was asked to compute the gradient with respect to a variable that is not part of "
      + "the computational graph of the cost, or is used only by a non-differentiable operator: "
      + "\(variable)", site: variable.site)
  switch action {
  case .raise: throw error
  case .warn: warn("\(error)")
  case .ignore: break
  }
  switch result {
  case .zero: return variable.zeroGradient
  case .disconnected: return Variable(invalid: error)
  }
}

extension Variable {
  /// Zeros of this variable's shape, of a dtype that gradients may have.
  package var zeroGradient: Variable {
    zerosLike(dtype: dtype.isContinuous ? dtype : Configuration.current.floatX)
  }
}
