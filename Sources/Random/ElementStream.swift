/// The random words of one element of a draw: as many as its sampler asks for.
///
/// The `next…` functions take words from the element's own blocks: block `k = 0, 1, 2…` has the counter
/// `k · 2^64 + element`, and words are handed out in pairs, the less significant first. The `shared…` numbers, one of
/// each kind, are cheaper: they are of blocks that neighbouring elements share. C code that follows the same rules
/// gets the same numbers.
public struct ElementStream: Hashable, Sendable {
  /// The key of the stream.
  let key: UInt64
  /// The low 64 bits of the counters of own blocks: the number of the element in the stream.
  let element: UInt64
  /// The high 64 bits of the counter of the next own block.
  private var nextBlock: UInt64 = 0
  /// The second half of the current block, if it has not been handed out.
  private var rest: UInt64?

  /// Creates the words of element number `element` of the stream `key`.
  public init(key: UInt64, element: UInt64) {
    self.key = key
    self.element = element
  }

  /// Returns the next 64 random bits.
  public mutating func nextUInt64() -> UInt64 {
    if let word = rest {
      rest = nil
      return word
    }
    let block = Philox.block(low: element, high: nextBlock, key: key)
    nextBlock &+= 1
    rest = block.secondPair
    return block.firstPair
  }

  /// Returns a uniform multiple of 2^-53 in [0, 1): the top 53 bits of the next 64.
  public mutating func nextUnit() -> Double {
    Double(nextUInt64() >> 11) * 0x1p-53
  }

  /// Returns a uniform odd multiple of 2^-53 in (0, 1), from the top 52 bits of the next 64.
  public mutating func nextOpenUnit() -> Double {
    (Double(nextUInt64() >> 12) + 0.5) * 0x1p-52
  }

  /// Returns a uniform integer in `0..<bound`, or any of the 2^64 if `bound` is 0, without bias.
  public mutating func nextInteger(below bound: UInt64) -> UInt64 {
    integer(below: bound, from: nextUInt64())
  }

  /// Returns the same as ``nextInteger(below:)``, of ``sharedUInt64`` if that does, else of the next words.
  public mutating func sharedInteger(below bound: UInt64) -> UInt64 {
    integer(below: bound, from: sharedUInt64)
  }

  /// Returns an integer made of a word, or of the next ones as long as it would favour some integers.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
  private mutating func integer(below bound: UInt64, from first: UInt64) -> UInt64 {
    guard bound != 0 else { return first }
    var product = first.multipliedFullWidth(by: bound)
    guard product.low < bound else { return product.high }
    let threshold = (0 &- bound) % bound
    while product.low < threshold { product = nextUInt64().multipliedFullWidth(by: bound) }
    return product.high
  }
}
