import TheanoArrays

/// Places of elements, and checks of them.
extension LoopBuilder {
  /// An integer as an int64; one that is too large for it becomes the largest.
  package func integer64(_ x: Value) -> Value {
    if x.dtype != .uint64 { return convert(x, .int64) }
    return convert(minimum(x, constant(Int128(Int64.max), .uint64)), .int64)
  }

  /// Ends the program with an error unless a ≤ b.
  package func checkLessOrEqual(_ a: Value, _ b: Value) {
    if let a = known(a), let b = known(b), a <= b { return }
    check(lessOrEqual(a, b))
  }

  /// Ends the program with an error unless a condition is true at all places of a tensor of these lengths.
  package func checkEach(_ lengths: [Value], _ condition: ([Value]) throws -> Value) rethrows {
    if lengths.isEmpty { return check(try condition([])) }
    // Compilers make vectors of "is one false", and not of "are all true".
    let isOneFalse = register(truth(false))
    try loops(lengths) { add(.combine(isOneFalse, .or, not(try condition($0)))) }
    check(not(read(isOneFalse)))
  }

  /// Ends the program with an error if a tensor of these lengths, none of them negative, cannot be in memory:
  /// numbers of elements then never overflow.
  package func checkSize(_ lengths: [Value]) {
    let open = lengths.filter { known($0) == nil }
    if open.isEmpty && lengths.count < 2 { return }
    let limit = 0x1p46
    var size = real(1, .float64)
    for length in lengths where known(length) != 1 {
      // Lengths beside a zero count too.
      size = multiply(size, convert(maximum(length, constant(1)), .float64))
    }
    check(less(size, real(limit, .float64)))
  }

  /// Whether an integer is a place of an axis, where negative ones count from its end.
  package func isPlace(_ number: Value, _ length: Value) -> Value {
    and(less(number, length), lessOrEqual(negate(length), number))
  }

  /// The place that an integer means, which may count from the end of an axis.
  package func wrapped(_ number: Value, _ length: Value) -> Value {
    if let known = known(number) { return known < 0 ? add(length, number) : number }
    return select(less(number, constant(0)), add(number, length), number)
  }

  /// What is left of an integer divided by a length, rounding down, so that it is not negative; 0 if the length is.
  package func remainder(_ number: Value, _ length: Value) -> Value {
    // Backwards, counted from -1, so that nothing overflows.
    let back = rest(subtract(constant(-1), number), length)
    return select(
      less(number, constant(0)), subtract(subtract(length, constant(1)), back), rest(number, length)
    )
  }

  /// One of several values, by its number; the last one if there are not so many.
  package func choose(_ number: Value, among values: [Value]) -> Value {
    guard let last = values.last else { return constant(0) }
    if let known = known(number), values.indices.contains(known) { return values[known] }
    return values.indices.dropLast().reversed().reduce(last) { rest, place in
      select(equal(number, constant(place)), values[place], rest)
    }
  }

  /// The number of an element in row-major order.
  package func position(_ index: [Value], in lengths: [Value]) -> Value {
    zip(index, lengths).reduce(constant(0)) { add(multiply($0, $1.1), $1.0) }
  }

  /// The place of the element of this number in row-major order.
  package func place(of number: Value, in lengths: [Value]) -> [Value] {
    var rest = number
    var places: [Value] = []
    for (axis, length) in lengths.enumerated().reversed() {
      places.append(axis == 0 ? rest : self.rest(rest, length))
      rest = quotient(rest, length)
    }
    return places.reversed()
  }

  /// The sum of integers.
  package func sum(_ values: [Value]) -> Value { values.reduce(constant(0), add) }
}

extension Tensor {
  /// Writes an element of a result.
  /// - Throws: `LoweringError` if this tensor has no memory.
  package func set(_ index: [Value], to value: Value, _ b: LoopBuilder) throws {
    let (buffer, prefix) = try memory()
    b.store(buffer, prefix + index, value)
  }

  /// Copies a tensor of the same lengths to this result, unless both are in one place.
  /// - Throws: `LoweringError` if this tensor has no memory.
  package func copy(_ x: Tensor, _ b: LoopBuilder) throws {
    let (buffer, prefix) = try memory()
    if case .memory(buffer, prefix) = x.source { return }
    try b.loops(lengths) { try set($0, to: try x.at($0, b), b) }
  }

  /// Takes a value into an element of a result.
  /// - Throws: `LoweringError` if this tensor has no memory.
  package func take(
    _ value: Value, into index: [Value], _ combination: Combination, _ b: LoopBuilder
  ) throws {
    let (buffer, prefix) = try memory()
    b.add(.accumulate(b.access(buffer, prefix + index), combination, b.convert(value, dtype)))
  }

  /// Where this tensor is in memory.
  private func memory() throws -> (BufferID, [Value]) {
    guard case .memory(let buffer, let prefix) = source else {
      throw LoweringError("\(label) is written without memory")
    }
    return (buffer, prefix)
  }

  /// Returns an element as an int64; integers that are too large become the largest.
  package func integer(at index: [Value] = [], _ b: LoopBuilder) throws -> Value {
    b.integer64(try at(index, b))
  }
}

extension DType {
  /// The dtype in which native code computes with elements of this one.
  package var computing: DType { self == .float16 ? .float32 : self }
  /// The dtype in which native code keeps what is added up or multiplied step by step.
  package var running: DType { isComplex ? .complex128 : isFloat ? .float64 : self }
}

extension LoopBuilder {
  /// Returns a tensor in memory for what statements note down for a while.
  package func scratch(_ name: String, _ dtype: DType, _ lengths: [Value]) -> Tensor {
    let memory = buffer(
      name, dtype, .slot(-1, perWorker: false), lengths: lengths, isMutable: true)
    // What is in it is no result of an operation.
    markWatched(memory, [])
    return Tensor(dtype, lengths: lengths, .memory(memory, prefix: []), label: name)
  }
}
