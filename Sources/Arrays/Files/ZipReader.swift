/// The files in a zip archive, as far as `.npz` files need it: stored or deflated, without encryption.
struct ZipReader {
  /// What the archive's directory says about a file in it.
  struct Entry {
    /// The name.
    var name: String
    /// 0 if the file is stored, 8 if it is deflated.
    var method: UInt16
    /// The checksum of the contents.
    var checksum: UInt32
    /// The number of bytes in the archive.
    var packedSize: Int
    /// The number of bytes of the contents.
    var size: Int
    /// The place of the file's own header in the archive.
    var offset: Int
  }

  /// The archive.
  let file: ByteReader
  /// The files in it, in the order of the directory.
  private(set) var entries: [Entry] = []

  /// Reads the directory of an archive, which must stay valid as long as this reader is used.
  ///
  /// - Throws: `ArrayError` if it is malformed, or files in it claim more bytes than it has.
  /// - Complexity: O(number of files)
  init(_ file: ByteReader) throws {
    self.file = file
    let end = try ZipReader.findEnd(of: file)
    var count = try file.size(at: end + 10, as: UInt16.self)
    var place = try file.size(at: end + 16, as: UInt32.self)
    if count == 0xFFFF || place == 0xFFFF_FFFF, end >= 20,
      try file.integer(at: end - 20, as: UInt32.self) == 0x0706_4B50
    {
      // The 64-bit record has what did not fit.
      let record = try file.size(at: end - 12, as: UInt64.self)
      guard try file.integer(at: record, as: UInt32.self) == 0x0606_4B50 else {
        throw ArrayError(.format, "\(file.name) has a damaged 64-bit directory")
      }
      count = try file.size(at: record + 32, as: UInt64.self)
      place = try file.size(at: record + 48, as: UInt64.self)
    }
    var packed = 0
    for _ in 0..<count {
      let entry = try readEntry(at: &place)
      // Files that overlap could claim far more than the archive's size.
      guard entry.packedSize <= file.count - packed else {
        throw ArrayError(.format, "\(file.name) has files that overlap, or is truncated")
      }
      packed += entry.packedSize
      entries.append(entry)
    }
  }

  /// Returns the place of the record at the end of an archive; a comment may follow it.
  private static func findEnd(of file: ByteReader) throws -> Int {
    var place = file.count - 22
    while place >= 0, place >= file.count - 22 - 0xFFFF {
      if try file.integer(at: place, as: UInt32.self) == 0x0605_4B50,
        try file.size(at: place + 20, as: UInt16.self) == file.count - 22 - place
      {
        return place
      }
      place -= 1
    }
    throw ArrayError(
      .format, "\(file.name) is no zip archive, or is truncated: it has no directory")
  }

  /// Reads the directory's entry at `place`, and moves `place` to the next one.
  private func readEntry(at place: inout Int) throws -> Entry {
    let header = try file.part(at: place, count: 46)
    let fields = ByteReader(bytes: header, name: file.name)
    guard try fields.integer(at: 0, as: UInt32.self) == 0x0201_4B50 else {
      throw ArrayError(.format, "\(file.name) has a damaged directory at byte \(place)")
    }
    let nameLength = try fields.size(at: 28, as: UInt16.self)
    let extraLength = try fields.size(at: 30, as: UInt16.self)
    let commentLength = try fields.size(at: 32, as: UInt16.self)
    let name = try file.part(at: place + 46, count: nameLength)
    var entry = Entry(
      name: String(decoding: name, as: UTF8.self), method: try fields.integer(at: 10),
      checksum: try fields.integer(at: 16), packedSize: try fields.size(at: 20, as: UInt32.self),
      size: try fields.size(at: 24, as: UInt32.self),
      offset: try fields.size(at: 42, as: UInt32.self))
    guard try fields.integer(at: 8, as: UInt16.self) & 1 == 0 else {
      throw ArrayError(.format, "'\(entry.name)' in \(file.name) is encrypted")
    }
    let extra = try file.part(at: place + 46 + nameLength, count: extraLength)
    try ZipReader.widen(&entry, ByteReader(bytes: extra, name: file.name))
    place += 46 + nameLength + extraLength + commentLength
    return entry
  }

  /// Takes the sizes that did not fit into 32 bits from an entry's extra fields.
  private static func widen(_ entry: inout Entry, _ extra: ByteReader) throws {
    var place = 0
    while place + 4 <= extra.count {
      let kind: UInt16 = try extra.integer(at: place)
      let length = try extra.size(at: place + 2, as: UInt16.self)
      var value = place + 4
      /// Replaces a field that says that it did not fit by the next 64-bit number.
      func widen(_ field: inout Int) throws {
        guard field == 0xFFFF_FFFF else { return }
        field = try extra.size(at: value, as: UInt64.self)
        value += 8
      }
      if kind == 1 {
        try widen(&entry.size)
        try widen(&entry.packedSize)
        try widen(&entry.offset)
        return
      }
      place += 4 + length
    }
  }
}
