import TheanoArrays
import TheanoGraph
import TheanoOps

extension Scan {
  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let stepCount = x[0].ints.first ?? 0
    let sequences = Array(x[1..<firstState])
    let constants = Array(x[firstConstant...])
    try check(stepCount, sequences, of: call)
    var histories = try states.indices.map { try initialHistory($0, x[firstState + $0]) }
    histories += (0..<mapCount).map { History(kept: kept[states.count + $0], depth: 0) }

    let program = try body.runner.program()
    for step in 0..<stepCount {
      let inputs = sequences.map { $0.row(step) } + taps(histories)
      let outputs: [NDArray]
      do {
        outputs = try program.run(inputs + constants, shared: [])
      } catch var error as EvaluationError {
        error.message += " (in step \(step) of the loop \(label))"
        throw error
      }
      for index in histories.indices { try histories[index].append(outputs[index], step: step) }
      if hasUntil, outputs[outputCount].integers.contains(where: { $0 != 0 }) { break }
    }
    return try histories.enumerated().map { index, history in
      try history.array(type: call.outputTypes[index]) {
        try rowShape(of: index, sequences, histories, constants)
      }
    }
  }

  private func check(_ stepCount: Int, _ sequences: [NDArray], of call: Apply) throws {
    if stepCount < 0 {
      throw EvaluationError("Scan was asked to run for negative number of step \(stepCount)")
    }
    for (index, sequence) in sequences.enumerated() where sequence.shape[0] < stepCount {
      throw EvaluationError(
        "Sequence is shorter than the required number of steps : (n_steps, seq, seq.shape): "
          + "\(stepCount), \(call.inputs[1 + index]), \(shapeText(sequence.shape))")
    }
  }

  private func initialHistory(_ index: Int, _ rows: NDArray) throws -> History {
    let depth = states[index].depth
    if rows.shape[0] < depth {
      throw EvaluationError(
        "The initial state of a loop must have at least \(depth) rows for its taps, and has shape "
          + "\(shapeText(rows.shape)).")
    }
    var history = History(kept: kept[index], depth: depth)
    for row in (rows.shape[0] - depth)..<rows.shape[0] {
      try history.append(rows.row(row), step: -1)
    }
    return history
  }

  /// What the body reads of the states.
  private func taps(_ histories: [History]) -> [NDArray] {
    zip(states, histories).flatMap { state, history in
      state.taps.map { history.row(back: $0) }
    }
  }

  /// The shape of a row of a result that has none: of what the body makes of zeros.
  private func rowShape(
    of index: Int, _ sequences: [NDArray], _ histories: [History], _ constants: [NDArray]
  ) throws -> [Int] {
    let rows = sequences.map { NDArray(zeros: Array($0.shape.dropFirst()), dtype: $0.dtype) }
    let inputs = rows + taps(histories)
    // A body may refuse zeros; what is not known then has length 0.
    let outputs = try? body.runner.program().run(
      inputs + constants, shared: [], guardingNaN: false)
    return outputs?[index].shape ?? body.graph.outputs[index].type.shape.map { $0 ?? 0 }
  }
}

/// The rows of one result of a loop, as far back as they are needed.
private struct History {
  /// How many rows the result has; nil for all.
  let kept: Int?
  /// How many rows the taps read.
  let depth: Int
  private var rows: [NDArray] = []

  init(kept: Int?, depth: Int) {
    self.kept = kept
    self.depth = depth
  }

  /// The row `distance` steps back.
  func row(back distance: Int) -> NDArray { rows[rows.count - distance] }

  mutating func append(_ row: NDArray, step: Int) throws {
    if let last = rows.last, last.shape != row.shape {
      throw EvaluationError(
        "Step \(step) of a loop gives a row of shape \(shapeText(row.shape)) after one of shape "
          + "\(shapeText(last.shape)); all must have the same.")
    }
    rows.append(row)
    guard let kept else { return }
    let needed = max(kept, depth, 1)
    // Dropping rows now and then is cheaper than moving them all at each step.
    if rows.count >= 2 * needed + 8 { rows.removeFirst(rows.count - needed) }
  }

  /// The rows as one array.
  func array(type: TensorType, emptyShape: () throws -> [Int]) throws -> NDArray {
    let last = kept.map { Array(rows.suffix($0)) } ?? rows
    let shape = try last.first?.shape ?? rows.last?.shape ?? emptyShape()
    var result = NDArray(zeros: [last.count] + shape, dtype: type.dtype)
    let size = shape.reduce(type.dtype.size, *)
    result.withUnsafeMutableBytes { target in
      for (index, row) in last.enumerated() where size > 0 {
        row.withUnsafeBytes {
          UnsafeMutableRawBufferPointer(rebasing: target[(index * size)..<((index + 1) * size)])
            .copyMemory(from: $0)
        }
      }
    }
    return result
  }
}

extension NDArray {
  /// The part of this array at place `index` of the first axis.
  fileprivate func row(_ index: Int) -> NDArray {
    let rowShape = Array(shape.dropFirst())
    var row = NDArray(zeros: rowShape, dtype: dtype)
    let size = row.byteCount
    withUnsafeBytes { source in
      row.withUnsafeMutableBytes {
        $0.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[(index * size)..<((index + 1) * size)]))
      }
    }
    return row
  }
}
