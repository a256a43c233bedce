/// The decimal digits of a finite float's magnitude, generated as NumPy prints them.
///
/// Goals, in order: exactly the digits that NumPy prints; then a short text. Speed matters little, as
/// at most a thousand elements are printed. The algorithm is that of Steele and White, "How to print
/// floating-point numbers accurately" (1990): exact arithmetic generates digit after digit, and stops
/// where the digits tell the value from its neighbours.
struct DecimalDigits {
  /// How many digits are wanted.
  enum Length {
    /// As many as needed, within limits on the digits after the decimal point.
    case fraction(atLeast: Int, atMost: Int?)
    /// As many as needed, within limits on the digits after the first one.
    case significant(atLeast: Int, atMost: Int?)
  }

  /// The digits, 0 to 9, without a decimal point; trailing zeros are possible.
  private(set) var digits: [UInt8]
  /// The power of ten of the first digit.
  private(set) var exponent: Int

  /// Generates digits of `|x|`, which is finite.
  init<T: BinaryFloatingPoint>(_ x: T, _ length: Length) {
    digits = [0]
    exponent = 0
    if x == 0 { return }
    var state = State(x, length)
    exponent = state.exponent - 1
    generate(from: &state, length)
  }

  /// Generates digits, and rounds the last one to nearest, ties to even digits.
  private mutating func generate(from state: inout State, _ length: Length) {
    let (earliest, latest) = state.limits(length)
    digits = []
    while true {
      state.exponent -= 1
      let digit = state.value.divideForDigit(by: state.scale)
      let low = state.isNearLow
      let high = state.isNearHigh
      digits.append(digit)
      let done = (low || high) && state.exponent <= earliest
      if done || state.exponent == latest {
        if low != high ? high : state.isAboveHalf(after: digit) { roundUp() }
        return
      }
      state.multiplyByTen()
    }
  }

  /// Adds 1 to the last digit; nines before it are dropped.
  private mutating func roundUp() {
    while digits.last == 9 { digits.removeLast() }
    if let last = digits.popLast() {
      digits.append(last + 1)
    } else {
      digits = [1]
      exponent += 1
    }
  }
}

/// What is left of a value while its digits are generated.
private struct State {
  /// The rest of the value, times `scale`.
  var value: BigNatural
  /// What one unit of the next digit weighs.
  var scale: BigNatural
  /// Half the distances to the floats below and above, times `scale`.
  var marginLow, marginHigh: BigNatural
  /// The power of ten before the next digit.
  var exponent: Int
  /// Whether the significand is even, so that a text halfway to a neighbour still reads as this value.
  let isEven: Bool

  /// Creates the state before the first digit of `|x|`, which is finite and not 0.
  init<T: BinaryFloatingPoint>(_ x: T, _ length: DecimalDigits.Length) {
    let field = Int(x.exponentBitPattern)
    let bits = UInt64(x.significandBitPattern)
    let implicit: UInt64 = field == 0 ? 0 : 1 << UInt64(T.significandBitCount)
    let significand = bits | implicit
    let power = Swift.max(field, 1) - ((1 << (T.exponentBitCount - 1)) - 1) - T.significandBitCount
    // The float below a power of two is only half as far away as the one above.
    let unequal = bits == 0 && field > 1
    isEven = significand % 2 == 0

    value = BigNatural(significand << (unequal ? 2 : 1))
    scale = BigNatural(unequal ? 4 : 2)
    marginLow = BigNatural(1)
    marginHigh = BigNatural(unequal ? 2 : 1)
    if power > 0 {
      value.multiply(byPowerOfTwo: power)
      marginLow.multiply(byPowerOfTwo: power)
      marginHigh.multiply(byPowerOfTwo: power)
    } else {
      scale.multiply(byPowerOfTwo: -power)
    }

    // An estimate of the number of digits before the point: right, or one too low.
    let topBit = 63 - significand.leadingZeroBitCount + power
    exponent = Int((Double(topBit) * 0.301029995663981195 - 0.69).rounded(.up))
    if case .fraction(_, let most?) = length {
      // A value below the last digit wanted is rounded to it.
      exponent = Swift.max(exponent, 1 - most)
    }
    if exponent > 0 {
      scale.multiply(byPowerOfTen: exponent)
    } else {
      value.multiply(byPowerOfTen: -exponent)
      marginLow.multiply(byPowerOfTen: -exponent)
      marginHigh.multiply(byPowerOfTen: -exponent)
    }
    if BigNatural.compare(value, scale) >= 0 { exponent += 1 } else { multiplyByTen() }
  }

  /// Returns the exponents of ten at and below which digits may end, and at which they must.
  func limits(_ length: DecimalDigits.Length) -> (earliest: Int, latest: Int) {
    switch length {
    case .fraction(let least, let most):
      (Swift.min(exponent, -least), most.map { -$0 } ?? .min)
    case .significant(let least, let most):
      (exponent - 1 - least, most.map { exponent - 1 - $0 } ?? .min)
    }
  }

  /// Whether the digits so far, read as a number, round up to the value.
  var isNearLow: Bool {
    let order = BigNatural.compare(value, marginLow)
    return isEven ? order <= 0 : order < 0
  }

  /// Whether the digits so far with the last one increased, read as a number, round down to the value.
  var isNearHigh: Bool {
    let order = BigNatural.compare(value + marginHigh, scale)
    return isEven ? order >= 0 : order > 0
  }

  /// Whether the rest is above half a unit of the last digit, or is half a unit of an odd one.
  func isAboveHalf(after digit: UInt8) -> Bool {
    let order = BigNatural.compare(value + value, scale)
    return order > 0 || (order == 0 && digit % 2 == 1)
  }

  /// Goes on to the next digit.
  mutating func multiplyByTen() {
    value.multiply(by: 10)
    marginLow.multiply(by: 10)
    marginHigh.multiply(by: 10)
  }
}
