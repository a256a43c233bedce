import TheanoArrays
import TheanoCodeGen
import TheanoExecution
import TheanoGraph

/// What computes a function's graph: machine code where there is a compiler, and each operation's own
/// `evaluate` elsewhere and where an error has to be explained.
struct Evaluator: Sendable {
  /// The graph for the reference evaluator.
  let program: Program
  /// The graph as machine code.
  let native: NativeVersions?

  /// Whether a NaN or an infinity among the results of operations is an error.
  private let guardsNaN: Bool
  /// Whether it is an error if there is no machine code, also for new lengths of shared variables.
  private let needsCompiler: Bool

  /// Prepares a graph for a mode.
  /// - Throws: `GraphError` if the graph cannot be computed, or not as the mode says.
  init(_ graph: FunctionGraph, _ behaviour: Mode.Behaviour, _ options: NativeOptions) throws {
    program = try Program(inputs: graph.leaves, outputs: graph.results)
    guardsNaN = behaviour.guardsNaN
    needsCompiler = behaviour.needsCompiler
    native =
      try behaviour.isNative
      ? Evaluator.compile(graph, program, behaviour, options) : nil
  }

  /// Returns the graph as machine code; nil, after a warning, if none can be made.
  private static func compile(
    _ graph: FunctionGraph, _ program: Program, _ behaviour: Mode.Behaviour,
    _ options: NativeOptions
  ) throws -> NativeVersions? {
    do {
      let toolchain = Toolchain.standard
      return try NativeVersions(of: program.shared) { lengths in
        try NativeFunction(
          inputs: graph.leaves, outputs: graph.results, updated: graph.replaceable,
          lengths: lengths, toolchain: toolchain, options)
      }
    } catch let error as ToolchainError {
      if behaviour.needsCompiler { throw GraphError(.notImplemented, missing(error)) }
      Toolchain.warnings.give(error)
      return nil
    }
  }

  /// What is said where there has to be machine code, and there is none.
  private static func missing(_ error: ToolchainError) -> String {
    "The mode 'native' needs machine code, which cannot be made here: \(error)"
  }

  /// The program that is all that a call runs, if there is one: there are no shared variables, and nothing is
  /// evaluated outside, watched or measured.
  var direct: NativeProgram? { guardsNaN ? nil : native?.only?.direct }

  /// The shared variables that the graph reads.
  var shared: [SharedVariable] { program.shared }

  /// Computes the outputs from the values of the inputs and those that the shared variables have now. They
  /// are made in the memory of `results`, which has as many arrays, where nobody else holds that and it fits;
  /// other values may be left behind those of the inputs.
  ///
  /// Values of shared variables that are to be replaced may have been taken: the caller then holds their
  /// update locks, and commits the new values.
  /// - Throws: `EvaluationError`; no shared variable has then changed.
  func run(_ values: inout [NDArray], into results: inout [NDArray]) throws {
    guard let native else {
      let now = try SharedContainer.snapshot(program.shared.map(\.container))
      results = try program.run(values, shared: now, guardingNaN: guardsNaN)
      return
    }
    try run(&values, native.current, of: native, into: &results)
  }

  /// Computes the outputs by a version of the machine code, or, if the values of shared variables do not fit
  /// that, by another.
  private func run(
    _ values: inout [NDArray], _ version: NativeFunction, of native: NativeVersions,
    into results: inout [NDArray]
  ) throws {
    let containers = version.containers
    let count = values.count
    let taken =
      containers.isEmpty
      ? [] : try SharedContainer.take(containers, giving: version.reused, to: &values)
    /// Gives back what was taken, and returns the values of shared variables.
    func putBack() -> [NDArray] {
      let now = Array(values[count...])
      SharedContainer.putBack(taken.map { containers[$0] }, taken.map { now[$0] })
      values.removeLast(now.count)
      return now
    }
    if !version.isForAllLengths && !version.fits(values[count...]) {
      let now = putBack()
      do {
        return try run(&values, native.version(for: now), of: native, into: &results)
      } catch let error as ToolchainError {
        if needsCompiler { throw EvaluationError(Evaluator.missing(error)) }
        Toolchain.warnings.give(error)
        results = try program.run(
          values, shared: version.ordered(now, for: program.shared), guardingNaN: guardsNaN)
        return
      }
    }
    do {
      try version.run(&values, given: taken, into: &results)
      if !guardsNaN || results.allSatisfy(\.isFinite) { return }
    } catch {
      let now = version.ordered(putBack(), for: program.shared)
      results = try explain(error, values, now)
      return
    }
    let now = version.ordered(Array(values[count...]), for: program.shared)
    results = try program.run(Array(values[..<count]), shared: now, guardingNaN: true)
  }

  /// Computes the outputs by each operation's own `evaluate` after machine code met an error: nothing has
  /// changed, so that the same error is found, and all is said about it.
  private func explain(
    _ error: any Error, _ values: [NDArray], _ shared: [NDArray]
  ) throws -> [NDArray] {
    let results = try program.run(values, shared: shared, guardingNaN: guardsNaN)
    // A program may check what it does not need after all: a divisor on the side not taken.
    if case ExecutionError.failedCheck = error { return results }
    throw error as? EvaluationError ?? EvaluationError("\(error)")
  }
}

extension FunctionGraph {
  /// The shared variables with new values, by the places of these among the results; none if a new value
  /// might turn out not to fit its variable, as the old one is then needed.
  var replaceable: [Int: SharedVariable] {
    let fits = zip(updated, results[outputCount...]).allSatisfy { variable, value in
      zip(variable.type.shape, value.type.shape).allSatisfy { $0 == nil || $0 == $1 }
    }
    if !fits { return [:] }
    return Dictionary(uniqueKeysWithValues: updated.enumerated().map { (outputCount + $0, $1) })
  }
}

extension NativeFunction {
  /// Returns the values of this function's shared variables in the order of `variables`.
  func ordered(_ values: [NDArray], for variables: [SharedVariable]) -> [NDArray] {
    if shared == variables { return values }
    let known = Dictionary(zip(shared, values)) { first, _ in first }
    // What native code does not read makes no difference.
    return variables.map { known[$0] ?? $0.value }
  }
}
