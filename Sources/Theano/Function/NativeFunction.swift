import TheanoArrays
import TheanoCodeGen
import TheanoExecution
import TheanoGraph
import TheanoLoopIR
import TheanoSchedule

/// What native code is to do besides computing.
struct NativeOptions: Sendable {
  /// How many threads a call may use; nil for all.
  var threads: Int?
  /// Whether calls are measured.
  var isProfiled = false
  /// Whether a NaN or an infinity among the intermediate results is an error.
  var guardsNaN = false
}

/// A function's graph as machine code.
final class NativeFunction: Sendable {
  /// Where a result comes from.
  enum Result: Sendable {
    /// An input or a shared variable, returned as it is.
    case input(Int)
    case computed(Int)
  }

  /// The shared variables that the graph reads, in the order in which `run` takes their values.
  let shared: [SharedVariable]
  /// The C text.
  let source: String
  private let program: NativeProgram
  private let constants: [NDArray]
  private let results: [Result]
  /// The measurements of calls, if there are any.
  let profile: ProfileRecord?

  /// Compiles the graph that computes `outputs` from `inputs`.
  ///
  /// - Throws: `GraphError` if the graph cannot be computed; `ToolchainError` if there is no compiler.
  init(
    inputs: [Variable], outputs: [Variable], toolchain: Toolchain,
    _ options: NativeOptions = NativeOptions()
  ) throws {
    let computed: [Variable]
    (results, computed) = NativeFunction.split(outputs, inputs: inputs)
    var scheduled = try ScheduledGraph(
      inputs: inputs, outputs: computed, watchingNaN: options.guardsNaN,
      profiling: options.isProfiled)
    // What is found at the end must not have changed an input.
    if options.guardsNaN {
      scheduled.program.interface.reusable = scheduled.program.interface.results.map { _ in nil }
    }
    shared = scheduled.shared
    constants = scheduled.constants
    profile = options.isProfiled ? ProfileRecord(scheduled.groups) : nil
    source = try CPrinter.text(of: scheduled.program)
    let library = try toolchain.load([source])
    program = NativeProgram(
      entry: try library.function("theano_run", as: NativeProgram.Entry.self), library: library,
      interface: scheduled.program.interface, callbacks: scheduled.outside.map(NodeCallback.init),
      threads: options.threads)
  }

  /// Returns where each output comes from, and those that are computed.
  static func split(
    _ outputs: [Variable], inputs: [Variable]
  ) -> (results: [Result], computed: [Variable]) {
    let places = Dictionary(inputs.enumerated().map { ($1, $0) }) { first, _ in first }
    var computed: [Variable] = []
    let results = outputs.map { output -> Result in
      if let place = places[output] { return .input(place) }
      computed.append(output)
      return .computed(computed.count - 1)
    }
    return (results, computed)
  }

  /// Computes the outputs.
  ///
  /// - Throws: `ExecutionError`, or what a node that is evaluated outside throws. Nothing has changed then.
  func run(_ values: [NDArray], shared: [NDArray]) throws -> [NDArray] {
    let start = profile.map { _ in ContinuousClock.now }
    let computed = try program.run(values + shared + constants)
    if let profile, let start, let measured = computed.last {
      profile.add(measured, start.duration(to: .now))
    }
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
  fileprivate init(_ call: Apply) {
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
