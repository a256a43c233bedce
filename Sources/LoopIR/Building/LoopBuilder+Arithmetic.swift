import TheanoArrays

extension LoopBuilder {
  /// An int64.
  package func constant(_ value: Int) -> Value {
    emit(Instruction(.integer(Int128(value))), .int64)
  }

  /// An integer or truth value of a dtype.
  package func constant(_ value: Int128, _ dtype: DType) -> Value {
    dtype.isDiscrete
      ? emit(Instruction(.integer(value)), dtype) : real(Double(value), dtype)
  }

  /// A real number of a dtype.
  package func real(_ value: Double, _ dtype: DType) -> Value {
    if dtype.isComplex { return complex(real(value, dtype.realCounterpart)) }
    if !dtype.isFloat { return constant(Int128(exactly: value.rounded(.towardZero)) ?? 0, dtype) }
    return emit(Instruction(.real(value.bitPattern)), dtype)
  }

  /// A truth value.
  package func truth(_ value: Bool) -> Value { constant(value ? 1 : 0, .bool) }

  /// The operand in another dtype; of complex numbers that are to be real the real part.
  package func convert(_ x: Value, _ dtype: DType) -> Value {
    if x.dtype == dtype { return x }
    if x.dtype.isComplex || dtype.isComplex { return convertComplex(x, dtype) }
    if dtype == .bool { return notEqual(x, constant(0, x.dtype)) }
    switch literal(x) {
    case .integer(let number)? where dtype.isFloat: return real(Double(number), dtype)
    case .integer(let number)? where dtype == .int64:
      return constant(Int(truncatingIfNeeded: number))
    case .integer(let number)? where dtype.holds(number): return constant(number, dtype)
    case .real(let bits)? where dtype.isFloat:
      return real(Double(bitPattern: bits).rounded(to: x.dtype).rounded(to: dtype), dtype)
    default: break
    }
    return emit(Instruction(.convert, [x]), dtype)
  }

  /// The result of a binary operation on operands of one dtype.
  package func binary(_ operation: Operation, _ a: Value, _ b: Value) -> Value {
    emit(Instruction(operation, [a, b]), a.dtype)
  }

  /// a + b.
  package func add(_ a: Value, _ b: Value) -> Value {
    a.dtype.isComplex ? mapParts(a, b, add) : binary(.add, a, b)
  }
  /// a - b.
  package func subtract(_ a: Value, _ b: Value) -> Value {
    a.dtype.isComplex ? mapParts(a, b, subtract) : binary(.subtract, a, b)
  }
  /// a · b.
  package func multiply(_ a: Value, _ b: Value) -> Value {
    a.dtype.isComplex ? complexProduct(a, b) : binary(.multiply, a, b)
  }
  /// a / b, of floats and complex numbers.
  package func divide(_ a: Value, _ b: Value) -> Value {
    a.dtype.isComplex ? complexQuotient(a, b) : binary(.divide, a, b)
  }
  /// -a.
  package func negate(_ a: Value) -> Value {
    a.dtype.isComplex ? mapParts(a, negate) : emit(Instruction(.negate, [a]), a.dtype)
  }
  /// The smaller of two integers.
  package func minimum(_ a: Value, _ b: Value) -> Value { binary(.minimum, a, b) }
  /// The larger of two integers.
  package func maximum(_ a: Value, _ b: Value) -> Value { binary(.maximum, a, b) }
  /// a / b of int64 that are not negative, rounded down; 0 if b is 0.
  package func quotient(_ a: Value, _ b: Value) -> Value { binary(.call("quotient"), a, b) }
  /// a mod b of int64 that are not negative; 0 if b is 0.
  package func rest(_ a: Value, _ b: Value) -> Value { binary(.call("rest"), a, b) }

  /// Whether a = b.
  package func equal(_ a: Value, _ b: Value) -> Value {
    if !a.dtype.isComplex { return compare(.equal, a, b) }
    return and(
      equal(realPart(a), realPart(b)), equal(imaginaryPart(a), imaginaryPart(b)))
  }
  /// Whether a ≠ b.
  package func notEqual(_ a: Value, _ b: Value) -> Value {
    if !a.dtype.isComplex { return compare(.notEqual, a, b) }
    return or(
      notEqual(realPart(a), realPart(b)), notEqual(imaginaryPart(a), imaginaryPart(b)))
  }
  /// Whether a < b.
  package func less(_ a: Value, _ b: Value) -> Value { compare(.less, a, b) }
  /// Whether a ≤ b.
  package func lessOrEqual(_ a: Value, _ b: Value) -> Value { compare(.lessOrEqual, a, b) }

  /// The truth of a comparison.
  private func compare(_ operation: Operation, _ a: Value, _ b: Value) -> Value {
    emit(Instruction(operation, [a, b]), .bool)
  }

  /// Whether both are true.
  package func and(_ a: Value, _ b: Value) -> Value { binary(.and, a, b) }
  /// Whether one is true.
  package func or(_ a: Value, _ b: Value) -> Value { binary(.or, a, b) }
  /// Whether it is false; of integers, the complement.
  package func not(_ a: Value) -> Value { emit(Instruction(.not, [a]), a.dtype) }

  /// `a` where the condition is true, else `b`.
  package func select(_ condition: Value, _ a: Value, _ b: Value) -> Value {
    if a == b { return a }
    if a.dtype.isComplex { return mapParts(a, b) { select(condition, $0, $1) } }
    return emit(Instruction(.select, [condition, a, b]), a.dtype)
  }

  /// The result of a function of the prelude, in the dtype of its first operand unless another is named.
  package func call(_ name: String, _ operands: [Value], _ dtype: DType? = nil) -> Value {
    emit(Instruction(.call(name), operands), dtype ?? operands[0].dtype)
  }

  /// The product of lengths.
  package func product(_ lengths: [Value]) -> Value { lengths.reduce(constant(1), multiply) }
}

extension Double {
  /// This number as it is in a dtype.
  fileprivate func rounded(to dtype: DType) -> Double {
    switch dtype {
    case .float16: Double(Float16(self))
    case .float32: Double(Float(self))
    default: self
    }
  }
}
