/// What happens to zeros at the end of a fraction.
enum ZeroTrim {
  /// `1.500`: kept, as many as asked for.
  case keep
  /// `1.5`, and `1.` without a fraction.
  case toPoint
  /// `1.5`, and `1.0` without a fraction.
  case toOneZero
  /// `1.5`, and `1` without a fraction.
  case all
}

/// The text of a float as NumPy writes it, before it is aligned with others.
struct FloatText {
  /// The sign and the digits before the point.
  var whole: String
  /// The digits after the point.
  var fraction: String
  /// The sign and digits of the power of ten, empty in positional notation.
  var exponent = ""
  /// Whether there is a point.
  var hasPoint = true

  /// All parts together.
  var text: String {
    whole + (hasPoint ? "." : "") + fraction + (exponent.isEmpty ? "" : "e" + exponent)
  }

  /// Creates `x` in positional notation, with as many fractional digits as tell it from other floats,
  /// but within the limits; `plus` asks for a sign before positive values.
  init<T: BinaryFloatingPoint>(
    positional x: T, atLeast least: Int = 0, atMost most: Int? = nil, trim: ZeroTrim,
    plus: Bool = false
  ) {
    let decimal = DecimalDigits(x, .fraction(atLeast: least, atMost: most))
    var digits = decimal.digits
    if decimal.exponent < 0 {
      digits.insert(contentsOf: repeatElement(0, count: -decimal.exponent), at: 0)
    }
    let wholeCount = Swift.max(decimal.exponent, 0) + 1
    while digits.count < wholeCount { digits.append(0) }
    whole = FloatText.sign(of: x, plus: plus) + FloatText.digits(digits[..<wholeCount])
    fraction = FloatText.digits(digits[wholeCount...])
    finish(trim, least)
  }

  /// Creates `x` in scientific notation, with as many digits after the first as tell it from other
  /// floats, but within the limits; the exponent has at least `exponentDigits`.
  init<T: BinaryFloatingPoint>(
    scientific x: T, atLeast least: Int = 0, atMost most: Int? = nil, trim: ZeroTrim,
    plus: Bool = false, exponentDigits: Int = 2
  ) {
    let decimal = DecimalDigits(x, .significant(atLeast: least, atMost: most))
    whole = FloatText.sign(of: x, plus: plus) + FloatText.digits(decimal.digits[..<1])
    fraction = FloatText.digits(decimal.digits[1...])
    let power = String(decimal.exponent.magnitude)
    let zeros = String(repeating: "0", count: Swift.max(exponentDigits - power.utf8.count, 0))
    exponent = (decimal.exponent < 0 ? "-" : "+") + zeros + power
    finish(trim, least)
  }

  /// Trims or completes the zeros at the end of the fraction.
  private mutating func finish(_ trim: ZeroTrim, _ least: Int) {
    if trim == .keep {
      fraction += String(repeating: "0", count: Swift.max(least - fraction.utf8.count, 0))
      return
    }
    while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
    if fraction.isEmpty, trim == .toOneZero { fraction = "0" }
    if fraction.isEmpty, trim == .all { hasPoint = false }
  }

  /// Returns the sign to be written before `x`.
  private static func sign<T: BinaryFloatingPoint>(of x: T, plus: Bool) -> String {
    x.sign == .minus ? "-" : plus ? "+" : ""
  }

  /// Returns digits as text.
  private static func digits(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}

/// Returns `text` with spaces before it, so that it has at least `width` characters.
func padded(_ text: String, toWidth width: Int) -> String {
  String(repeating: " ", count: Swift.max(width - text.utf8.count, 0)) + text
}
