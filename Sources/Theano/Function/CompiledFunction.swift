import TheanoArrays
import TheanoExecution
import TheanoGraph

/// What `function` compiles to: arguments in, results out, shared variables changed together or not at all.
package final class CompiledFunction: Sendable {
  /// What the function is called in messages.
  private let label: FunctionLabel
  let graph: FunctionGraph
  private let request: FunctionRequest
  let arguments: ArgumentBinder
  let evaluator: Evaluator
  private let behaviour: Mode.Behaviour
  /// In debug mode, what calls are compared with.
  let check: RewriteCheck?
  let stateful: [Int]
  /// What holds the values that calls change: those of shared variables, then those of inputs.
  let written: [SharedContainer]
  /// How many inputs there are.
  let inputCount: Int
  /// How many results there are: outputs, then new values.
  let resultCount: Int
  /// How many outputs there are.
  let outputCount: Int
  /// The calls that need nothing but machine code, if there are any.
  let direct: DirectCalls?
  /// What the next call uses.
  let spare = Spare<KeptFrame>()

  init(
    _ request: FunctionRequest, _ graph: FunctionGraph, _ behaviour: Mode.Behaviour,
    label: FunctionLabel
  ) throws {
    self.label = label
    self.request = request
    self.graph = graph
    let options = NativeOptions(
      threads: request.threads, isProfiled: request.profile, guardsNaN: behaviour.guardsNaN)
    evaluator = try Evaluator(graph, behaviour, options)
    self.behaviour = behaviour
    check =
      behaviour.comparesRewrites
      ? try RewriteCheck(graph, evaluator.program, evaluator.native) : nil
    arguments = try ArgumentBinder(
      request.inputs, function: label, allowDowncast: request.allowInputDowncast)
    inputCount = request.inputs.count
    resultCount = graph.results.count
    outputCount = graph.outputCount
    let stateful = request.inputs.indices.filter { request.inputs[$0].update != nil }
    self.stateful = stateful
    written =
      graph.updated.map(\.container)
      + stateful.compactMap { [arguments] in arguments.state(at: $0) }
    direct =
      written.isEmpty && check == nil ? DirectCalls(evaluator, inputs: request.inputs) : nil
  }

  /// The name for messages: the one given, else the file and line of the call of `function`.
  package var name: String { label.text }

  /// The shared variables that the function reads or changes.
  package var shared: [SharedVariable] {
    let read = check?.shared ?? evaluator.shared
    return read + graph.updated.filter { !read.contains($0) }
  }

  /// The value that an input has when it is left out.
  package func defaultValue(of variable: Variable) throws -> NDArray {
    try arguments.defaultValue(at: place(of: variable))
  }

  /// Sets the value that an input has when it is left out: until the next call for a plain default, which
  /// then has its old value again; for good for an input with an update.
  package func setDefault(_ value: any ArrayConvertible, of variable: Variable) throws {
    try arguments.setDefault(value, at: place(of: variable))
  }

  private func place(of variable: Variable) throws -> Int {
    if let place = graph.inputs.firstIndex(of: variable) { return place }
    throw GraphError(.value, "Unknown input or state: \(variable)", site: variable.site)
  }

  /// Returns this function with states of its own, and with shared variables exchanged.
  package func copy(
    swapping swap: [SharedVariable: SharedVariable], deletingUpdates: Bool, name: String?
  ) throws -> CompiledFunction {
    for (old, new) in swap {
      if !shared.contains(old) {
        throw GraphError(
          .value, "SharedVariable: \(old) not found in \(self.name).", site: old.site)
      }
      if old.type != new.type {
        throw GraphError(
          .type, "Cannot swap \(old) of type \(old.type) for \(new) of type \(new.type).",
          site: new.site)
      }
    }
    let replacements = Replacements(uniqueKeysWithValues: swap.map { ($0.key, $0.value) })
    var new = graph
    new.results = try clone(graph.results, replacing: replacements)
    new.built = try clone(graph.built, replacing: replacements)
    new.updated = graph.updated.map { swap[$0] ?? $0 }
    if deletingUpdates {
      let deleted = graph.outputCount..<(graph.outputCount + graph.updated.count)
      new.results.removeSubrange(deleted)
      new.built.removeSubrange(deleted)
      new.updated = []
    }
    var request = request
    request.inputs = try request.inputs.enumerated().map { index, input in
      var input = input
      if input.update != nil { input.value = try arguments.defaultValue(at: index) }
      return input
    }
    return try CompiledFunction(
      request, new, behaviour, label: name.map { .given($0) } ?? .copy(of: label))
  }
}
