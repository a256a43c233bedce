import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// A window over a tensor in native code: its elements one by one, or loops over them.
struct PoolWindow {
  /// An element of a window.
  struct Cell {
    /// The place in the tensor.
    let place: [Value]
    /// How the place along each of the last axes is made: a step times the window's place, and some more; nil if it
    /// is not so simple.
    fileprivate let steps: [(window: Value, step: Int, rest: Int)]?

    /// Where the element is in memory: in terms of the window's place, so that compilers see that neighbouring
    /// windows are so far apart. Nil if the tensor is not in memory, or the place not so simple.
    fileprivate func access(_ b: LoopBuilder, _ x: Tensor) -> Access? {
      guard let steps, case .memory(let buffer, let prefix) = x.source else { return nil }
      let first = place.count - steps.count
      var access = b.access(buffer, prefix + place[..<first])
      let strides = b.strides(of: b.buffers[buffer.index].lengths).suffix(steps.count)
      for (step, stride) in zip(steps, strides) {
        let own = b.canonical(step.window)
        if b.known(own) != 0 {
          access.terms.append(.init(own, stride.times(Stride(factor: step.step, lengths: []))))
        }
        if step.rest != 0 { access.terms.append(.init(b.constant(step.rest), stride)) }
      }
      return access
    }

    /// Returns this element of a tensor.
    func of(_ x: Tensor, _ b: LoopBuilder) throws -> Value {
      guard let access = access(b, x) else { return try x.at(place, b) }
      return b.watched(b.load(access))
    }

    /// Writes this element of a result.
    func set(_ x: Tensor, to value: Value, _ b: LoopBuilder) throws {
      guard let access = access(b, x) else { return try x.set(place, to: value, b) }
      b.add(.store(access, b.convert(value, x.dtype)))
    }
  }

  /// The place of the window in the result.
  let place: [Value]
  /// The elements, if they are written out.
  private let cells: [Cell]?
  /// The first place along each of the last axes, and how many there are.
  private let starts: [Value]
  private let counts: [Value]

  /// Creates the window of a place in the result. One that is not inside a tensor of these lengths is cut.
  init(
    _ b: LoopBuilder, _ form: PoolForm, _ place: [Value], _ lengths: [Value], isInside: Bool,
    isWritten: Bool
  ) {
    self.place = place
    let first = place.count - form.rank
    var (starts, counts): ([Value], [Value]) = ([], [])
    for axis in 0..<form.rank {
      let step = b.multiply(place[first + axis], b.constant(form.strides[axis]))
      let (padding, window) = (b.constant(form.padding[axis]), b.constant(form.window[axis]))
      let start = b.subtract(step, padding)
      if isInside {
        starts.append(start)
        counts.append(window)
      } else {
        let inside = b.maximum(start, b.constant(0))
        starts.append(inside)
        counts.append(b.subtract(b.minimum(b.add(start, window), lengths[first + axis]), inside))
      }
    }
    (self.starts, self.counts) = (starts, counts)
    guard isWritten else {
      cells = nil
      return
    }
    var cells = [Cell(place: Array(place[..<first]), steps: [])]
    for axis in 0..<form.rank {
      cells = cells.flatMap { outer in
        (0..<form.window[axis]).map { offset in
          let step = (place[first + axis], form.strides[axis], offset - form.padding[axis])
          return Cell(
            place: outer.place + [b.add(starts[axis], b.constant(offset))],
            steps: (outer.steps ?? []) + [step])
        }
      }
    }
    self.cells = cells
  }

  /// Calls `body` with each element.
  func forEachCell(_ b: LoopBuilder, _ body: (Cell) throws -> Void) rethrows {
    if let cells { return try cells.forEach(body) }
    try forEachPlace(b, .serial, body)
  }

  /// Adds loops over the elements.
  private func forEachPlace(
    _ b: LoopBuilder, _ kind: Loop.Kind, _ body: (Cell) throws -> Void
  ) rethrows {
    let outer = place[..<(place.count - starts.count)]
    try b.loops(counts, kind) { index in
      try body(Cell(place: outer + zip(starts, index).map { b.add($0, $1) }, steps: nil))
    }
  }

  /// The largest element, in the dtype in which native code computes.
  func largest(_ b: LoopBuilder, _ x: Tensor) throws -> Value {
    let dtype = x.dtype.computing
    let least =
      dtype.isFloat ? b.real(-.infinity, dtype) : b.constant(dtype.integerRange.0, dtype)
    return try combined(b, .maximum, identity: least) { b.convert(try $0.of(x, b), dtype) }
  }

  /// The sum of elements in a dtype.
  func sum(
    _ b: LoopBuilder, _ dtype: DType, _ element: (Cell) throws -> Value
  ) throws -> Value {
    try combined(b, .sum, identity: b.constant(0, dtype), element)
  }

  /// The elements combined.
  private func combined(
    _ b: LoopBuilder, _ combination: Combination, identity: Value,
    _ element: (Cell) throws -> Value
  ) throws -> Value {
    if let cells {
      let elements = try cells.map(element)
      return elements.dropFirst().reduce(elements[0]) {
        combination == .sum ? b.add($0, $1) : b.maximum($1, $0)
      }
    }
    let total = b.register(identity)
    try forEachPlace(b, .free) { b.add(.combine(total, combination, try element($0))) }
    return b.read(total)
  }
}
