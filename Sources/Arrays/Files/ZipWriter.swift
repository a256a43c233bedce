#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A zip archive that is being written; files are stored as they are.
struct ZipWriter {
  /// The archive so far.
  private var archive = Data()
  /// The directory, which will follow the files.
  private var directory = Data()
  /// The number of files.
  private var count: UInt16 = 0

  /// Adds a file.
  ///
  /// - Throws: `ArrayError` if the name is too long, or the archive larger than its format allows.
  /// - Complexity: O(`contents.count`)
  mutating func add(_ name: String, _ contents: Data) throws {
    let offset = archive.count
    guard name.utf8.count <= Int(UInt16.max) else {
      throw ArrayError(.format, "a name of \(name.utf8.count) bytes is too long for a zip archive")
    }
    let end = offset + contents.count + directory.count + 2 * name.utf8.count + 200
    guard end < Int(UInt32.max), count < UInt16.max - 1 else {
      throw ArrayError(
        .format, "archives of more than 4 GiB or 65,534 arrays are not supported: save .npy files")
    }
    let checksum = contents.withUnsafeBytes(CRC32.checksum)
    var fields = Data()
    // Version 2.0, names in UTF-8, stored, at midnight of the first day a zip archive knows.
    append(&fields, [20, 0x0800, 0, 0, 0x0021] as [UInt16])
    append(&fields, [checksum, UInt32(contents.count), UInt32(contents.count)])
    append(&fields, [UInt16(name.utf8.count), 0])

    append(&archive, [0x0403_4B50] as [UInt32])
    archive += fields + Data(name.utf8)
    archive += contents

    append(&directory, [0x0201_4B50] as [UInt32])
    append(&directory, [20] as [UInt16])
    directory += fields
    append(&directory, [0, 0, 0] as [UInt16])
    append(&directory, [0, UInt32(offset)] as [UInt32])
    directory += Data(name.utf8)
    count += 1
  }

  /// Returns the whole archive.
  ///
  /// - Complexity: O(size of the archive)
  func finish() -> Data {
    var result = archive + directory
    append(&result, [0x0605_4B50] as [UInt32])
    append(&result, [0, 0, count, count])
    append(&result, [UInt32(directory.count), UInt32(archive.count)])
    append(&result, [0] as [UInt16])
    return result
  }

  /// Adds numbers to `data`, little-endian.
  private func append<T: FixedWidthInteger>(_ data: inout Data, _ numbers: [T]) {
    for number in numbers {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
  }
}
