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
  /// Whether comments in the text have expressions and the user's lines.
  var describes = false
}

/// A function's graph as a native program that has not been compiled yet.
struct NativePlan {
  /// Where a result comes from.
  enum Result: Sendable {
    /// An input, returned as it is.
    case input(Int)
    case computed(Int)
  }

  /// The program, and what it is given besides its arguments.
  private(set) var scheduled: ScheduledGraph
  /// Where each output comes from.
  let results: [Result]
  /// The number of inputs.
  let inputCount: Int

  /// Plans the computation of `outputs` from `inputs`. `updated` has the shared variables of which outputs
  /// are the new values, by the outputs' places; `lengths` what is known about the axes of shared variables.
  /// - Throws: `GraphError` if the graph cannot be computed.
  init(
    inputs: [Variable], outputs: [Variable], updated: [Int: SharedVariable] = [:],
    lengths: [SharedVariable: [Int?]] = [:], _ options: NativeOptions = NativeOptions()
  ) throws {
    let places = Dictionary(inputs.enumerated().map { ($1, $0) }) { first, _ in first }
    var computed: [Variable] = []
    var reuse: [Int: SharedVariable] = [:]
    results = outputs.enumerated().map { place, output in
      if let input = places[output] { return .input(input) }
      reuse[computed.count] = updated[place]
      computed.append(output)
      return .computed(computed.count - 1)
    }
    inputCount = inputs.count
    scheduled = try ScheduledGraph(
      inputs: inputs, outputs: computed, lengths: lengths, reuse: reuse,
      watchingNaN: options.guardsNaN, describing: options.describes,
      profiling: options.isProfiled)
    // What is found at the end must not have changed an input.
    if options.guardsNaN {
      scheduled.program.interface.reusable = scheduled.program.interface.results.map { _ in nil }
    }
  }

  /// Lets the program be cut into pieces, as large ones are.
  mutating func allowPieces() { scheduled.program.allowPieces() }

  /// The places among the shared variables of those in whose memory new values may be made. Operations
  /// evaluated outside might wait for who waits for a value that has been taken.
  var reused: [Int] {
    if !scheduled.outside.isEmpty { return [] }
    return scheduled.program.interface.reusable.compactMap { $0.map { $0 - inputCount } }
  }
}

/// A function's graph as machine code.
final class NativeFunction: Sendable {
  /// The shared variables that the graph reads, in the order in which `run` takes their values.
  let shared: [SharedVariable]
  /// Where the values of `shared` are.
  let containers: [SharedContainer]
  /// The C texts: one, unless the graph is large.
  let texts: [String]
  /// Makes the same texts with comments for people, which are not made before somebody asks: that would take longer
  /// than all the rest of the plan.
  private let describe: @Sendable () throws -> [String]
  /// The places among `shared` of the variables in whose memory their new values are made if nobody else
  /// holds that.
  let reused: [Int]
  /// Whether the values of shared variables may have any lengths that their types allow.
  let isForAllLengths: Bool
  /// The lengths of the axes of the values of `shared`; nil: any.
  private let lengths: [[Int?]]
  private let program: NativeProgram
  private let results: [NativePlan.Result]
  /// Whether the program's results are the outputs, in order.
  private let isDirect: Bool
  /// The measurements of calls, if there are any.
  let profile: ProfileRecord?

  /// Compiles the graph that computes `outputs` from `inputs`; see `NativePlan`.
  ///
  /// - Throws: `GraphError` if the graph cannot be computed; `ToolchainError` if there is no compiler.
  convenience init(
    inputs: [Variable], outputs: [Variable], updated: [Int: SharedVariable] = [:],
    lengths: [SharedVariable: [Int?]] = [:], toolchain: Toolchain,
    _ options: NativeOptions = NativeOptions()
  ) throws {
    let plan = try NativePlan(
      inputs: inputs, outputs: outputs, updated: updated, lengths: lengths, options)
    let texts = try CPrinter.texts(of: plan.scheduled.program)
    try self.init(
      plan, texts: texts, library: toolchain.load(texts), entry: CPrinter.standardEntry,
      lengths: lengths, options
    ) {
      var described = options
      described.describes = true
      let plan = try NativePlan(
        inputs: inputs, outputs: outputs, updated: updated, lengths: lengths, described)
      return try CPrinter.texts(of: plan.scheduled.program)
    }
  }

