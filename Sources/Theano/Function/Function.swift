import TheanoArrays
import TheanoGraph
import TheanoRewrites

/// A compiled function: call it like a Swift function, with numbers, ranges, nested arrays or `NDArray`s, by
/// place or by the names of its inputs: `try f(10, y: 3)`.
///
/// Calls from several tasks at once are safe; calls that change the same shared variable wait for each other.
@dynamicCallable
public struct Function<Output>: Sendable {
  package let compiled: CompiledFunction
  let form: ResultForm<Output>

  /// Creates a function that returns what is computed in a form.
  init(_ compiled: CompiledFunction, _ form: ResultForm<Output>) {
    self.compiled = compiled
    self.form = form
  }

  /// Calls the function with arguments by place, then by name.
  ///
  /// - Throws: `GraphError` if the arguments do not fit, `EvaluationError` if the computation fails; no
  ///   shared variable has changed then.
  @discardableResult
  public func dynamicallyCall(
    withKeywordArguments arguments: KeyValuePairs<String, any ArrayConvertible>
  ) throws -> Output {
    try locatingErrors {
      if arguments.count > compiled.inputCount {
        try compiled.check(count: arguments.count { $0.key.isEmpty })
      }
      let kept = compiled.begin()
      defer { compiled.end(kept) }
      var keywords: [(String, any ArrayConvertible)] = []
      for (name, value) in arguments {
        if name.isEmpty {
          try compiled.add(value, to: &kept.frame.pointee)
        } else {
          keywords.append((name, value))
        }
      }
      var result = form.empty()
      try compiled.compute(&kept.frame.pointee, keywords, into: &result, form)
      return result
    }
  }

  /// Calls the function with arguments by place.
  ///
  /// - Throws: as the form with names.
  @discardableResult
  public func dynamicallyCall(withArguments arguments: [any ArrayConvertible]) throws -> Output {
    var result = form.empty()
    try call(arguments, into: &result)
    return result
  }

  /// Calls the function with an array of arguments.
  ///
  /// - Throws: as a call with the arguments one by one.
  @discardableResult
  public func call(_ arguments: [any ArrayConvertible]) throws -> Output {
    try dynamicallyCall(withArguments: arguments)
  }

  /// The name: the one given, else the file and line where the function was compiled.
  public var name: String { compiled.name }

  /// The value that an input with a default has when it is left out.
  public subscript(_ input: Variable) -> NDArray {
    get throws { try locatingErrors { try compiled.defaultValue(of: input) } }
  }

  /// Sets the value that an input with a default has when it is left out: for the next call, or for good if
  /// the input has an update.
  /// - Throws: `GraphError` if the value does not fit or the input has no default.
  public func setDefault(_ value: any ArrayConvertible, of input: Variable) throws {
    try locatingErrors { try compiled.setDefault(value, of: input) }
  }

  /// Returns a function of the same graph with states of its own: inputs with updates go on from their
  /// present values by themselves, and shared variables are exchanged as `swap` says.
  ///
  /// - Parameters:
  ///   - swap: shared variables of this function with others of the same types.
  ///   - deletingUpdates: whether the copy leaves shared variables as they are.
  ///   - name: the copy's name.
  /// - Throws: `GraphError` if a variable of `swap` is not part of the function, or types differ.
  public func copy(
    swapping swap: [SharedVariable: SharedVariable] = [:], deletingUpdates: Bool = false,
    name: String? = nil
  ) throws -> Function {
    let copy = try locatingErrors {
      try compiled.copy(swapping: swap, deletingUpdates: deletingUpdates, name: name)
    }
    return Function(copy, form)
  }

  /// The shared variables that the function reads or changes.
  public var shared: [SharedVariable] { compiled.shared }

  /// The variables that the function computes, as it computes them: outputs first, then updates.
  public var graph: [Variable] { compiled.graph.results }
}

extension Function {
  /// What the rewrites made of the graph that the user built: how often each rule applied, and with
  /// `Mode(trace: true)` each application, with the expressions before and after and the time it took.
  public var rewrites: RewriteReport { compiled.graph.rewrites }

  /// The nodes in the order in which they are run.
  public var nodes: [Apply] {
    toposort(graph, blockers: Set(compiled.graph.leaves))
  }
}

/// Prints the graph that a function computes, with the nodes numbered in the order of execution.
public func debugprint<Output>(
  _ function: Function<Output>, depth: Int = -1, printType: Bool = false, ids: IDStyle = .letters,
  stopOnName: Bool = false
) {
  print(
    debugString(
      function, depth: depth, printType: printType, ids: ids, stopOnName: stopOnName),
    terminator: "")
}

/// Returns what `debugprint` prints of a function.
public func debugString<Output>(
  _ function: Function<Output>, depth: Int = -1, printType: Bool = false, ids: IDStyle = .letters,
  stopOnName: Bool = false
) -> String {
  debugString(
    function.graph, depth: depth, printType: printType, ids: ids, stopOnName: stopOnName,
    order: function.nodes)
}

/// Returns the graph that a function computes in the language of Graphviz.
public func dot<Output>(_ function: Function<Output>) -> String { dot(function.graph) }
