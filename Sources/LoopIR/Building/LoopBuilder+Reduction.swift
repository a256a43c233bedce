import TheanoArrays

extension LoopBuilder {
  /// What nothing combines to, in a dtype.
  private func identity(_ reduction: Lowering.Reduction) -> Value {
    let dtype = reduction.accumulator
    if !dtype.isDiscrete || reduction.identity.isFinite { return real(reduction.identity, dtype) }
    // The end of an integer dtype's range.
    let (low, high) = dtype.integerRange
    return constant(reduction.identity < 0 ? low : high, dtype)
  }

  /// Returns all elements of a tensor combined.
  package func reduce(_ x: Tensor, _ reduction: Lowering.Reduction) throws -> Value {
    try combined(x, over: x.lengths, reduction) { $0 }
  }

  /// Returns the elements at the places that `place` makes of those of a nest of loops, combined.
  private func combined(
    _ x: Tensor, over lengths: [Value], _ reduction: Lowering.Reduction,
    _ place: ([Value]) -> [Value]
  ) throws -> Value {
    let total = register(identity(reduction))
    try loops(lengths) { index in
      let element = try x.at(place(index), self)
      add(
        .combine(
          total, reduction.combination,
          reduction.isNarrow(x) ? element : convert(element, reduction.accumulator)))
    }
    return read(total)
  }

  /// Writes the elements of `x` combined over axes to memory, the axes in the order in which they lie: those
  /// after the last axis that stays in a register, others in memory.
  package func reduce(
    _ x: Tensor, _ reduction: Lowering.Reduction, into target: (BufferID, [Value]), _ result: Tensor
  ) throws {
    let kept = x.lengths.indices.filter { !reduction.axes.contains($0) }
    let lastKept = kept.last ?? -1
    let trailing = reduction.axes.filter { $0 > lastKept }
    let leading = reduction.axes.filter { $0 < lastKept }
    let inner = trailing.map { x.lengths[$0] }
    if leading.isEmpty {
      return try loops(kept.map { x.lengths[$0] }) { outer in
        let total = try combined(x, over: inner, reduction) { outer + $0 }
        store(target.0, target.1 + outer, total)
      }
    }
    if reduction.isNarrow(x), case .memory = x.source, kept == [x.lengths.count - 1] {
      return try sumColumns(rows: leading.map { x.lengths[$0] }, columns: x.lengths[lastKept]) {
        store(target.0, target.1 + $0, $1)
      } _: {
        try x.at($0 + [$1], self)
      }
    }
    let isDirect = reduction.accumulator == result.dtype
    let sums: BufferID
    if isDirect {
      sums = target.0
      setMutable(sums)
    } else {
      sums = buffer(
        "sums", reduction.accumulator, .slot(-1, perWorker: false), lengths: result.lengths,
        isMutable: true)
    }
    let prefix = isDirect ? target.1 : []
    loops(result.lengths) { store(sums, prefix + $0, identity(reduction)) }
    let kinds = (0...lastKept).map { kept.contains($0) ? Loop.Kind.free : .summing }
    /// Adds loops over all places of the axes up to the last that stays, with the elements in `lengths`.
    func accumulate(
      _ lengths: [Value], _ element: ([Value]) throws -> Value
    ) throws {
      try loops(Array(lengths[0...lastKept]), kinds) { outer in
        let place = prefix + kept.map { outer[$0] }
        let value = convert(try element(outer), reduction.accumulator)
        add(.accumulate(access(sums, place), reduction.combination, value))
      }
    }
    if !trailing.isEmpty {
      try accumulate(x.lengths) { outer in
        try combined(x, over: inner, reduction) { outer + $0 }
      }
    } else if let axis = leading.last, reduction.isNarrow(x), case .memory = x.source {
      // Four rows at a time, so that the sums are read and written less often.
      let groups = quotient(x.lengths[axis], constant(4))
      try accumulate(x.lengths.replacing(axis, by: groups)) { outer in
        let first = multiply(outer[axis], constant(4))
        let rows = try (0..<4).map { row in
          try x.at(outer.replacing(axis, by: add(first, constant(row))), self)
        }
        return add(add(rows[0], rows[1]), add(rows[2], rows[3]))
      }
      let done = multiply(groups, constant(4))
      let rest = subtract(x.lengths[axis], done)
      try accumulate(x.lengths.replacing(axis, by: rest)) { outer in
        try x.at(outer.replacing(axis, by: add(done, outer[axis])), self)
      }
    } else {
      try accumulate(x.lengths) { try x.at($0, self) }
    }
    if !isDirect {
      loops(result.lengths) { store(target.0, target.1 + $0, load(sums, $0)) }
    }
  }
}

extension Lowering.Reduction {
  /// Whether elements may be added up in float32 a few at a time before they go into a float64.
  fileprivate func isNarrow(_ x: Tensor) -> Bool {
    combination == .sum && x.dtype == .float32 && accumulator == .float64
  }
}

extension Array {
  /// This array with another element at a place.
  fileprivate func replacing(_ place: Int, by element: Element) -> [Element] {
    var copy = self
    copy[place] = element
    return copy
  }
}

extension DType {
  /// The least and the largest integer of this dtype.
  package var integerRange: (Int128, Int128) {
    if self == .bool { return (0, 1) }
    let bits = Int128(size * 8)
    return isUnsigned ? (0, (1 << bits) - 1) : (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
  }

  /// Whether this is a dtype of integers or truth values, and a number is one of them.
  package func holds(_ number: Int128) -> Bool {
    guard isDiscrete else { return false }
    let (least, greatest) = integerRange
    return least <= number && number <= greatest
  }
}