  /// Creates the function of a plan whose program is in a library, under the name `entry`; `lengths` is what the
  /// plan was made with, and `describe` makes the texts with comments, if these have none.
  /// - Throws: `ToolchainError` if the library has no such name.
  init(
    _ plan: NativePlan, texts: [String], library: NativeLibrary, entry: String,
    lengths: [SharedVariable: [Int?]] = [:], _ options: NativeOptions = NativeOptions(),
    describe: (@Sendable () throws -> [String])? = nil
  ) throws {
    shared = plan.scheduled.shared
    containers = shared.map(\.container)
    // What a variable's type says need not be looked at.
    let taken = shared.map { variable in
      (lengths[variable] ?? []).enumerated().map { axis, length in
        variable.type.shape[axis] == nil ? length : nil
      }
    }
    isForAllLengths = taken.joined().allSatisfy { $0 == nil }
    self.lengths = taken
    profile = options.isProfiled ? ProfileRecord(plan.scheduled.groups) : nil
    results = plan.results
    isDirect =
      !options.isProfiled
      && plan.results.enumerated().allSatisfy { place, result in
        if case .computed(place) = result { true } else { false }
      }
    reused = plan.reused
    self.texts = texts
    self.describe = describe ?? { texts }
    program = NativeProgram(
      entry: try library.function(entry, as: NativeProgram.Entry.self), library: library,
      interface: plan.scheduled.program.interface, constants: plan.scheduled.constants,
      callbacks: plan.scheduled.outside.map { NodeCallback($0, guardsNaN: options.guardsNaN) },
      resources: plan.scheduled.program.hasProducts ? .withProducts : .standard,
      threads: options.threads)
  }

  /// The program, if a call is no more than a run of it on the arguments.
  var direct: NativeProgram? {
    isDirect && shared.isEmpty && program.takesLent ? program : nil
  }

  /// The C texts with comments that say what each group of loops computes: the same but for these, and for names
  /// that variables have been given since.
  /// - Throws: what the initializer throws.
  var describedTexts: [String] { get throws { try describe() } }

  /// Whether values of `shared` are so long as this code was made for.
  func fits(_ values: some Collection<NDArray>) -> Bool {
    isForAllLengths
      || zip(lengths, values).allSatisfy { lengths, value in
        zip(lengths, value.shape).allSatisfy { $0 == nil || $0 == $1 }
      }
  }

  /// Computes the outputs from values of `shared` that fit.
  ///
  /// - Throws: `ExecutionError`, or what a node that is evaluated outside throws. Nothing has changed then.
  func run(_ values: [NDArray], shared: [NDArray]) throws -> [NDArray] {
    var all = values + shared
    var outputs = [NDArray](repeating: .nothing, count: results.count)
    try run(&all, given: [], into: &outputs)
    return outputs
  }

  /// Computes the outputs from the values of the inputs and then of `shared`. Outputs are made in the memory
  /// of `outputs`, as far as nobody else holds that and it has the right size; new values also in the memory
  /// of those at the places `given` of `shared`, which are then lost.
  ///
  /// - Throws: as `run`; all values are then as they were, and the elements of `outputs` unknown.
  func run(_ values: inout [NDArray], given: [Int], into outputs: inout [NDArray]) throws {
    let inputCount = values.count - shared.count
    let donated = given.isEmpty ? [] : given.map { inputCount + $0 }
    if isDirect { return try program.run(&values, donating: donated, into: &outputs) }
    var computed = [NDArray](repeating: .nothing, count: program.interface.results.count)
    exchange(&computed, &outputs)
    // Also after an error, as the caller's memory is among what was computed.
    defer { exchange(&computed, &outputs) }
    let start = profile?.now
    try program.run(&values, donating: donated, into: &computed)
    profile?.add(computed, since: start)
    for case (let output, .input(let place)) in zip(outputs.indices, results) {
      outputs[output] = values[place]
    }
  }

  /// Exchanges what is computed with the outputs that it is to become, or has become.
  private func exchange(_ computed: inout [NDArray], _ outputs: inout [NDArray]) {
    for case (let output, .computed(let place)) in zip(outputs.indices, results) {
      swap(&computed[place], &outputs[output])
    }
  }

  /// The most memory that a call has held so far, in bytes.
  var peakBytes: Int { program.peakBytes }
}

extension NodeCallback {
  /// The node's own evaluation, which may be an error if it gives a NaN or an infinity.
  init(_ call: Apply, guardsNaN: Bool = false) {
    self.init(
      operands: call.inputs.map { .init($0.dtype, rank: $0.ndim) },
      results: call.outputTypes.map { .init($0.dtype, rank: $0.ndim) }
    ) { values in
      do {
        if !guardsNaN { return try call.checked(call.op.evaluate(values, call)) }
        let results = try Program.$guardsNaN.withValue(true) {
          try call.checked(call.op.evaluate(values, call))
        }
        try EvaluationError.requireFinite(results)
        return results
      } catch {
        throw EvaluationError.locating(error, call: call, inputs: values)
      }
    }
  }
}
