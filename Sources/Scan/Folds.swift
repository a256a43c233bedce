import TheanoGraph
import TheanoOps

// Loops by their usual names: `scan` with some arguments fixed. The step gets a row of each sequence, then the
// accumulated values if any, then `nonSequences`.

/// Returns the results of a step for each row of the sequences, without feedback, and updates.
public func map<R: ScanReturn>(
  sequences: any ScanSequences, nonSequences: any ScanConstants = [Variable](),
  truncateGradient: Int = -1, goBackwards: Bool = false, name: String? = nil,
  arguments step: ([Variable]) throws -> R
) throws -> (R.Traced, Updates) {
  try scan(
    sequences: sequences, nonSequences: nonSequences, truncateGradient: truncateGradient,
    goBackwards: goBackwards, name: name, arguments: step)
}

/// Returns the results of a step for each row of one sequence, without feedback, and updates.
public func map<R: ScanReturn>(
  _ sequence: Variable, goBackwards: Bool = false, name: String? = nil,
  step: (Variable) throws -> R
) throws -> (R.Traced, Updates) {
  try scan(sequences: sequence, goBackwards: goBackwards, name: name, step: step)
}

/// Returns the results of the last step of a loop along the sequences, and updates.
///
/// The step gets the rows, then what the step before returned, then `nonSequences`.
public func reduce(
  sequences: any ScanSequences, outputsInfo: any ScanOutputsInfo,
  nonSequences: any ScanConstants = [Variable](), goBackwards: Bool = false, name: String? = nil,
  arguments step: ([Variable]) throws -> [Variable]
) throws -> ([Variable], Updates) {
  let (rows, updates) = try scan(
    sequences: sequences, outputsInfo: outputsInfo, nonSequences: nonSequences,
    goBackwards: goBackwards, name: name, arguments: step)
  return (rows.map { $0[-1] }, updates)
}

/// Returns what a step makes of the rows of a sequence, one after the other: `(row, accumulated) -> accumulated`.
public func reduce(
  _ sequence: Variable, _ initial: any ScanOutputsInfo, goBackwards: Bool = false,
  name: String? = nil, step: (Variable, Variable) throws -> Variable
) throws -> (Variable, Updates) {
  let (rows, updates) = try scan(
    sequences: sequence, outputsInfo: initial, goBackwards: goBackwards, name: name, step: step)
  return (rows[-1], updates)
}

/// Returns what a step makes of the rows of a sequence, from the first to the last.
public func foldl(
  _ sequence: Variable, _ initial: any ScanOutputsInfo, name: String? = nil,
  step: (Variable, Variable) throws -> Variable
) throws -> (Variable, Updates) {
  try reduce(sequence, initial, name: name, step: step)
}

/// Returns what a step makes of the rows of a sequence, from the last to the first; the step gets the row first,
/// as in `foldl`.
public func foldr(
  _ sequence: Variable, _ initial: any ScanOutputsInfo, name: String? = nil,
  step: (Variable, Variable) throws -> Variable
) throws -> (Variable, Updates) {
  try reduce(sequence, initial, goBackwards: true, name: name, step: step)
}

// The form that reads as Swift: a carry, and what it goes over.

/// Returns the carry after each row of `sequence`, and updates: `scan(0, over: xs) { sum, x in sum + x }`.
public func scan(
  _ carry: Variable, over sequence: Variable, name: String? = nil,
  step: (Variable, Variable) throws -> Variable
) throws -> (Variable, Updates) {
  try scan(sequences: sequence, outputsInfo: carry, name: name) { x, carry in try step(carry, x) }
}

/// Returns both carries after each row of `sequence`, and updates:
/// `scan((0, 1), over: xs) { carry, x in (carry.1, carry.0 + x) }`.
public func scan(
  _ carry: (Variable, Variable), over sequence: Variable, name: String? = nil,
  step: ((Variable, Variable), Variable) throws -> (Variable, Variable)
) throws -> ((Variable, Variable), Updates) {
  try scan(sequences: sequence, outputsInfo: [carry.0, carry.1], name: name) { x, a, b in
    try step((a, b), x)
  }
}

/// Returns three carries after each row of `sequence`, and updates.
public func scan(
  _ carry: (Variable, Variable, Variable), over sequence: Variable, name: String? = nil,
  step: ((Variable, Variable, Variable), Variable) throws -> (Variable, Variable, Variable)
) throws -> ((Variable, Variable, Variable), Updates) {
  let (rows, updates) = try scan(
    sequences: sequence, outputsInfo: [carry.0, carry.1, carry.2], name: name
  ) { x, a, b, c in
    let next = try step((a, b, c), x)
    return [next.0, next.1, next.2]
  }
  return ((rows[0], rows[1], rows[2]), updates)
}

/// Returns the carry after each of `steps` steps, and updates: `scan(x, steps: 10) { $0 * 2 }`.
public func scan(
  _ carry: Variable, steps: any SymbolicLength, name: String? = nil,
  step: (Variable) throws -> Variable
) throws -> (Variable, Updates) {
  try scan(outputsInfo: carry, nSteps: steps, name: name, step: step)
}
