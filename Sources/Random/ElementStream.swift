/// The random words of one element of a draw: as many as its sampler asks for, from its own blocks.
///
/// Block `k = 0, 1, 2…` has the counter `k · 2^64 + element`. Words are handed out in order; a
/// 64-bit word is an aligned pair (words 0, 1 or 2, 3; the less significant first), so after an odd
/// number of 32-bit words it skips one. C code that follows these two rules gets the same numbers.
public struct ElementStream: Hashable, Sendable {
  /// The key of the stream.
  private let key: UInt64
  /// The low 64 bits of the counter: the number of the element in the stream.
  private let element: UInt64
  /// The high 64 bits of the counter of the next block.
  private var nextBlock: UInt64 = 0
  /// The current block.
  private var block = SIMD4<UInt32>.zero
  /// How many words of `block` have been handed out, in 0...4.
  private var used = 4

  /// Creates the words of element number `element` of the stream `key`.
  public init(key: UInt64, element: UInt64) {
    self.key = key
    self.element = element
  }

  /// Returns the next 32 random bits.
  public mutating func nextUInt32() -> UInt32 {
    if used == 4 { refill() }
    used += 1
    return block[used - 1]
  }

  /// Returns the next 64 random bits.
  public mutating func nextUInt64() -> UInt64 {
    if used > 2 { refill() }
    let pair = used == 0 ? block.lowHalf : block.highHalf
    used = used == 0 ? 2 : 4
    return UInt64(pair.y) << 32 | UInt64(pair.x)
  }

  /// Returns a uniform multiple of 2^-53 in [0, 1): the top 53 bits of the next 64.
  public mutating func nextUnit() -> Double {
    Double(nextUInt64() >> 11) * 0x1p-53
  }

  /// Returns a uniform multiple of 2^-24 in [0, 1): the top 24 bits of the next 32.
  public mutating func nextUnitFloat() -> Float {
    Float(nextUInt32() >> 8) * 0x1p-24
  }

  /// Returns a uniform odd multiple of 2^-53 in (0, 1), from the top 52 bits of the next 64.
  public mutating func nextOpenUnit() -> Double {
    (Double(nextUInt64() >> 12) + 0.5) * 0x1p-52
  }

  /// Returns a uniform integer in `0..<bound`, or any of the 2^64 if `bound` is 0, without bias.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
  public mutating func nextInteger(below bound: UInt64) -> UInt64 {
    var word = nextUInt64()
    guard bound != 0 else { return word }
    var product = word.multipliedFullWidth(by: bound)
    guard product.low < bound else { return product.high }
    let threshold = (0 &- bound) % bound
    while product.low < threshold {
      word = nextUInt64()
      product = word.multipliedFullWidth(by: bound)
    }
    return product.high
  }

  /// Makes the next block the current one.
  private mutating func refill() {
    block = Philox.block(low: element, high: nextBlock, key: key)
    nextBlock &+= 1
    used = 0
  }
}
