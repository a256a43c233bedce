import TheanoArrays
import TheanoGraph
import TheanoOps

/// Builds one loop: makes the body's inputs, runs the user's closure on them, finds what the body takes from
/// outside, and applies the operation.
struct ScanBuilder {
  /// A state to be: the rows before the first step, and the distances at which the body reads it.
  struct InitialState {
    /// `[depth] + the state's shape`.
    var rows: Variable
    var taps: [Int]
    /// Whether the initial value was a literal, which takes the dtype of the step's result.
    var isLiteral = false
  }

  /// What a step returns.
  struct Step {
    var outputs: [Variable]
    var updates: Updates = []
    var until: Variable?
  }

  /// What the loop gives.
  struct Loop {
    /// For each output of the step its rows, without initial ones.
    var traces: [Variable]
    /// For each output with feedback its rows with the initial ones before them; nil for others.
    var histories: [Variable?]
    /// The shared variables that the body changes, with their values after the last step.
    var updates: Updates
  }

  var stepCount: Variable
  /// Each is read at one row a step: taps have been cut already.
  var sequences: [Variable]
  /// For each output of the step its state; nil where there is no feedback. Empty if there is none at all.
  var outputs: [InitialState?]
  var constants: [Variable]
  var truncation: Int?
  var isStrict = false
  var name: String?
  /// Names for the body's inputs that stand for rows of the sequences.
  var rowNames: [String?] = []

  /// Builds the loop. The closure gets a row of each sequence, the taps of each state, the constants.
  func build(_ closure: ([Variable]) throws -> Step) throws -> Loop {
    for variable in [stepCount] + sequences + outputs.compactMap({ $0?.rows }) + constants {
      try variable.check()
    }
    let scope = ScanScope()
    var inputs = bodyInputs()
    var step = try ScanScope.$current.withValue(scope) { try closure(inputs.all) }
    for output in step.outputs + [step.until].compactMap({ $0 }) + step.updates.map(\.1) {
      try output.check()
    }
    if outputs.isEmpty {
      var known = self
      known.outputs = step.outputs.map { _ in nil }
      step.outputs = step.outputs.map(\.strengthened)
      try step.checkUntil()
      return try known.assemble(inputs, step, scope)
    }
    if step.outputs.count != outputs.count {
      throw GraphError(
        .value,
        "Please provide None as outputs_info for any output that does not feed back into scan (i.e. it "
          + "behaves like a map): the step returns \(step.outputs.count) outputs, outputsInfo describes "
          + "\(outputs.count).", site: .capture())
    }
    try step.checkUntil()
    try resolveLiterals(&inputs, &step)
    step.outputs = step.outputs.map(\.strengthened)
    try loosenStates(&inputs, &step)
    try checkStates(inputs, step)
    return try assemble(inputs, step, scope)
  }

  // MARK: The body's inputs

  /// The variables that stand for the closure's arguments.
  struct BodyInputs {
    var rows: [Variable]
    /// For each state its taps.
    var taps: [[Variable]]
    var constants: [Variable]
    var all: [Variable] { rows + taps.flatMap { $0 } + constants }
  }

  private var states: [InitialState] { outputs.compactMap { $0 } }

  private func bodyInputs() -> BodyInputs {
    let rows = sequences.enumerated().map { index, sequence in
      let name = rowNames.indices.contains(index) ? rowNames[index] : nil
      return Variable(sequence.type.row, name: name ?? sequence.name.map { "\($0)[t]" })
    }
    let taps = states.map { state in
      state.taps.map { distance in
        // A literal's type stays weak until the step's dtype is known.
        Variable(
          state.rows.type.row, .input, name: state.rows.name.map { "\($0)[t-\(distance)]" },
          site: .capture())
      }
    }
    return BodyInputs(
      rows: rows, taps: taps, constants: constants.map { Variable($0.type, name: $0.name) })
  }
}

extension ScanBuilder.Step {
  /// Replaces variables in all expressions of the step.
  mutating func replace(_ replacements: Replacements) throws {
    let old = outputs + [until].compactMap { $0 } + updates.map(\.1)
    let new = try rebuild(old, replacing: replacements)
    let count = outputs.count
    outputs = Array(new.prefix(count))
    if until != nil { until = new[count] }
    updates = Updates(zip(updates.map(\.0), new.suffix(updates.pairs.count)))
  }

  /// Throws unless the condition is a scalar.
  fileprivate func checkUntil() throws {
    guard let until else { return }
    if until.ndim != 0 || !until.dtype.isDiscrete {
      throw GraphError(
        .type, "The condition of until must be a bool or integer scalar: \(until.type).",
        site: until.site)
    }
  }
}

extension TensorType {
  /// The type of a row: without the first axis.
  var row: TensorType { TensorType(dtype, shape: Array(shape.dropFirst()), isWeak: isWeak) }
}
