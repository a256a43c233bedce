import TheanoGraph
import TheanoOps

// `scan` for steps of any number of arguments, written as closures of that many: each form only unpacks them.

extension ScanArguments {
  init(
    _ sequences: any ScanSequences, _ outputs: (any ScanOutputsInfo)?,
    _ constants: any ScanConstants,
    _ stepCount: (any SymbolicLength)?, _ truncateGradient: Int, _ goBackwards: Bool,
    _ name: String?,
    _ strict: Bool
  ) throws {
    self.init(
      sequences: sequences.scanSequences, outputs: outputs?.scanOutputs ?? [],
      constants: try constants.scanConstants(), stepCount: stepCount,
      truncateGradient: truncateGradient, goBackwards: goBackwards, name: name, strict: strict)
  }

  /// The number of arguments that the step is called with.
  var argumentCount: Int {
    sequences.reduce(constants.count) { $0 + $1.taps.count }
      + outputs.reduce(0) { $0 + ($1.value == nil ? 0 : $1.taps.count) }
  }

  /// Throws unless the step takes as many arguments as it will be called with.
  func checkArgumentCount(_ count: Int) throws {
    if count == argumentCount { return }
    throw GraphError(
      .value,
      "The step of scan takes \(count) arguments, and is to be called with \(argumentCount): the taps of "
        + "the sequences, the taps of the outputs with feedback, then nonSequences.",
      site: .capture())
  }
}

/// Returns the rows that a loop of steps gives, and new values for the shared variables that it changes.
///
/// The step is called once, to build the graph, with variables in Theano's order: the taps of each sequence,
/// the taps of each output with feedback, then `nonSequences`. Rows exclude initial states; `rows[-1]` of no
/// steps is the initial state. What the step uses from outside without naming it is found by itself.
///
/// - Parameters:
///   - sequences: variables whose first axis the loop goes along, one row a step; the shortest counts.
///   - outputsInfo: for each result of the step its initial state, or nil if it is not fed back; left out if
///     none is. A number takes the dtype of the step's result.
///   - nonSequences: variables that are the same at each step.
///   - nSteps: the number of steps; an error when run if a sequence is shorter.
///   - truncateGradient: how many of the last steps gradients flow through; -1 for all.
///   - goBackwards: whether sequences are gone along from their ends; rows stay in the order of the steps.
///   - name: for printing.
///   - strict: whether using what is not in `nonSequences` is an error.
///   - step: computes a step's results. With a condition, `(result, until(condition))`, the loop ends after the
///     step in which it is true. Updates of shared variables hold for the next step.
/// - Throws: `GraphError` if arguments do not fit together, or states and results differ in dtype or rank.
/// - Complexity: O(nodes of the step)
@_disfavoredOverload  // A trailing closure such as { x in x } has one argument, not an array.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  arguments step: ([Variable]) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  return try arguments.build(step)
}

/// The loop of a step of 0 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: () throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(0)
  return try arguments.build { _ in try step() }
}

/// The loop of a step of 1 argument; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(1)
  return try arguments.build { try step($0[0]) }
}

/// The loop of a step of 1 argument with a condition; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable) throws -> (Variable, Until)
) throws -> (Variable, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(1)
  return try arguments.build {
    let (output, until) = try step($0[0])
    return StepResult(output, until: until)
  }
}

/// The loop of a step of 1 argument with two results; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable) throws -> (Variable, Variable)
) throws -> ((Variable, Variable), Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(1)
  let (rows, updates) = try arguments.build {
    let (first, second) = try step($0[0])
    return [first, second]
  }
  return ((rows[0], rows[1]), updates)
}

/// The loop of a step of 2 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(2)
  return try arguments.build { try step($0[0], $0[1]) }
}

/// The loop of a step of 2 arguments with a condition; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable) throws -> (Variable, Until)
) throws -> (Variable, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(2)
  return try arguments.build {
    let (output, until) = try step($0[0], $0[1])
    return StepResult(output, until: until)
  }
}

/// The loop of a step of 2 arguments with two results; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable) throws -> (Variable, Variable)
) throws -> ((Variable, Variable), Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(2)
  let (rows, updates) = try arguments.build {
    let (first, second) = try step($0[0], $0[1])
    return [first, second]
  }
  return ((rows[0], rows[1]), updates)
}

