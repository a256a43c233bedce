import TheanoArrays

/// Arithmetic on complex numbers, made of arithmetic on their parts.
extension LoopBuilder {
  /// The complex number of two parts of one float dtype; the imaginary part is 0 if there is none.
  package func complex(_ real: Value, _ imaginary: Value? = nil) -> Value {
    let imaginary = imaginary ?? self.real(0, real.dtype)
    return emit(Instruction(.complex, [real, imaginary]), real.dtype.complexCounterpart)
  }

  /// The real part; a real number itself.
  package func realPart(_ x: Value) -> Value {
    x.dtype.isComplex ? emit(Instruction(.realPart, [x]), x.dtype.realCounterpart) : x
  }

  /// The imaginary part; 0 of a real number.
  package func imaginaryPart(_ x: Value) -> Value {
    x.dtype.isComplex
      ? emit(Instruction(.imaginaryPart, [x]), x.dtype.realCounterpart) : real(0, x.dtype)
  }

  /// The complex number of the parts that `change` makes of those of `x`.
  package func mapParts(_ x: Value, _ change: (Value) -> Value) -> Value {
    complex(change(realPart(x)), change(imaginaryPart(x)))
  }

  /// The complex number of the parts that `change` makes of those of `a` and `b`.
  package func mapParts(_ a: Value, _ b: Value, _ change: (Value, Value) -> Value) -> Value {
    complex(change(realPart(a), realPart(b)), change(imaginaryPart(a), imaginaryPart(b)))
  }

  /// A number in a complex dtype, or a complex number in any.
  func convertComplex(_ x: Value, _ dtype: DType) -> Value {
    if dtype == .bool { return notEqual(x, constant(0, x.dtype)) }
    if !dtype.isComplex { return convert(realPart(x), dtype) }
    let part = dtype.realCounterpart
    if !x.dtype.isComplex { return complex(convert(x, part)) }
    return mapParts(x) { convert($0, part) }
  }

  /// The product of complex numbers.
  func complexProduct(_ a: Value, _ b: Value) -> Value {
    let (ar, ai) = (realPart(a), imaginaryPart(a))
    let (br, bi) = (realPart(b), imaginaryPart(b))
    return complex(
      subtract(multiply(ar, br), multiply(ai, bi)), add(multiply(ar, bi), multiply(ai, br)))
  }

  /// The quotient of complex numbers: a · conj(b) / |b|², of b times a power of 2 so that the square is a normal
  /// number. By 0 it is infinite, by what is not finite 0, as in the reference.
  func complexQuotient(_ a: Value, _ b: Value) -> Value {
    if a.dtype == .complex64 {
      // Squares of float32 are normal numbers of float64.
      let quotient = plainQuotient(convert(a, .complex128), convert(b, .complex128))
      return convert(quotient, .complex64)
    }
    // The power of 2 is applied in halves: before the product with 1 / b, and after it.
    let half = scale(of: b, large: 0x1p-258, small: 0x1p285)
    let divisor = scaled(scaled(b, half), half)
    let quotient = scaled(plainQuotient(scaled(a, half), divisor), half)
    return atEnds(of: b, quotient)
  }

  /// a · conj(b) / |b|² of complex numbers whose squares are normal, or at the ends of what there is.
  private func plainQuotient(_ a: Value, _ b: Value) -> Value {
    let square = squaredLength(b)
    let inverse = complex(
      divide(realPart(b), square), divide(negate(imaginaryPart(b)), square))
    return atEnds(of: b, complexProduct(a, inverse))
  }

  /// A quotient by `b`; where that is 0, infinity, and where it is not finite, 0.
  private func atEnds(of b: Value, _ quotient: Value) -> Value {
    let (zero, infinity) = (real(0, b.dtype), real(.infinity, b.dtype))
    return select(
      equal(b, zero), infinity, select(isFinite(b), quotient, zero))
  }

  /// |x|² as it comes.
  package func squaredLength(_ x: Value) -> Value {
    let (real, imaginary) = (realPart(x), imaginaryPart(x))
    return add(multiply(real, real), multiply(imaginary, imaginary))
  }

  /// A complex number times a real one.
  package func scaled(_ x: Value, _ factor: Value) -> Value {
    mapParts(x) { multiply($0, factor) }
  }

  /// One of two powers of 2 by which complex128 numbers have to be multiplied so that their squares are normal
  /// numbers; 1 where they are.
  package func scale(of x: Value, large: Double, small: Double) -> Value {
    let size = maximum(size(realPart(x)), size(imaginaryPart(x)))
    let dtype = size.dtype
    return select(
      less(real(0x1p510, dtype), size), real(large, dtype),
      select(less(size, real(0x1p-510, dtype)), real(small, dtype), real(1, dtype)))
  }

  /// Whether a float, or both parts of a complex number, are finite.
  package func isFinite(_ x: Value) -> Value {
    if x.dtype.isComplex { return and(isFinite(realPart(x)), isFinite(imaginaryPart(x))) }
    return less(size(x), real(.infinity, x.dtype))
  }

  /// |x| of a float.
  private func size(_ x: Value) -> Value { emit(Instruction(.absolute, [x]), x.dtype) }
}
