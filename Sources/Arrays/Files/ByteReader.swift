/// A file's bytes in memory, read with checks: nothing outside them can be touched.
struct ByteReader {
  /// The bytes, valid as long as this reader is used.
  let bytes: UnsafeRawBufferPointer
  /// What the bytes are, for error messages: "the .npy file".
  let name: String

  /// The number of bytes.
  var count: Int { bytes.count }

  /// Returns the little-endian integer at `offset`.
  ///
  /// - Throws: `ArrayError` if the bytes end before it does.
  func integer<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as _: T.Type = T.self
  ) throws -> T {
    let part = try part(at: offset, count: MemoryLayout<T>.size)
    return T(littleEndian: part.loadUnaligned(as: T.self))
  }

  /// Returns the unsigned integer of type `T` at `offset` as an `Int`; one beyond `Int` becomes
  /// `Int.max`, which no size or place in a file is.
  ///
  /// - Throws: `ArrayError` if the bytes end before it does.
  func size<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as _: T.Type) throws -> Int {
    Int(clamping: try integer(at: offset, as: T.self))
  }

  /// Returns `count` bytes at `offset`.
  ///
  /// - Throws: `ArrayError` if the bytes end before.
  func part(at offset: Int, count: Int) throws -> UnsafeRawBufferPointer {
    guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else {
      throw ArrayError(
        .format,
        "\(name) is truncated: it has \(self.count) bytes, and lacks \(count) at \(offset)")
    }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }
}
