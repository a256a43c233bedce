/// The checksum of zip files: CRC-32 with the reflected polynomial EDB88320.
package enum CRC32 {
  /// The remainders of all bytes.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in
      rest & 1 == 1 ? (rest >> 1) ^ 0xEDB8_8320 : rest >> 1
    }
  }

  /// Returns the checksum of `bytes`.
  ///
  /// - Complexity: O(`bytes.count`)
  package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      var rest: UInt32 = 0xFFFF_FFFF
      for byte in bytes {
        rest = table[Int((rest ^ UInt32(byte)) & 0xFF)] ^ (rest >> 8)
      }
      return ~rest
    }
  }
}
