import TheanoArrays
import TheanoCodeGen
import TheanoExecution
import TheanoGraph
import TheanoLoopIR
import TheanoSchedule

/// A function's graph as a native program that has not been compiled yet.
struct NativePlan {
  /// Where a result comes from.
  enum Result: Sendable {
    /// An input, returned as it is.
    case input(Int)
    case computed(Int)
  }

  /// The program, and what it is given besides its arguments.
  let scheduled: ScheduledGraph
  /// Where each output comes from.
  let results: [Result]

  /// Plans the computation of `outputs` from `inputs`.
  /// - Throws: `GraphError` if the graph cannot be computed.
  init(inputs: [Variable], outputs: [Variable]) throws {
    let places = Dictionary(inputs.enumerated().map { ($1, $0) }) { first, _ in first }
    var computed: [Variable] = []
    results = outputs.map { output in
      if let place = places[output] { return .input(place) }
      computed.append(output)
      return .computed(computed.count - 1)
    }
    scheduled = try ScheduledGraph(inputs: inputs, outputs: computed)
  }
}

/// A function's graph as machine code.
final class NativeFunction: Sendable {
  /// The shared variables that the graph reads, in the order in which `run` takes their values.
  let shared: [SharedVariable]
  /// The C text.
  let source: String
  private let program: NativeProgram
  private let constants: [NDArray]
  private let results: [NativePlan.Result]

  /// Compiles the graph that computes `outputs` from `inputs`.
  ///
  /// - Throws: `GraphError` if the graph cannot be computed; `ToolchainError` if there is no compiler.
  convenience init(inputs: [Variable], outputs: [Variable], toolchain: Toolchain) throws {
    let plan = try NativePlan(inputs: inputs, outputs: outputs)
    let source = try CPrinter.text(of: plan.scheduled.program)
    try self.init(
      plan, source: source, library: toolchain.load([source]), entry: CPrinter.standardEntry)
  }

  /// Creates the function of a plan whose program is in a library, under the name `entry`.
  /// - Throws: `ToolchainError` if the library has no such name.
  init(_ plan: NativePlan, source: String, library: NativeLibrary, entry: String) throws {
    shared = plan.scheduled.shared
    constants = plan.scheduled.constants
    results = plan.results
    self.source = source
    program = NativeProgram(
      entry: try library.function(entry, as: NativeProgram.Entry.self), library: library,
      interface: plan.scheduled.program.interface,
      callbacks: plan.scheduled.outside.map(NodeCallback.init))
  }

  /// Computes the outputs.
  ///
  /// - Throws: `ExecutionError`, or what a node that is evaluated outside throws. Nothing has changed then.
  func run(_ values: [NDArray], shared: [NDArray]) throws -> [NDArray] {
    let computed = try program.run(values + shared + constants)
    return results.map { result in
      switch result {
      case .input(let place): values[place]
      case .computed(let place): computed[place]
      }
    }
  }

  /// The most memory that a call has taken so far, in bytes.
  var peakBytes: Int { program.peakBytes }
}

extension NodeCallback {
  /// The node's own evaluation.
  init(_ call: Apply) {
    self.init(
      operands: call.inputs.map { .init($0.dtype, rank: $0.ndim) },
      results: call.outputTypes.map { .init($0.dtype, rank: $0.ndim) }
    ) { values in
      do {
        return try call.checked(call.op.evaluate(values, call))
      } catch {
        throw EvaluationError.locating(error, call: call, inputs: values)
      }
    }
  }
}
