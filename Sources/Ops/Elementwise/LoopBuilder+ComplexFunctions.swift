import TheanoArrays
import TheanoLoopIR

// Functions of complex numbers in native code, without branches, so that loops stay vectors. They compute in
// float64 what the reference computes, by the same formulas or shorter ones of the same accuracy relative to the
// number's size, and agree with it about what is not finite: for the reference that is one point, infinity.
// Their source is Kahan, "Branch cuts for complex elementary functions", 1987.

extension LoopBuilder {
  /// The result of a function of the prelude; of a complex number, that of `complex`.
  func call(_ name: String, _ x: [Value], complex: (Value) -> Value) -> Value {
    x[0].dtype.isComplex ? inDouble(x[0], complex) : call(name, x)
  }

  /// The result of a function that is computed of complex128, rounded to the precision of `x`.
  func inDouble(_ x: Value, _ function: (Value) -> Value) -> Value {
    if x.dtype == .complex128 { return function(x) }
    let value = function(convert(x, .complex128))
    return convert(value, value.dtype.isComplex ? .complex64 : .float32)
  }

  /// The absolute value: √(x² + y²) of parts times a power of 2, so that squares are normal numbers; infinite
  /// if a part is.
  func length(_ x: Value) -> Value {
    let scale = scale(of: x, large: 0x1p-600, small: 0x1p600)
    let root = call("sqrt", [squaredLength(scaled(x, scale))])
    let length = divide(root, scale)
    let infinity = double(.infinity)
    let isInfinite = or(
      equal(absolute(realPart(x)), infinity), equal(absolute(imaginaryPart(x)), infinity))
    return select(isInfinite, infinity, length)
  }

  /// The angle, from -π to π.
  func angle(_ x: Value) -> Value { call("atan2", [imaginaryPart(x), realPart(x)]) }

  // MARK: Exponentials

  /// eˣ · (cos y + i sin y), the first factor in two parts where it may be larger than all numbers.
  func complexExp(_ x: Value) -> Value { ofFinite(x, exponential(x)) }

  /// 2 to the power of x.
  func complexExp2(_ x: Value) -> Value { complexExp(scaled(x, double(.log(2)))) }

  /// The exponential of a finite number.
  private func exponential(_ x: Value) -> Value {
    let (real, imaginary) = (realPart(x), imaginaryPart(x))
    let isLarge = less(double(708), real)
    let size = call("exp", [select(isLarge, multiply(double(0.5), real), real)])
    let turn = complex(call("cos", [imaginary]), call("sin", [imaginary]))
    return scaled(scaled(turn, size), select(isLarge, size, double(1)))
  }

  /// eˣ - 1, whose real part is (eˣ - 1) cos y + cos y - 1, and cos y - 1 = -2 sin²(y / 2).
  func complexExpm1(_ x: Value) -> Value {
    let (real, imaginary) = (realPart(x), imaginaryPart(x))
    let whole = exponential(x)
    let half = call("sin", [multiply(double(0.5), imaginary)])
    let near = subtract(
      multiply(call("expm1", [real]), call("cos", [imaginary])),
      multiply(double(2), multiply(half, half)))
    let isLarge = less(double(40), real)
    return ofFinite(
      x, complex(select(isLarge, realPart(whole), near), imaginaryPart(whole)))
  }

  // MARK: Logarithms

