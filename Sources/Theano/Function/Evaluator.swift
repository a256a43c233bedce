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
  let native: NativeFunction?

  /// Whether a NaN or an infinity among the results of operations is an error.
  private let guardsNaN: Bool

  /// Prepares a graph for a mode.
  /// - Throws: `GraphError` if the graph cannot be computed, or not as the mode says.
  init(
    inputs: [Variable], outputs: [Variable], _ behaviour: Mode.Behaviour, _ options: NativeOptions
  ) throws {
    program = try Program(inputs: inputs, outputs: outputs)
    guardsNaN = behaviour.guardsNaN
    native = try behaviour.isNative ? Evaluator.compile(inputs, outputs, behaviour, options) : nil
  }

  /// Returns the graph as machine code; nil, after a warning, if there is no compiler.
  private static func compile(
    _ inputs: [Variable], _ outputs: [Variable], _ behaviour: Mode.Behaviour,
    _ options: NativeOptions
  ) throws -> NativeFunction? {
    do {
      return try NativeFunction(
        inputs: inputs, outputs: outputs, toolchain: .standard, options)
    } catch let error as ToolchainError {
      if behaviour.needsCompiler {
        throw GraphError(.notImplemented, "The mode 'native' needs a C compiler. \(error)")
      }
      Toolchain.warning.give("\(error) Functions are evaluated operation by operation.")
      return nil
    }
  }

  /// The shared variables that the graph reads.
  var shared: [SharedVariable] { program.shared }

  /// Computes the outputs from the values of the inputs and of `shared`.
  /// - Throws: `EvaluationError`
  func run(_ values: [NDArray], shared sharedValues: [NDArray]) throws -> [NDArray] {
    guard let native else {
      return try program.run(values, shared: sharedValues, guardingNaN: guardsNaN)
    }
    do {
      let results = try native.run(
        values, shared: native.ordered(sharedValues, as: program.shared))
      if !guardsNaN || results.allSatisfy(\.isFinite) { return results }
    } catch {
      // Nothing has changed: the reference evaluator finds the same error and says all about it.
      let results = try program.run(values, shared: sharedValues, guardingNaN: guardsNaN)
      // A program may check what it does not need after all: a divisor on the side not taken.
      if let failure = error as? ExecutionError, case .failedCheck = failure { return results }
      throw error as? EvaluationError ?? EvaluationError("\(error)")
    }
    return try program.run(values, shared: sharedValues, guardingNaN: true)
  }
}

extension NativeFunction {
  /// Returns values given in the order of `variables` in that of this function's shared variables.
  func ordered(_ values: [NDArray], as variables: [SharedVariable]) -> [NDArray] {
    if shared == variables { return values }
    let known = Dictionary(zip(variables, values)) { first, _ in first }
    return shared.compactMap { known[$0] }
  }
}
