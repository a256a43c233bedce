/// The sizes in which a pool keeps memory: eight between a power of two and the next, so that a block
/// is at most an eighth longer than what was asked for.
struct SizeClass: Hashable {
  /// The place of the class among all, in order of size.
  let index: Int
  /// The size of a block.
  let byteCount: Int

  /// The binary logarithm of the smallest size.
  private static let smallestExponent = 14
  /// The smallest size: shorter blocks are the C library's business, which is quick with them.
  static let smallest = 1 << smallestExponent
  /// From this size on blocks consist of huge pages.
  static let huge = 2 << 20
  /// The size of the largest class. No machine has so much memory, and nothing overflows below it.
  static let largest = 1 << 60
  /// The number of classes.
  static let count = 8 * (60 - smallestExponent) + 1

  /// Returns the class of blocks for `byteCount` bytes; nil if there can be none.
  init?(for byteCount: Int) {
    guard byteCount <= Self.largest else { return nil }
    let size = max(byteCount, Self.smallest)
    let exponent = Int.bitWidth - 1 - size.leadingZeroBitCount
    // Whole huge pages, where these are longer than an eighth.
    let step = size >= Self.huge ? max(1 << (exponent - 3), Self.huge) : 1 << (exponent - 3)
    self.byteCount = (size + step - 1) & ~(step - 1)
    let rounded = Int.bitWidth - 1 - self.byteCount.leadingZeroBitCount
    index = 8 * (rounded - Self.smallestExponent) + (self.byteCount >> (rounded - 3) & 7)
  }

  /// The class at a place.
  init(index: Int) {
    self.index = index
    let exponent = Self.smallestExponent + index / 8
    byteCount = (8 + index % 8) << (exponent - 3)
  }
}
