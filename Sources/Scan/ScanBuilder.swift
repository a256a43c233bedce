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

  // MARK: Checks

  /// Gives states that begin with a literal the dtype of the step's result. A result that is itself made of
  /// literals only has none until the states that it reads have theirs; literals alone decide last.
  private func resolveLiterals(_ inputs: inout BodyInputs, _ step: inout Step) throws {
    let places = outputs.indices.filter { outputs[$0] != nil }
    var open = places.indices.filter { outputs[places[$0]]?.isLiteral == true }
    while !open.isEmpty {
      let typed = open.filter { !step.outputs[places[$0]].type.isWeak }
      let now = typed.isEmpty ? open : typed
      open.removeAll { now.contains($0) }
      var replacements: Replacements = [:]
      for place in now {
        let dtype = step.outputs[places[place]].strengthened.dtype
        for (index, old) in inputs.taps[place].enumerated() {
          let new = Variable(old.type.with(dtype: dtype), name: old.name)
          inputs.taps[place][index] = new
          replacements[old] = new
        }
      }
      try step.replace(replacements)
    }
  }

  /// Throws unless each state has the type of the step's result.
  private func checkStates(_ inputs: BodyInputs, _ step: Step) throws {
    var next = 0
    for (index, state) in outputs.enumerated() {
      guard let state else { continue }
      let taps = inputs.taps[next]
      next += 1
      guard let before = taps.first?.type else { continue }
      let output = step.outputs[index]
      let prefix =
        "When compiling the inner function of scan the following error has been encountered: The "
        + "initial state (`outputs_info` in scan nomenclature) of variable \(shown(state)) (argument "
        + "number \(index))"
      if before.dtype != output.dtype {
        throw GraphError(
          .type,
          "\(prefix) has dtype \(before.dtype), while the result of the inner function (`fn`) has "
            + "dtype \(output.dtype). This can happen if the inner function of scan results in an "
            + "upcast or downcast.", site: output.site)
      }
      if before.ndim != output.ndim {
        throw GraphError(
          .type,
          "\(prefix) has \(before.ndim + 1) dimension(s), while the corresponding variable in the "
            + "result of the inner function of scan (`fn`) has \(output.ndim) dimension(s) (it should "
            + "be one less than the initial state). For example, if the inner function of scan returns "
            + "a vector of size d and scan uses the values of the previous time-step, then the initial "
            + "state in scan should be a matrix of shape (1, d). The first dimension of this matrix "
            + "corresponds to the number of previous time-steps that scan uses in each of its "
            + "iterations. In order to solve this issue if the two variable currently have the same "
            + "dimensionality, you can increase the dimensionality of the initial state by one.",
          site: output.site)
      }
      if !zip(before.shape, output.type.shape).allSatisfy({ $0 == nil || $0 == $1 }) {
        throw GraphError(
          .shape,
          "The broadcast pattern or shape of the output of scan (\(output.type)) is inconsistent with "
            + "the one provided in `output_info` (\(before)). If they differ along axes of length 1, "
            + "use unbroadcast(x, axis) on the initial state.", site: output.site)
      }
    }
  }
}

extension ScanBuilder {
  /// The initial state as the user gave it, for messages.
  private func shown(_ state: InitialState) -> Variable {
    guard let owner = state.rows.owner, owner.op is DimShuffle else { return state.rows }
    return owner.inputs[0]
  }
}

extension ScanBuilder.Step {
  /// Replaces variables in all expressions of the step.
  fileprivate mutating func replace(_ replacements: Replacements) throws {
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