/// The loop of a step of 3 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(3)
  return try arguments.build { try step($0[0], $0[1], $0[2]) }
}

/// The loop of a step of 3 arguments with a condition; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable) throws -> (Variable, Until)
) throws -> (Variable, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(3)
  return try arguments.build {
    let (output, until) = try step($0[0], $0[1], $0[2])
    return StepResult(output, until: until)
  }
}

/// The loop of a step of 3 arguments with two results; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable) throws -> (Variable, Variable)
) throws -> ((Variable, Variable), Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(3)
  let (rows, updates) = try arguments.build {
    let (first, second) = try step($0[0], $0[1], $0[2])
    return [first, second]
  }
  return ((rows[0], rows[1]), updates)
}

/// The loop of a step of 4 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(4)
  return try arguments.build { try step($0[0], $0[1], $0[2], $0[3]) }
}

/// The loop of a step of 4 arguments with a condition; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable) throws -> (Variable, Until)
) throws -> (Variable, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(4)
  return try arguments.build {
    let (output, until) = try step($0[0], $0[1], $0[2], $0[3])
    return StepResult(output, until: until)
  }
}

/// The loop of a step of 4 arguments with two results; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable) throws -> (Variable, Variable)
) throws -> ((Variable, Variable), Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(4)
  let (rows, updates) = try arguments.build {
    let (first, second) = try step($0[0], $0[1], $0[2], $0[3])
    return [first, second]
  }
  return ((rows[0], rows[1]), updates)
}

/// The loop of a step of 5 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(5)
  return try arguments.build { try step($0[0], $0[1], $0[2], $0[3], $0[4]) }
}

/// The loop of a step of 5 arguments with a condition; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable) throws -> (Variable, Until)
) throws -> (Variable, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(5)
  return try arguments.build {
    let (output, until) = try step($0[0], $0[1], $0[2], $0[3], $0[4])
    return StepResult(output, until: until)
  }
}

/// The loop of a step of 5 arguments with two results; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable) throws -> (Variable, Variable)
) throws -> ((Variable, Variable), Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(5)
  let (rows, updates) = try arguments.build {
    let (first, second) = try step($0[0], $0[1], $0[2], $0[3], $0[4])
    return [first, second]
  }
  return ((rows[0], rows[1]), updates)
}

/// The loop of a step of 6 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable, Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(6)
  return try arguments.build { try step($0[0], $0[1], $0[2], $0[3], $0[4], $0[5]) }
}

/// The loop of a step of 6 arguments with a condition; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable, Variable) throws -> (Variable, Until)
) throws -> (Variable, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(6)
  return try arguments.build {
    let (output, until) = try step($0[0], $0[1], $0[2], $0[3], $0[4], $0[5])
    return StepResult(output, until: until)
  }
}

/// The loop of a step of 6 arguments with two results; see `scan(…arguments:)`.
public func scan(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable, Variable) throws -> (Variable, Variable)
) throws -> ((Variable, Variable), Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(6)
  let (rows, updates) = try arguments.build {
    let (first, second) = try step($0[0], $0[1], $0[2], $0[3], $0[4], $0[5])
    return [first, second]
  }
  return ((rows[0], rows[1]), updates)
}

/// The loop of a step of 7 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable, Variable, Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(7)
  return try arguments.build { try step($0[0], $0[1], $0[2], $0[3], $0[4], $0[5], $0[6]) }
}

/// The loop of a step of 8 arguments; see `scan(…arguments:)`.
public func scan<R: ScanReturn>(
  sequences: any ScanSequences = [Taps](), outputsInfo: (any ScanOutputsInfo)? = nil,
  nonSequences: any ScanConstants = [Variable](), nSteps: (any SymbolicLength)? = nil,
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil, strict: Bool = false,
  step: (Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable) throws -> R
) throws -> (R.Traced, Updates) {
  let arguments = try ScanArguments(
    sequences, outputsInfo, nonSequences, nSteps, truncateGradient, goBackwards, name, strict)
  try arguments.checkArgumentCount(8)
  return try arguments.build { try step($0[0], $0[1], $0[2], $0[3], $0[4], $0[5], $0[6], $0[7]) }
}
