/// A natural number of any size, with the few operations that printing a float exactly needs.
struct BigNatural {
  /// Digits in base 2³², the least significant first, without zeros at the end.
  private var limbs: [UInt32] = []

  /// Creates `value`.
  init(_ value: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
    trim()
  }

  /// Whether this is 0.
  var isZero: Bool { limbs.isEmpty }

  /// Removes zeros at the most significant end.
  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }

  /// Multiplies by `factor`.
  ///
  /// - Complexity: O(digits)
  mutating func multiply(by factor: UInt32) {
    var carry: UInt64 = 0
    for i in limbs.indices {
      let product = UInt64(limbs[i]) * UInt64(factor) + carry
      limbs[i] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// Multiplies by 10 to the power of `exponent`, which is not negative.
  ///
  /// - Complexity: O(digits · `exponent`)
  mutating func multiply(byPowerOfTen exponent: Int) {
    for _ in 0..<exponent / 9 { multiply(by: 1_000_000_000) }
    for _ in 0..<exponent % 9 { multiply(by: 10) }
  }

  /// Multiplies by 2 to the power of `exponent`, which is not negative.
  ///
  /// - Complexity: O(digits + `exponent`)
  mutating func multiply(byPowerOfTwo exponent: Int) {
    if isZero { return }
    multiply(by: 1 << UInt32(exponent % 32))
    limbs.insert(contentsOf: repeatElement(0, count: exponent / 32), at: 0)
  }

  /// Subtracts `other`, which is not larger.
  ///
  /// - Complexity: O(digits)
  mutating func subtract(_ other: BigNatural) {
    var borrow: Int64 = 0
    for i in limbs.indices {
      let digit = i < other.limbs.count ? Int64(other.limbs[i]) : 0
      let difference = Int64(limbs[i]) - digit - borrow
      limbs[i] = UInt32(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
    trim()
  }

  /// Returns the quotient by `divisor`, which is below 10, and leaves the remainder here.
  ///
  /// - Complexity: O(digits)
  mutating func divideForDigit(by divisor: BigNatural) -> UInt8 {
    var digit: UInt8 = 0
    while BigNatural.compare(self, divisor) >= 0 {
      subtract(divisor)
      digit += 1
    }
    return digit
  }

  /// Returns the sum of `a` and `b`.
  ///
  /// - Complexity: O(digits)
  static func + (a: BigNatural, b: BigNatural) -> BigNatural {
    let (longer, shorter) = a.limbs.count >= b.limbs.count ? (a, b.limbs) : (b, a.limbs)
    var sum = longer
    var carry: UInt64 = 0
    for i in sum.limbs.indices {
      let total = UInt64(sum.limbs[i]) + (i < shorter.count ? UInt64(shorter[i]) : 0) + carry
      sum.limbs[i] = UInt32(truncatingIfNeeded: total)
      carry = total >> 32
    }
    if carry > 0 { sum.limbs.append(UInt32(carry)) }
    return sum
  }

  /// Returns the sign of `a - b`.
  ///
  /// - Complexity: O(digits)
  static func compare(_ a: BigNatural, _ b: BigNatural) -> Int {
    if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count ? -1 : 1 }
    for i in a.limbs.indices.reversed() where a.limbs[i] != b.limbs[i] {
      return a.limbs[i] < b.limbs[i] ? -1 : 1
    }
    return 0
  }
}
