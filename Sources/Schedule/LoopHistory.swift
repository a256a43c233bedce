import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoScan

/// The rows of one result of a loop while the loop is lowered.
///
/// All rows in memory; or the last few, in turn in the rows of a ring; or a scalar in a register.
final class LoopHistory {
  /// Where the rows are.
  private enum Memory {
    case none
    /// All rows, each at its number.
    case whole(BufferID)
    /// Row g at place g mod `rows`.
    case ring(BufferID, rows: Int)
    case register(Register)
    /// The last row, of known small size, and the one in the making.
    case pair(last: BufferID, next: BufferID)
  }

  private let variable: Variable
  private let state: Scan.State?
  private let kept: Int?
  private let steps: Value
  private var lengths: [Value]?
  private var memory = Memory.none
  private var prefix: [Value] = []

  /// Creates the history of a result; `row` are the lengths of a row, nil if the first row says them.
  init(
    _ variable: Variable, _ state: Scan.State?, kept: Int?, steps: Value, row: [Value]?,
    _ b: LoopBuilder
  ) {
    self.variable = variable
    self.state = state
    self.kept = kept
    self.steps = steps
    lengths = row?.map(b.canonical)
  }

  /// The number of rows before the first step.
  private var depth: Int { state?.depth ?? 0 }

  /// Asks for memory for rows of known lengths. With `isOpen` the number of steps is not known before.
  func makeMemory(_ b: LoopBuilder, isOpen: Bool, _ destination: Scheduler.Destination) {
    guard let lengths else { return }
    let dtype = variable.dtype
    guard let kept else {
      let rows = b.add(steps, b.constant(depth))
      let all = Tensor(dtype, lengths: [rows] + lengths, .pending, label: "history")
      if !isOpen, let place = destination(variable, all) {
        b.setMutable(place.0)
        memory = .whole(place.0)
        prefix = place.1
      } else {
        memory = .whole(
          b.buffer(
            "history", dtype, .slot(-1, perWorker: false), lengths: all.lengths, isMutable: true))
      }
      return
    }
    let last = kept <= 1 && depth <= 1
    if lengths.isEmpty && last {
      memory = .register(b.register(b.constant(0, dtype)))
      return
    }
    // Not known: 0.
    let size = lengths.reduce(1.0) { $0 * Double(b.known($1) ?? 0) }
    if last && size > 0 && size <= 256 {
      memory = .pair(
        last: b.buffer("state", dtype, .local, lengths: lengths, isMutable: true),
        next: b.buffer("next", dtype, .local, lengths: lengths, isMutable: true))
      return
    }
    let rows = max(kept, depth, 1) + 1
    memory = .ring(
      b.buffer(
        "ring", dtype, .slot(-1, perWorker: false), lengths: [b.constant(rows)] + lengths,
        isMutable: true), rows: rows)
  }

  /// Puts the last of the initial rows in place.
  func begin(_ initial: Tensor, _ b: LoopBuilder) throws {
    let first = b.subtract(initial.lengths[0], b.constant(depth))
    for row in 0..<depth {
      let source = b.add(first, b.constant(row))
      if case .register(let register) = memory {
        b.add(.assign(register, try initial.at([source], b)))
        continue
      }
      try b.loops(lengths ?? []) { index in
        let value = try initial.at([source] + index, b)
        switch memory {
        case .whole(let buffer):
          // They are elements of the result.
          b.store(buffer, prefix + [b.constant(row)] + index, b.watched(value))
        case .ring(let buffer, _): b.store(buffer, prefix + [b.constant(row)] + index, value)
        case .pair(let last, _): b.store(last, index, value)
        case .none, .register: break
        }
      }
    }
  }

  /// The row `distance` steps back from a step.
  func row(back distance: Int, _ step: Value, _ b: LoopBuilder) -> Tensor {
    let number = b.add(step, b.constant(depth - distance))
    let lengths = lengths ?? []
    let source: Tensor.Source
    switch memory {
    case .whole(let buffer): source = .memory(buffer, prefix: prefix + [number])
    case .ring(let buffer, let rows):
      source = .memory(buffer, prefix: [b.rest(number, b.constant(rows))])
    case .pair(let last, _): source = .memory(last, prefix: [])
    case .register(let register): source = .scalar(b.read(register))
    case .none: source = .pending
    }
    let row = Tensor(variable.dtype, lengths: lengths, source, label: "state")
    // A scalar is read at once, before it changes.
    if lengths.isEmpty, let value = try? row.scalar(b) { row.source = .scalar(value) }
    return row
  }

  /// Where the row of a step goes, which `tensor` has; nil if it goes to a register.
  func place(
    _ tensor: Tensor, _ step: Value, _ outer: Int, _ b: LoopBuilder, isOpen: Bool,
    _ destination: Scheduler.Destination
  ) throws -> (BufferID, [Value])? {
    if let lengths {
      for (a, c) in zip(lengths, tensor.lengths) { b.unify(a, c) }
    } else {
      if tensor.lengths.contains(where: { b.depth(of: b.canonical($0)) > outer }) {
        throw LoweringError("the lengths of a loop's rows depend on the step")
      }
      lengths = tensor.lengths.map(b.canonical)
      makeMemory(b, isOpen: isOpen, destination)
    }
    let number = b.add(step, b.constant(depth))
    switch memory {
    case .whole(let buffer): return (buffer, prefix + [number])
    case .ring(let buffer, let rows): return (buffer, [b.rest(number, b.constant(rows))])
    case .pair(_, let next): return (next, [])
    case .register, .none: return nil
    }
  }

  /// Ends a step.
  func end(_ row: Tensor, _ b: LoopBuilder) throws {
    switch memory {
    case .register(let register): b.add(.assign(register, try row.scalar(b)))
    case .pair(let last, let next):
      b.loops(lengths ?? []) { b.store(last, $0, b.load(next, $0)) }
    case .whole, .ring, .none: break
    }
  }

  /// The result after `count` steps.
  func result(_ count: Value, _ label: String, _ b: LoopBuilder) throws -> Tensor {
    let lengths = lengths ?? []
    let total = b.add(count, b.constant(depth))
    let length = kept.map { b.minimum(b.constant($0), total) } ?? total
    let all = Tensor(variable.dtype, lengths: [length] + lengths, .pending, label: label)
    switch memory {
    case .none: throw LoweringError("the lengths of a loop's rows are not known")
    case .whole(let buffer): all.source = .memory(buffer, prefix: prefix)
    case .register(let register):
      let value = b.read(register)
      all.source = .elements { _, _ in value }
    case .pair(let last, _):
      all.source = .elements { b, index in b.load(last, Array(index.dropFirst())) }
    case .ring(let buffer, let rows):
      let first = b.subtract(total, length)
      all.source = .elements { b, index in
        let row = b.rest(b.add(first, index[0]), b.constant(rows))
        return b.load(buffer, [row] + index.dropFirst())
      }
    }
    return all
  }
}
