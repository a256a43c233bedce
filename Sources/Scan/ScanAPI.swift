import TheanoArrays
import TheanoGraph
import TheanoOps

/// All arguments of a loop but the step.
public struct ScanArguments: Sendable {
  var sequences: [Taps]
  var outputs: [Initial]
  var constants: [Variable]
  var stepCount: (any SymbolicLength)?
  var truncateGradient: Int
  var goBackwards: Bool
  var name: String?
  var strict: Bool
}

extension ScanArguments {
  /// Builds the loop of these arguments and a step.
  func build<R: ScanReturn>(_ closure: ([Variable]) throws -> R) throws -> (R.Traced, Updates) {
    let loop = try locatingErrors {
      try builder().build { arguments in
        let step = try closure(arguments)
        return ScanBuilder.Step(
          outputs: step.outputs, updates: step.updates, until: step.until?.condition)
      }
    }
    return (R.traced(loop.traces), loop.updates)
  }

  /// The builder of these arguments; sequences are cut and turned, and the number of steps is known.
  func builder() throws -> ScanBuilder {
    for variable in sequences.map(\.input) + outputs.compactMap(\.value) + constants {
      try variable.check()
    }
    let rows = try sequences.flatMap(cut)
    return ScanBuilder(
      stepCount: try steps(rows.map(\.rows)), sequences: rows.map(\.rows),
      outputs: try outputs.map(initialState), constants: constants,
      truncation: truncateGradient < 0 ? nil : truncateGradient, isStrict: strict, name: name,
      rowNames: rows.map(\.name))
  }

  /// Returns for each tap of a sequence the rows that the steps read there.
  private func cut(_ sequence: Taps) throws -> [(rows: Variable, name: String?)] {
    let input = sequence.input.strengthened
    if input.ndim == 0 {
      throw GraphError(
        .type, "A sequence of scan needs an axis to go along, and \(input) is a scalar.",
        site: input.site)
    }
    try checkDistances(sequence.taps, of: input)
    let lowest = min(sequence.taps.min() ?? 0, 0)
    let highest = max(sequence.taps.max() ?? 0, 0)
    return sequence.taps.map { tap in
      var rows = input
      if lowest != 0 || highest != 0 {
        let end = highest - tap
        rows = input[.slice(from: tap - lowest, to: end == 0 ? nil : -end)]
      }
      if goBackwards { rows = rows[.stride(by: -1)] }
      let place = tap == 0 ? "t" : tap < 0 ? "t\(tap)" : "t+\(tap)"
      return (rows, input.name.map { "\($0)[\(place)]" })
    }
  }

  /// Throws if a tap is farther away than any array is long.
  private func checkDistances(_ taps: [Int], of variable: Variable) throws {
    if let far = taps.first(where: { $0.magnitude > 1 << 48 }) {
      throw GraphError(
        .value, "scan: the tap \(far) of \(variable) is too far.", site: variable.site)
    }
  }

  /// The number of steps: as given, or the length of the shortest sequence.
  private func steps(_ sequences: [Variable]) throws -> Variable {
    if let stepCount {
      let count = stepCount.symbolicLength
      try count.check()
      if !count.dtype.isInteger || count.ndim != 0 {
        throw GraphError(
          .type,
          " n_steps must be an int. dtype provided is \(count.dtype), of rank \(count.ndim).",
          site: count.site)
      }
      if let known = count.constantInteger, known < 0 {
        throw GraphError(
          .value, "Scan was asked to run for negative number of step \(known)", site: count.site)
      }
      return cast(count, .int64)
    }
    guard let first = sequences.first else {
      throw GraphError(
        .value,
        "No information about the number of steps provided. Either provide a value for n_steps argument "
          + "of scan or provide an input sequence", site: .capture())
    }
    return sequences.dropFirst().reduce(first.length(ofAxis: 0)) { count, next in
      let length = next.length(ofAxis: 0)
      return `switch`(count .< length, count, length)
    }
  }

  private func initialState(_ initial: Initial) throws -> ScanBuilder.InitialState? {
    guard let value = initial.value else {
      if initial.taps.isEmpty { return nil }
      throw GraphError(
        .value,
        "If you are using slices of an output you need to provide a initial state for it",
        site: .capture())
    }
    let taps = initial.taps
    if taps.contains(where: { $0 >= 0 }) {
      throw GraphError(
        .value, "All the tap values must be smaller than 0. They are \(taps).", site: value.site)
    }
    if Set(taps).count != taps.count {
      throw GraphError(
        .value, "All the taps must be different in  `outputs_info`. They are \(taps).",
        site: value.site)
    }
    if taps == [-1] {
      return ScanBuilder.InitialState(
        rows: value.asInitialRow(), taps: [1], isLiteral: value.type.isWeak)
    }
    try checkDistances(taps, of: value)
    let depth = -(taps.min() ?? -1)
    if value.ndim == 0 || (value.type.shape[0] ?? depth) < depth {
      throw GraphError(
        .shape,
        "An initial state with taps \(taps) needs at least \(depth) rows, one for each step before the "
          + "first: \(value) is a \(value.type).", site: value.site)
    }
    let rows = value.type.shape[0] == depth ? value : value[.slice(to: depth)]
    return ScanBuilder.InitialState(rows: rows, taps: taps.map { -$0 })
  }
}
