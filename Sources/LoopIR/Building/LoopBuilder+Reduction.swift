import TheanoArrays

extension LoopBuilder {
  /// What nothing combines to, in a dtype.
  private func identity(_ reduction: Lowering.Reduction) -> Value {
    let dtype = reduction.accumulator
    if dtype.isFloat || reduction.identity.isFinite { return real(reduction.identity, dtype) }
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
      let isNarrow =
        reduction.combination == .sum && element.dtype == .float32
        && reduction.accumulator == .float64
      add(
        .combine(
          total, reduction.combination,
          isNarrow ? element : convert(element, reduction.accumulator)))
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
    try loops((0...lastKept).map { x.lengths[$0] }, kinds) { outer in
      let place = prefix + kept.map { outer[$0] }
      let element: Value
      if trailing.isEmpty {
        element = convert(try x.at(outer, self), reduction.accumulator)
      } else {
        element = try combined(x, over: inner, reduction) { outer + $0 }
      }
      add(.accumulate(access(sums, place), reduction.combination, element))
    }
    if !isDirect {
      loops(result.lengths) { store(target.0, target.1 + $0, load(sums, $0)) }
    }
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