  /// log |x| + i · angle; infinity of 0 and of what is not finite.
  ///
  /// With u ≥ v the sizes of the parts, log |x| = log u + log1p((v / u)²) / 2, unless these two cancel: then it is
  /// log1p(|x|² - 1) / 2.
  func complexLog(_ x: Value) -> Value {
    let (a, c) = (absolute(realPart(x)), absolute(imaginaryPart(x)))
    let (u, v) = (maximum(a, c), minimum(a, c))
    let (zero, one) = (double(0), double(1))
    let isNearCircle = and(
      less(u, one), less(u, add(multiply(u, u), multiply(v, v))))
    let ratio = divide(v, u)
    let excess = add(multiply(subtract(u, one), add(u, one)), multiply(v, v))
    let rest = call("log1p", [select(isNearCircle, excess, multiply(ratio, ratio))])
    let large = call("log", [select(isNearCircle, one, u)])
    let logarithm = complex(add(large, multiply(double(0.5), rest)), angle(x))
    let isDefined = and(isFinite(x), less(zero, u))
    return select(isDefined, logarithm, complex(double(.infinity)))
  }

  /// The logarithm to base 2.
  func complexLog2(_ x: Value) -> Value { scaled(complexLog(x), double(1 / .log(2))) }

  /// The logarithm to base 10.
  func complexLog10(_ x: Value) -> Value { scaled(complexLog(x), double(1 / .log(10))) }

  /// log(1 + x), whose real part near 0 is log1p(x (2 + x) + y²) / 2.
  func complexLog1p(_ x: Value) -> Value {
    let (real, imaginary) = (realPart(x), imaginaryPart(x))
    let whole = complexLog(add(self.real(1, x.dtype), x))
    let isNear = and(
      less(absolute(real), double(0.5)), less(absolute(imaginary), double(1)))
    let excess = add(
      multiply(real, add(double(2), real)), multiply(imaginary, imaginary))
    let near = multiply(double(0.5), call("log1p", [excess]))
    return complex(select(isNear, near, realPart(whole)), imaginaryPart(whole))
  }

  // MARK: Powers

  /// The square root in the right half plane: with u = √((|x| + |Re x|) / 2) and v = Im x / 2u it is u + iv, or
  /// |v| ± iu where Re x is negative.
  func complexSqrt(_ x: Value) -> Value {
    let scale = scale(of: x, large: 0x1p-600, small: 0x1p600)
    let z = scaled(x, scale)
    let (real, imaginary) = (realPart(z), imaginaryPart(z))
    let length = call("sqrt", [squaredLength(z)])
    let u = call("sqrt", [multiply(double(0.5), add(length, absolute(real)))])
    let v = divide(imaginary, multiply(double(2), u))
    let isLeft = less(real, double(0))
    let root = complex(
      select(isLeft, absolute(v), u), select(isLeft, withSign(of: imaginary, u), v))
    let back = divide(double(1), call("sqrt", [scale]))
    let isZero = equal(x, self.real(0, x.dtype))
    return ofFinite(
      x, select(isZero, complex(double(0), imaginary), scaled(root, back)))
  }

  /// exp(y log x); 1 where y is 0, else 0 where x is.
  func complexPower(_ x: Value, _ y: Value) -> Value {
    let (base, exponent) = (convert(x, .complex128), convert(y, .complex128))
    let power = complexExp(multiply(exponent, complexLog(base)))
    let (zero, one) = (real(0, .complex128), real(1, .complex128))
    let value = select(equal(base, zero), zero, power)
    return convert(select(equal(exponent, zero), one, value), x.dtype)
  }

  // MARK: Parts

  /// A float64.
  func double(_ value: Double) -> Value { real(value, .float64) }

  /// `value` where `x` is finite, else `x`.
  func ofFinite(_ x: Value, _ value: Value) -> Value { select(isFinite(x), value, x) }

  /// A number that is not negative with the sign of another.
  func withSign(of sign: Value, _ size: Value) -> Value {
    let zero = double(0)
    // One divided by the negative zero is negative.
    let isNegative = or(less(sign, zero), less(divide(double(1), sign), zero))
    return select(isNegative, negate(size), size)
  }

  /// i · x.
  func turned(_ x: Value) -> Value { complex(negate(imaginaryPart(x)), realPart(x)) }

  /// -i · x.
  func turnedBack(_ x: Value) -> Value { complex(imaginaryPart(x), negate(realPart(x))) }
}
