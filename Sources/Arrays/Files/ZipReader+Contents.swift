extension ZipReader {
  /// Calls `body` with the contents of a file in the archive, whose checksum is verified.
  ///
  /// - Throws: `ArrayError` if they are damaged, or packed by another method; what `body` throws.
  /// - Complexity: O(`entry.size`)
  func withContents<R>(of entry: Entry, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
    guard try file.integer(at: entry.offset, as: UInt32.self) == 0x0403_4B50 else {
      throw ArrayError(.format, "'\(entry.name)' in \(file.name) is damaged: it has no header")
    }
    let nameLength = try file.size(at: entry.offset + 26, as: UInt16.self)
    let extraLength = try file.size(at: entry.offset + 28, as: UInt16.self)
    let start = entry.offset + 30 + nameLength + extraLength
    let packed = try file.part(at: start, count: entry.packedSize)
    switch entry.method {
    case 0 where entry.size == entry.packedSize:
      try check(packed, entry)
      return try body(packed)
    // No deflate stream holds more than 1032 times its own bytes.
    case 8 where entry.size / 1032 <= entry.packedSize:
      return try inflate(packed, size: entry.size).withUnsafeBytes { contents in
        try check(contents, entry)
        return try body(contents)
      }
    case 0, 8:
      throw ArrayError(.format, "'\(entry.name)' in \(file.name) has contradictory sizes")
    default:
      throw ArrayError(
        .format,
        "'\(entry.name)' in \(file.name) is packed by method \(entry.method), "
          + "known are stored (0) and deflated (8)")
    }
  }

  /// Checks the checksum of a file's contents.
  private func check(_ contents: UnsafeRawBufferPointer, _ entry: Entry) throws {
    guard CRC32.checksum(contents) == entry.checksum else {
      throw ArrayError(.format, "'\(entry.name)' in \(file.name) is damaged: its checksum is wrong")
    }
  }
}
