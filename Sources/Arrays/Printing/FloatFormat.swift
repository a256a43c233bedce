/// How a set of floats is written in columns: NumPy's rules for notation, digits and padding.
struct FloatFormat<T: BinaryFloatingPoint> {
  /// Whether a sign is written before positive values.
  let plus: Bool
  /// Whether the notation is scientific.
  private var isScientific = false
  /// The characters before the point, signs included.
  private var left = 0
  /// The characters after the point, exponents included.
  private var right = 0
  /// The most digits after the point.
  private var precision: Int
  /// The digits of exponents.
  private var exponentDigits = 2

  /// Chooses a format for `data` with at most `options.precision` digits after the point.
  ///
  /// - Complexity: O(`data.count`)
  init(_ data: [T], _ options: PrintOptions, plus: Bool = false) {
    self.plus = plus
    precision = options.precision
    let finite = data.filter(\.isFinite)
    if !finite.isEmpty {
      isScientific = FloatFormat.needsExponents(finite, suppressSmall: options.suppressSmall)
      let texts = finite.map { x in
        isScientific
          ? FloatText(scientific: x, atMost: precision, trim: .toPoint, plus: plus)
          : FloatText(positional: x, atMost: precision, trim: .toPoint, plus: plus)
      }
      measure(texts)
    }
    guard finite.count < data.count else { return }
    // Room for `nan` and `inf`, which have no point.
    let infinity = plus || data.contains(-T.infinity) ? 4 : 3
    left = Swift.max(left, 3 - right - 1, infinity - right - 1)
  }

  /// Takes over the widths of first texts.
  private mutating func measure(_ texts: [FloatText]) {
    left = texts.reduce(0) { Swift.max($0, $1.whole.utf8.count) }
    right = texts.reduce(0) { Swift.max($0, $1.fraction.utf8.count) }
    if isScientific {
      precision = right
      exponentDigits = texts.reduce(2) { Swift.max($0, $1.exponent.utf8.count - 1) }
      right += exponentDigits + 2
    }
  }

  /// Whether values of such different sizes are written with exponents.
  private static func needsExponents(_ finite: [T], suppressSmall: Bool) -> Bool {
    let sizes = finite.lazy.map(\.magnitude).filter { $0 != 0 }
    guard let largest = sizes.max(), let smallest = sizes.min() else { return false }
    // The decimal digits on which a float of this type can be relied, at most 8.
    let digits = T.significandBitCount < 12 ? 3 : T.significandBitCount < 24 ? 6 : 8
    let cutoff: T = digits == 3 ? 1e3 : digits == 6 ? 1e6 : 1e8
    if largest >= cutoff { return true }
    return !suppressSmall && (smallest < 0.0001 || largest / smallest > 1000)
  }

  /// Returns the text of `x`, of the same width for all values for which this format was chosen.
  func text(_ x: T) -> String {
    guard x.isFinite else {
      let sign = x == -T.infinity ? "-" : plus ? "+" : ""
      return padded(sign + (x.isNaN ? "nan" : "inf"), toWidth: left + right + 1)
    }
    var text: FloatText
    if isScientific {
      text = FloatText(
        scientific: x, atLeast: precision, atMost: precision, trim: .keep, plus: plus,
        exponentDigits: exponentDigits)
    } else {
      text = FloatText(positional: x, atMost: precision, trim: .toPoint, plus: plus)
      text.fraction += String(
        repeating: " ", count: Swift.max(right - text.fraction.utf8.count, 0))
    }
    text.whole = padded(text.whole, toWidth: left)
    return text.text
  }
}
