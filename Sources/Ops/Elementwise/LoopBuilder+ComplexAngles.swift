import TheanoArrays
import TheanoLoopIR

// Trigonometric and hyperbolic functions of complex numbers in native code; see the functions beside these.

extension LoopBuilder {
  // MARK: Hyperbolic functions

  /// sinh x cos y + i cosh x sin y.
  func complexSinh(_ x: Value) -> Value {
    let (sinh, cosh, rest) = hyperbolic(realPart(x))
    let product = complex(
      multiply(sinh, call("cos", [imaginaryPart(x)])),
      multiply(cosh, call("sin", [imaginaryPart(x)])))
    return ofFinite(x, scaled(product, rest))
  }

  /// cosh x cos y + i sinh x sin y.
  func complexCosh(_ x: Value) -> Value {
    let (sinh, cosh, rest) = hyperbolic(realPart(x))
    let product = complex(
      multiply(cosh, call("cos", [imaginaryPart(x)])),
      multiply(sinh, call("sin", [imaginaryPart(x)])))
    return ofFinite(x, scaled(product, rest))
  }

  /// The sinh and the cosh of a float, and a factor that both lack: other than 1 where they may be larger than all
  /// numbers.
  private func hyperbolic(_ x: Value) -> (sinh: Value, cosh: Value, rest: Value) {
    let isLarge = less(double(700), absolute(x))
    let argument = select(isLarge, multiply(double(0.5), x), x)
    let cosh = call("cosh", [argument])
    return (call("sinh", [argument]), cosh, select(isLarge, multiply(double(2), cosh), double(1)))
  }

  /// (sinh x cosh x + i sin y cos y) / (sinh² x + cos² y): sinh / cosh, times the conjugate of cosh.
  func complexTanh(_ x: Value) -> Value {
    let (real, imaginary) = (realPart(x), imaginaryPart(x))
    // From there on the real part is 1, and the imaginary part 0, as far as one can tell.
    let limit = double(40)
    let bounded = maximum(minimum(real, limit), negate(limit))
    let (sinh, cosh) = (call("sinh", [bounded]), call("cosh", [bounded]))
    let (sin, cos) = (call("sin", [imaginary]), call("cos", [imaginary]))
    let square = add(multiply(sinh, sinh), multiply(cos, cos))
    let isFar = less(limit, absolute(real))
    let product = select(isFar, multiply(imaginary, double(0)), multiply(sin, cos))
    return ofFinite(
      x, complex(divide(multiply(sinh, cosh), square), divide(product, square)))
  }

  /// -i arcsin(ix).
  func complexAsinh(_ x: Value) -> Value { turnedBack(complexAsin(turned(x))) }

  /// Its real part is arcsinh Re(conj(√(x - 1)) √(x + 1)).
  func complexAcosh(_ x: Value) -> Value {
    let one = real(1, x.dtype)
    let (low, high) = (complexSqrt(subtract(x, one)), complexSqrt(add(x, one)))
    let angle = call("atan2", [imaginaryPart(low), realPart(high)])
    return number(
      x,
      complex(call("asinh", [realPart(conjugateProduct(low, high))]), multiply(double(2), angle)))
  }

  /// (log(1 + x) - log(1 - x)) / 2.
  func complexAtanh(_ x: Value) -> Value {
    scaled(subtract(complexLog1p(x), complexLog1p(negate(x))), double(0.5))
  }

  // MARK: Trigonometric functions

  /// -i sinh(ix).
  func complexSin(_ x: Value) -> Value { turnedBack(complexSinh(turned(x))) }

  /// cosh(ix).
  func complexCos(_ x: Value) -> Value { complexCosh(turned(x)) }

  /// -i tanh(ix).
  func complexTan(_ x: Value) -> Value { turnedBack(complexTanh(turned(x))) }

  /// Its imaginary part is arcsinh Im(conj(√(1 - x)) √(1 + x)).
  func complexAsin(_ x: Value) -> Value {
    let (below, above) = rootsAroundOne(x)
    let angle = call("atan2", [realPart(x), realPart(multiply(below, above))])
    return number(
      x, complex(angle, call("asinh", [imaginaryPart(conjugateProduct(below, above))])))
  }

  /// Its imaginary part is arcsinh Im(conj(√(1 + x)) √(1 - x)).
  func complexAcos(_ x: Value) -> Value {
    let (below, above) = rootsAroundOne(x)
    let angle = call("atan2", [realPart(below), realPart(above)])
    let imaginary = call("asinh", [imaginaryPart(conjugateProduct(above, below))])
    return number(x, complex(multiply(double(2), angle), imaginary))
  }

  /// -i arctanh(ix).
  func complexAtan(_ x: Value) -> Value { turnedBack(complexAtanh(turned(x))) }

  // MARK: Parts

  /// √(1 - x) and √(1 + x).
  private func rootsAroundOne(_ x: Value) -> (below: Value, above: Value) {
    let one = real(1, x.dtype)
    return (complexSqrt(subtract(one, x)), complexSqrt(add(one, x)))
  }

  /// `value` where `x` is finite, else no number.
  private func number(_ x: Value, _ value: Value) -> Value {
    select(isFinite(x), value, mapParts(x) { _ in double(.nan) })
  }

  /// conj(a) · b.
  private func conjugateProduct(_ a: Value, _ b: Value) -> Value {
    multiply(complex(realPart(a), negate(imaginaryPart(a))), b)
  }
}
