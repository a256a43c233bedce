#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Files in NumPy's `.npz` format: arrays with names, in a zip archive.
///
/// Archives by `savez` and `savez_compressed` are read; uncompressed ones are written.
extension NDArray {
  /// Reads the arrays in the file at `path`, by their names (without `.npy`).
  ///
  /// - Throws: `ArrayError` if the file cannot be read, is malformed, truncated or damaged, or holds
  ///   anything but arrays of our dtypes.
  /// - Complexity: O(size of the file, unpacked)
  public static func load(npz path: String) throws -> [String: NDArray] {
    try load(npz: readFile(path))
  }

  /// Reads the arrays in the contents of an `.npz` file, by their names (without `.npy`).
  ///
  /// - Throws: `ArrayError` if the contents are malformed, truncated or damaged, or hold anything but
  ///   arrays of our dtypes.
  /// - Complexity: O(size, unpacked)
  public static func load(npz data: Data) throws -> [String: NDArray] {
    try data.withUnsafeBytes { bytes in
      let archive = try ZipReader(ByteReader(bytes: bytes, name: "the .npz file"))
      var result: [String: NDArray] = [:]
      for entry in archive.entries where !entry.name.hasSuffix("/") {
        let name = entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
        let array = try archive.withContents(of: entry) {
          try load(npy: ByteReader(bytes: $0, name: "'\(entry.name)' in the .npz file"))
        }
        guard result.updateValue(array, forKey: name) == nil else {
          throw ArrayError(.format, "the .npz file has two arrays named '\(name)'")
        }
      }
      return result
    }
  }

  /// Writes arrays with names to the file at `path`, which is replaced at once when all is written.
  ///
  /// - Throws: `ArrayError` if the file cannot be written, or would be larger than 4 GiB.
  /// - Complexity: O(number of elements)
  public static func save(_ arrays: [String: NDArray], npz path: String) throws {
    try writeFile(npz(arrays), to: path)
  }

  /// Returns the contents of an `.npz` file with these arrays, in the order of their names.
  ///
  /// - Throws: `ArrayError` if it would be larger than 4 GiB, or a name is longer than 64 KiB.
  /// - Complexity: O(number of elements)
  public static func npz(_ arrays: [String: NDArray]) throws -> Data {
    var archive = ZipWriter()
    for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
      try archive.add(name + ".npy", array.npy)
    }
    return archive.finish()
  }
}
