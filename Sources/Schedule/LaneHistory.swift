import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoScan

/// The last rows of a state for a block of elements, oldest first.
struct LaneWindow {
  /// An array for each row.
  let rows: [BufferID]

  /// Makes the arrays with the last of the initial rows, which are also the first of the result.
  init(
    _ state: Scan.State, _ initial: Tensor, _ block: LaneBlock, _ result: LaneHistory,
    _ b: LoopBuilder
  ) throws {
    let first = b.subtract(initial.lengths[0], b.constant(state.depth))
    rows = try (0..<state.depth).map { row in
      let place = [b.add(first, b.constant(row))]
      let array = try block.array("state", initial.dtype, b) { lane in
        try initial.at(place + block.index(lane, in: result.row, b), b)
      }
      if result.isWhole {
        block.each(b) { lane in
          result.store(b.load(array, [lane]), row: b.constant(row), lane, block, b)
        }
      }
      return array
    }
  }

  /// Drops the oldest row's number of a lane, and adds the newest.
  func move(_ lane: Value, _ value: Value, _ b: LoopBuilder) {
    for (older, newer) in zip(rows, rows.dropFirst()) {
      b.store(older, [lane], b.load(newer, [lane]))
    }
    if let last = rows.last { b.store(last, [lane], value) }
  }
}

/// Where a loop that works element by element leaves a result.
struct LaneHistory {
  /// The body's output.
  let row: Variable
  /// Whether all rows are kept.
  let isWhole: Bool
  let dtype: DType
  private let depth: Int
  private let lengths: [Value]
  private let kept: Int?
  private let memory: (buffer: BufferID, prefix: [Value])?

  /// Makes memory for a result.
  init(
    _ loop: ElementwiseLoop, _ index: Int, steps: Value, lengths: [Value],
    _ scheduler: Scheduler, _ destination: Scheduler.Destination
  ) {
    let b = scheduler.b
    row = loop.op.body.runner.outputs[index]
    dtype = row.dtype
    depth = index < loop.op.states.count ? loop.op.states[index].depth : 0
    let rows = b.add(steps, b.constant(depth))
    kept = loop.op.kept[index]
    isWhole = kept == nil || (kept ?? 0) > depth
    self.lengths = [isWhole ? rows : b.constant(kept ?? 0)] + lengths
    if kept == 0 {
      memory = nil
      return
    }
    let variable = loop.call.outputs[index]
    let all = Tensor(dtype, lengths: self.lengths, .pending, label: scheduler.label(variable))
    // More rows than the result has are in memory of their own.
    let place = isWhole && kept != nil ? nil : destination(variable, all)
    memory = place ?? (scheduler.temporary(all), [])
  }

  /// Writes an element of the row of a step.
  func store(_ value: Value, _ step: Value, _ lane: Value, _ block: LaneBlock, _ b: LoopBuilder) {
    if isWhole { store(value, row: b.add(step, b.constant(depth)), lane, block, b) }
  }

  /// Writes an element of a row.
  func store(
    _ value: Value, row number: Value, _ lane: Value, _ block: LaneBlock, _ b: LoopBuilder
  ) {
    guard let memory else { return }
    b.store(memory.buffer, memory.prefix + [number] + block.index(lane, in: row, b), value)
  }

  /// Writes the last rows, if only these are kept.
  func storeLast(_ rows: [BufferID], _ block: LaneBlock, _ b: LoopBuilder) {
    guard let kept, !isWhole else { return }
    for (number, array) in rows.suffix(kept).enumerated() {
      block.each(b) { store(b.load(array, [$0]), row: b.constant(number), $0, block, b) }
    }
  }

  /// The result.
  func tensor(_ label: String, _ b: LoopBuilder) -> Tensor {
    guard let memory else {
      let zero = b.constant(0, dtype)
      return Tensor(dtype, lengths: lengths, .elements { _, _ in zero }, label: label)
    }
    let all = Tensor(
      dtype, lengths: lengths, .memory(memory.buffer, prefix: memory.prefix), label: label)
    guard let kept, isWhole else { return all }
    let length = b.minimum(b.constant(kept), lengths[0])
    let first = b.subtract(lengths[0], length)
    return Tensor(
      dtype, lengths: [length] + lengths.dropFirst(),
      .elements { b, index in
        try all.at([b.add(first, index[0])] + index.dropFirst(), b)
      }, label: label)
  }
}
