import TheanoArrays
import TheanoGraph
import TheanoRewrites

/// What `function` was asked for.
struct FunctionRequest {
  var inputs: [In]
  var outputs: [Variable]
  var updates: Updates
  var givens: Givens
  var noDefaultUpdates: NoDefaultUpdates
  var onUnusedInput: OnUnusedInput
  var allowInputDowncast: Bool?
  var rebuildStrict: Bool
  var name: String?
  var mode: Mode?
  /// How many threads a call may use; nil for all.
  var threads: Int?
  /// Whether calls are measured.
  var profile = false
}

/// The compiler, top to bottom: from a request to something that can be called.
package struct Pipeline {
  /// Compiles a function.
  /// - Throws: `GraphError`
  static func compile(_ request: FunctionRequest) throws -> CompiledFunction {
    try locatingErrors { try stages(request) }
  }

  private static func stages(_ request: FunctionRequest) throws -> CompiledFunction {
    let mode = request.mode ?? Configuration.current.mode.map { Mode($0) } ?? .fastRun
    let optimiser = try optimiser(for: mode)
    try checkInputs(request.inputs)
    let givens = try replacements(of: request)
    var expressions = try Expressions(request)
    try addDefaultUpdates(to: &expressions, request, givens)
    var graph = try expressions.graph(request, givens)
    try checkUse(of: request.inputs, in: graph, request.onUnusedInput)
    try graph.cutAtInputs()
    graph.built = graph.results
    (graph.results, graph.rewrites) = try optimiser.optimise(graph.built)
    let label = request.name.map { FunctionLabel.given($0) } ?? .place(.capture())
    return try CompiledFunction(request, graph, mode.behaviour(), label: label)
  }
}

/// The graph that a function computes.
struct FunctionGraph {
  /// The variables that the user named as inputs.
  var inputs: [Variable]
  /// The variables that stand for the arguments: `inputs`, with leaves in place of those that the user's graph
  /// computes.
  var leaves: [Variable]
  /// How many of `results` are outputs; the expressions of `updated` follow, then those of inputs with updates.
  var outputCount: Int
  /// The outputs, then the new values.
  var results: [Variable]
  /// What the results were before any rewrite.
  var built: [Variable] = []
  /// The shared variables with new values, in the order of their expressions in `results`.
  var updated: [SharedVariable]
  /// What the rewrites did.
  var rewrites = RewriteReport()

  /// Puts leaves in place of inputs that the graph computes, so that nothing sees what is behind them.
  mutating func cutAtInputs() throws {
    var cuts: Replacements = [:]
    leaves = inputs.map { input in
      guard input.owner != nil else { return input }
      let leaf = Variable(input.type, .input, name: input.name, site: input.site)
      cuts[input] = leaf
      return leaf
    }
    results = try rebuild(results, replacing: cuts)
  }
}

extension Pipeline {
  /// Throws if something cannot be an input.
  private static func checkInputs(_ inputs: [In]) throws {
    var places: [Variable: Int] = [:]
    for (index, input) in inputs.enumerated() {
      let variable = input.variable
      try variable.check()
      if variable is SharedVariable {
        throw GraphError(
          .type,
          "Cannot use a shared variable (\(variable)) as explicit input. Consider substituting a "
            + "non-shared variable via the `givens` parameter.", site: variable.site)
      }
      if variable.constant != nil {
        throw GraphError(
          .type, "Constants not allowed in param list: \(variable).", site: variable.site)
      }
      if let first = places.updateValue(index, forKey: variable) {
        throw GraphError(
          .unusedInput,
          "Variable \(variable) is used twice in inputs to theano.function, at indices \(first) and "
            + "\(index).  This would result in values provided for it being ignored. Please do not "
            + "duplicate variables in the inputs list.", site: variable.site)
      }
      if input.mutable && !input.borrow {
        throw GraphError(
          .value, "An input with mutable: true cannot have borrow: false: \(variable).")
      }
    }
  }

  /// Returns what the givens replace, by what.
  private static func replacements(of request: FunctionRequest) throws -> Replacements {
    var replacements: Replacements = [:]
    for (variable, replacement) in request.givens.pairs {
      try variable.check()
      if request.inputs.contains(where: { $0.variable == variable }) {
        throw GraphError(
          .value,
          "You are trying to replace variable '\(variable)' through the `givens` parameter, but this "
            + "variable is an input to your function. Replacing inputs is currently forbidden because "
            + "it has no effect.", site: variable.site)
      }
      let new =
        try request.rebuildStrict ? replacement.toVariable(like: variable) : loose(replacement)
      try new.check()
      replacements[variable] = new
    }
    return replacements
  }

