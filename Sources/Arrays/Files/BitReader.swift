/// The bits of a deflate stream, the least significant of each byte first.
struct BitReader {
  /// The bytes of the stream.
  private let bytes: UnsafeRawBufferPointer
  /// The place of the next byte that is not in `held`.
  private var next = 0
  /// Bits read from the bytes, but not yet used.
  private var held: UInt64 = 0
  /// Their number.
  private var heldCount = 0

  /// Creates a reader of `bytes`, which must stay valid as long as it is used.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Holds at least 48 bits, or all that are left.
  private mutating func fill() {
    while heldCount < 48, next < bytes.count {
      held |= UInt64(bytes[next]) << UInt64(heldCount)
      next += 1
      heldCount += 8
    }
  }

  /// Returns the next `count` bits, at most 16, without using them up; zeros after the end.
  mutating func peek(_ count: Int) -> UInt64 {
    if heldCount < count { fill() }
    return held & (1 << UInt64(count) - 1)
  }

  /// Uses up `count` bits, at most 16.
  ///
  /// - Throws: `ArrayError` if the stream has fewer.
  mutating func skip(_ count: Int) throws {
    if heldCount < count { fill() }
    guard heldCount >= count else {
      throw ArrayError(.format, "a deflate stream is truncated after \(bytes.count) bytes")
    }
    held >>= UInt64(count)
    heldCount -= count
  }

  /// Returns the next `count` bits, at most 16, and uses them up.
  ///
  /// - Throws: `ArrayError` if the stream has fewer.
  mutating func read(_ count: Int) throws -> UInt64 {
    let bits = peek(count)
    try skip(count)
    return bits
  }

  /// Skips the bits before the next whole byte.
  mutating func alignToByte() throws { try skip(heldCount % 8) }
}
