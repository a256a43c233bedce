#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Files in NumPy's `.npy` format: one array.
///
/// Versions 1.0, 2.0 and 3.0, either byte order and either order of axes are read; version 1.0 in this
/// machine's byte order and row-major order is written.
extension NDArray {
  /// Reads the array in the file at `path`.
  ///
  /// - Throws: `ArrayError` if the file cannot be read, is malformed or truncated, or holds elements
  ///   that are not numbers of our dtypes.
  /// - Complexity: O(size of the file)
  public static func load(npy path: String) throws -> NDArray {
    try load(npy: readFile(path))
  }

  /// Reads the array in the contents of an `.npy` file; bytes after it are left alone.
  ///
  /// - Throws: `ArrayError` if the contents are malformed or truncated, or hold elements that are not
  ///   numbers of our dtypes.
  /// - Complexity: O(`data.count`)
  public static func load(npy data: Data) throws -> NDArray {
    try data.withUnsafeBytes { try load(npy: ByteReader(bytes: $0, name: "the .npy file")) }
  }

  /// Writes this array to the file at `path`, which is replaced at once when all is written.
  ///
  /// - Throws: `ArrayError` if the file cannot be written.
  /// - Complexity: O(`count`)
  public func save(npy path: String) throws {
    try writeFile(npy, to: path)
  }

  /// The contents of an `.npy` file with this array.
  ///
  /// - Complexity: O(`count`)
  public var npy: Data {
    var result = Data(NpyHeader.prefix(dtype: dtype, shape: shape))
    withUnsafeBytes { result.append(contentsOf: $0) }
    return result
  }

  /// Reads the array in the contents of an `.npy` file.
  ///
  /// - Throws: `ArrayError` if the contents are malformed or not supported.
  /// - Complexity: O(size of the file)
  static func load(npy file: ByteReader) throws -> NDArray {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    guard file.count >= 6, try file.part(at: 0, count: 6).elementsEqual(magic) else {
      throw ArrayError(.format, "\(file.name) is no .npy file: it does not start with \\x93NUMPY")
    }
    let version: UInt8 = try file.integer(at: 6)
    guard (1...3).contains(version) else {
      throw ArrayError(.format, "\(file.name) has format version \(version), known are 1 to 3")
    }
    let start = version == 1 ? 10 : 12
    let length =
      version == 1 ? try file.size(at: 8, as: UInt16.self) : try file.size(at: 8, as: UInt32.self)
    let header = try NpyHeader(parsing: file.part(at: start, count: length))
    // The size is compared with the file's before memory is allocated.
    let byteCount = try checkedCount(header.shape, dtype: header.dtype) * header.dtype.size
    let elements = try file.part(at: start + length, count: byteCount)
    return try NDArray(elements, header)
  }

  /// Creates an array from elements as they lie in a file; there are as many as the header says.
  private init(_ elements: UnsafeRawBufferPointer, _ header: NpyHeader) throws {
    let stored = header.isFortranOrder ? header.shape.reversed() : header.shape
    let array = try NDArray(checked: stored, dtype: header.dtype, zeroed: false)
    let target = UnsafeMutableRawBufferPointer(start: array.storage.bytes, count: elements.count)
    target.copyMemory(from: elements)
    if header.dtype == .bool { normalizeBools(target) }
    if header.isBigEndian != (1.bigEndian == 1) {
      swapBytes(target, size: header.dtype.size / (header.dtype.isComplex ? 2 : 1))
    }
    self = header.isFortranOrder ? try array.transposed() : array
  }
}

/// Reverses the bytes of each number of `size` bytes.
private func swapBytes(_ bytes: UnsafeMutableRawBufferPointer, size: Int) {
  /// Reverses numbers of one type.
  func swap<T: FixedWidthInteger>(_: T.Type) {
    let numbers = bytes.assumingMemoryBound(to: T.self)
    for i in numbers.indices { numbers[i] = numbers[i].byteSwapped }
  }
  switch size {
  case 2: swap(UInt16.self)
  case 4: swap(UInt32.self)
  case 8: swap(UInt64.self)
  default: break
  }
}

/// Returns the contents of the file at `path`.
///
/// - Throws: `ArrayError` if it cannot be read.
func readFile(_ path: String) throws -> Data {
  do {
    return try Data(contentsOf: URL(filePath: path))
  } catch {
    throw ArrayError(.file, "the file \(path) cannot be read: \(error)")
  }
}

/// Writes `data` to a file beside `path`, which then takes its place.
///
/// - Throws: `ArrayError` if that fails.
func writeFile(_ data: Data, to path: String) throws {
  do {
    try data.write(to: URL(filePath: path), options: .atomic)
  } catch {
    throw ArrayError(.file, "the file \(path) cannot be written: \(error)")
  }
}