  private static func loose(_ value: any VariableConvertible) throws -> Variable {
    if let variable = value as? Variable { return variable }
    guard let value = value as? any ArrayConvertible else { return try value.toVariable(like: 0) }
    return try constant(value)
  }

  /// Adds the default updates of the shared variables that the graph reads, and of those that they read.
  private static func addDefaultUpdates(
    to expressions: inout Expressions, _ request: FunctionRequest, _ givens: Replacements
  ) throws {
    let inputs = Set(request.inputs.map(\.variable))
    var known = Set(expressions.updated)
    var fresh = expressions.all
    while !fresh.isEmpty {
      let read = graphInputs(try replace(givens, in: fresh, request), blockers: inputs)
      fresh = []
      for case let shared as SharedVariable in read {
        guard let update = shared.defaultUpdate, !request.noDefaultUpdates.includes(shared),
          known.insert(shared).inserted
        else { continue }
        fresh.append(try expressions.add(update, for: shared))
      }
    }
  }

  /// Returns expressions with the givens in place.
  fileprivate static func replace(
    _ givens: Replacements, in expressions: [Variable], _ request: FunctionRequest
  ) throws -> [Variable] {
    try request.rebuildStrict
      ? clone(expressions, replacing: givens) : rebuild(expressions, replacing: givens)
  }

  /// Deals with inputs that nothing depends on.
  private static func checkUse(
    of inputs: [In], in graph: FunctionGraph, _ action: OnUnusedInput
  ) throws {
    if action == .ignore { return }
    let used = Set(graphInputs(graph.results, blockers: Set(graph.inputs)))
    for (index, input) in inputs.enumerated() where !used.contains(input.variable) {
      let error = GraphError(
        .unusedInput,
        "theano.function was asked to create a function computing outputs given certain inputs, but the "
          + "provided input variable at index \(index) is not part of the computational graph needed to "
          + "compute the outputs: \(input.variable).\nTo make this error into a warning, you can pass the "
          + "parameter onUnusedInput: .warn to function. To disable it completely, use "
          + "onUnusedInput: .ignore.", site: input.variable.site)
      if action == .raise { throw error }
      warn("\(error)")
    }
  }
}

/// What a function computes, before the givens are in place.
private struct Expressions {
  var outputs: [Variable]
  /// The shared variables with new values, and these.
  var updated: [SharedVariable] = []
  var newValues: [Variable] = []
  /// The new values of inputs that keep a state.
  var states: [Variable] = []

  /// All expressions in the order of a function's results.
  var all: [Variable] { outputs + newValues + states }

  init(_ request: FunctionRequest) throws {
    outputs = request.outputs.map(\.strengthened)
    for output in outputs { try output.check() }
    try request.updates.check()
    for (shared, expression) in request.updates { _ = try add(expression, for: shared) }
    states = try request.inputs.compactMap { input in
      try input.update.map { try Expressions.newState($0, of: input.variable) }
    }
  }

  /// Adds the new value of a shared variable, in its dtype if it is a literal, and returns it.
  mutating func add(_ expression: Variable, for shared: SharedVariable) throws -> Variable {
    try expression.check()
    let value = try expression.toVariable(like: shared)
    if !value.type.isCompatible(with: shared.type) {
      throw GraphError(
        .type,
        "An update must have the same type as the original shared variable (shared_var=\(shared), "
          + "shared_var.type=\(shared.type), update_val=\(value), update_val.type=\(value.type)).",
        site: expression.site)
    }
    updated.append(shared)
    newValues.append(value)
    return value
  }

  private static func newState(_ update: Variable, of variable: Variable) throws -> Variable {
    try update.check()
    let value = try update.toVariable(like: variable)
    if value.type.isCompatible(with: variable.type) { return value }
    throw GraphError(
      .type,
      "Variable '\(variable)' has type \(variable.type) but an update of type \(value.type). The type "
        + "of the update should be the same as the type of the variable.", site: update.site)
  }

  /// Returns the graph of these expressions with the givens in place, all replaced together: what they
  /// share stays shared.
  func graph(_ request: FunctionRequest, _ givens: Replacements) throws -> FunctionGraph {
    FunctionGraph(
      inputs: request.inputs.map(\.variable), leaves: [], outputCount: outputs.count,
      results: try Pipeline.replace(givens, in: all, request), updated: updated)
  }
}
