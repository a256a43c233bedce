import TheanoArrays
import TheanoGraph

// `function` in its forms: the second argument decides what a call returns.

/// Compiles a function from `inputs` to the value of `output`.
///
/// - Parameters:
///   - inputs: variables, or `In` and `Param` with defaults and updates; none of them a constant or shared.
///   - output: what a call returns, with the values of shared variables from before the call.
///   - updates: new values for shared variables, stored together after each successful call.
///   - givens: variables to be replaced in the graph, by others of the same type or by values.
///   - noDefaultUpdates: which shared variables' default updates to leave out: true for all, or a list.
///   - onUnusedInput: what to do about inputs that nothing depends on.
///   - allowInputDowncast: whether arguments may lose precision: true, never (false), or only Swift floats
///     on the way into `floatX` (nil).
///   - rebuildStrict: whether givens must have the types of what they replace; if not, dtypes are inferred anew.
///   - name: for messages; nil for the file and line of this call.
///   - mode: how to compile; nil for what `THEANO_FLAGS` says.
///   - threads: how many threads a call may use at most; nil for as many as there are processors. Results
///     do not depend on it.
///   - profile: whether calls are measured; see `Function.profile`.
/// - Throws: `GraphError` if an expression carries an error, if something it needs is neither an input nor
///   has a value, or if inputs, updates or givens are not allowed.
/// - Complexity: O(nodes + edges)
public func function(
  _ inputs: [any FunctionInput], _ output: Variable, updates: Updates = [], givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<NDArray> {
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: [output], updates: updates, givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .one)
}

/// Compiles a function that returns the value of one `Out`; see the form for a variable.
public func function(
  _ inputs: [any FunctionInput], _ output: Out, updates: Updates = [], givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<NDArray> {
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: [output.variable], updates: updates,
    givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .one)
}

/// Compiles a function that returns the values of an array of `Out`; see the form for a variable.
@_disfavoredOverload  // An empty array is one of variables.
public func function(
  _ inputs: [any FunctionInput], _ outputs: [Out], updates: Updates = [], givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<[NDArray]> {
  try function(
    inputs, outputs.map(\.variable), updates: updates, givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
}

/// Compiles a function that returns an array of values; see the form for one variable.
public func function(
  _ inputs: [any FunctionInput], _ outputs: [Variable], updates: Updates = [], givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<[NDArray]> {
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: outputs, updates: updates, givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .array(outputs.count))
}

/// Compiles a function that returns values by name; see the form for one variable.
public func function(
  _ inputs: [any FunctionInput], _ outputs: [String: Variable], updates: Updates = [],
  givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<[String: NDArray]> {
  let names = outputs.keys.sorted()
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: names.compactMap { outputs[$0] },
    updates: updates, givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .named(names))
}

/// Compiles a function that is called for its updates alone; see the form for one variable.
public func function(
  _ inputs: [any FunctionInput], updates: Updates = [], givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<Void> {
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: [], updates: updates, givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .none)
}

/// Compiles a function that returns two values as a tuple; see the form for one variable.
public func function(
  _ inputs: [any FunctionInput], _ outputs: (Variable, Variable), updates: Updates = [],
  givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<(NDArray, NDArray)> {
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: [outputs.0, outputs.1], updates: updates,
    givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .two)
}

/// Compiles a function that returns three values as a tuple; see the form for one variable.
public func function(
  _ inputs: [any FunctionInput], _ outputs: (Variable, Variable, Variable), updates: Updates = [],
  givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<(NDArray, NDArray, NDArray)> {
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: [outputs.0, outputs.1, outputs.2],
    updates: updates, givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .three)
}

/// Compiles a function that returns four values as a tuple; see the form for one variable.
public func function(
  _ inputs: [any FunctionInput], _ outputs: (Variable, Variable, Variable, Variable),
  updates: Updates = [], givens: Givens = [:],
  noDefaultUpdates: NoDefaultUpdates = false, onUnusedInput: OnUnusedInput = .raise,
  allowInputDowncast: Bool? = nil, rebuildStrict: Bool = true, name: String? = nil,
  mode: Mode? = nil, threads: Int? = nil, profile: Bool = false
) throws -> Function<(NDArray, NDArray, NDArray, NDArray)> {
  let request = FunctionRequest(
    inputs: inputs.map(\.specification), outputs: [outputs.0, outputs.1, outputs.2, outputs.3],
    updates: updates, givens: givens,
    noDefaultUpdates: noDefaultUpdates, onUnusedInput: onUnusedInput,
    allowInputDowncast: allowInputDowncast, rebuildStrict: rebuildStrict, name: name, mode: mode,
    threads: threads, profile: profile)
  return Function(try Pipeline.compile(request), .four)
}
