import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Pooling in native code. Windows that lie inside the tensor are written out if they are small, so that
/// compilers can work on several at a time; for others there are loops.
struct PoolLowering {
  private let form: PoolForm
  /// Whether all windows lie inside.
  private let isWhole: Bool

  /// The most elements of windows that are written out.
  private static let largestWritten = 32

  /// Looks at what is known about a tensor.
  init(_ form: PoolForm, _ x: Variable) {
    self.form = form
    let isUnpadded = form.padding.allSatisfy { $0 == 0 }
    let fits = zip(x.type.shape.suffix(form.rank), zip(form.window, form.strides)).allSatisfy {
      guard let length = $0 else { return false }
      return length >= $1.0 && (length - $1.0) % $1.1 == 0
    }
    isWhole = isUnpadded && (form.ignoresBorder || fits)
  }

  /// Whether windows inside the tensor are written out.
  private var isWritten: Bool {
    // A product of numbers that may be large.
    form.window.reduce(1.0) { $0 * Double($1) } <= Double(PoolLowering.largestWritten)
  }
  /// Whether no element is in two windows.
  private var isApart: Bool { zip(form.strides, form.window).allSatisfy { $0 >= $1 } }
  /// Whether elements of operands are read once where they are computed.
  var readsOnce: Bool { isWhole && isWritten && isApart }

  /// The lengths of the result; checks those of the operand.
  func lengths(_ b: LoopBuilder, _ x: [Value]) -> [Value] {
    let first = x.count - form.rank
    return x[..<first]
      + x[first...].enumerated().map { axis, length in
        b.checkLessOrEqual(length, b.constant(PoolForm.longest))
        return form.output(b, axis: axis, length: length)
      }
  }

  /// The lowering of what makes an element of each window over operands of one shape.
  func gathering(
    operands: Int, _ element: @escaping (LoopBuilder, [Tensor], PoolWindow) throws -> Value
  ) -> Lowering {
    Lowering(
      lengths: { b, x in
        for other in x.dropFirst() {
          for (a, c) in zip(x[0].lengths, other.lengths) { b.unify(a, c) }
        }
        return [self.lengths(b, x[0].lengths)]
      },
      .statements(needsMemory: readsOnce ? [] : Set(0..<operands)) { b, x, results in
        let rank = results[0].rank
        // What is made of the results is better computed in loops of its own over whole images: rows are often short.
        let kinds = (0..<rank).map {
          $0 == rank - form.rank && $0 > 0 ? Loop.Kind.serial : .free
        }
        try forEachWindow(b, x[0].lengths, results[0].lengths, kinds) { window in
          let value = try element(b, x, window)
          try results[0].set(window.place, to: b.convert(value, x[0].dtype), b)
        }
      })
  }

  /// Adds up in the elements of `result` what `values` says for each window and place in it, for windows of which
  /// there are as many as `counts` says.
  func spreading(
    _ b: LoopBuilder, _ result: Tensor, _ counts: [Value],
    _ values: (PoolWindow) throws -> (PoolWindow.Cell) throws -> Value
  ) throws {
    let zero = b.constant(0, result.dtype)
    let lengths = result.lengths
    let first = lengths.count - form.rank
    if isWhole && form.strides == form.window {
      // Windows cover all but the last rows and columns.
      for axis in first..<lengths.count {
        let covered = b.multiply(counts[axis], b.constant(form.window[axis - first]))
        var rest = lengths
        rest[axis] = b.subtract(lengths[axis], covered)
        if b.known(rest[axis]) == 0 { continue }
        try b.loops(rest) { place in
          var place = place
          place[axis] = b.add(place[axis], covered)
          try result.set(place, to: zero, b)
        }
      }
    } else {
      try b.loops(lengths) { try result.set($0, to: zero, b) }
    }
    let kinds = lengths.indices.map { isApart || $0 < first ? Loop.Kind.free : .serial }
    try forEachWindow(b, lengths, counts, kinds) { window in
      let value = try values(window)
      try window.forEachCell(b) { cell in
        if isApart {
          try cell.set(result, to: try value(cell), b)
        } else {
          try result.take(try value(cell), into: cell.place, .sum, b)
        }
      }
    }
  }

  /// Adds loops of some kinds over windows.
  private func forEachWindow(
    _ b: LoopBuilder, _ lengths: [Value], _ counts: [Value], _ kinds: [Loop.Kind],
    _ body: (PoolWindow) throws -> Void
  ) throws {
    let first = lengths.count - form.rank
    /// Adds loops over windows from some places on.
    func add(_ starts: [Value], _ counts: [Value], isInside: Bool) throws {
      if counts.contains(where: { b.known($0) == 0 }) { return }
      try b.loops(counts, kinds) { index in
        let place = zip(starts, index).map { b.add($0, $1) }
        let window = PoolWindow(
          b, form, place, lengths, isInside: isInside, isWritten: isInside && isWritten)
        try body(window)
      }
    }
    let zeros = lengths.map { _ in b.constant(0) }
    if isWhole { return try add(zeros, counts, isInside: true) }
    // The windows inside, and those before and after them along each axis.
    var (starts, inner) = (zeros, counts)
    for axis in first..<lengths.count {
      let range = form.inside(b, axis: axis - first, length: lengths[axis], count: counts[axis])
      let parts = [
        (b.constant(0), range.start),
        (
          b.add(range.start, range.count),
          b.subtract(b.subtract(counts[axis], range.start), range.count)
        ),
      ]
      for (start, count) in parts {
        var (from, many) = (starts, inner)
        (from[axis], many[axis]) = (start, count)
        try add(from, many, isInside: false)
      }
      (starts[axis], inner[axis]) = range
    }
    try add(starts, inner, isInside: true)
  }
}
