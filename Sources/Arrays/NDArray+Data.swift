#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The elements as raw memory: bytes, buffers.
extension NDArray {
  /// The elements' bytes in row-major order, in this machine's byte order.
  ///
  /// - Complexity: O(`count`)
  public var data: Data {
    withUnsafeBytes { $0.isEmpty ? Data() : Data($0) }
  }

  /// Creates an array from the bytes of its elements in row-major order, in this machine's byte order.
  ///
  /// - Throws: `ArrayError` if their number is not what `shape` and `dtype` say.
  /// - Complexity: O(`count`)
  public init(data: Data, shape: [Int], dtype: DType) throws {
    let byteCount = try NDArray.checkedCount(shape, dtype: dtype) * dtype.size
    guard byteCount == data.count else {
      throw ArrayError(
        .shape,
        "\(data.count) bytes do not fill an array of shape \(shapeText(shape)) and \(dtype), "
          + "which takes \(byteCount)")
    }
    try self.init(checked: shape, dtype: dtype, zeroed: false)
    let target = UnsafeMutableRawBufferPointer(start: storage.bytes, count: byteCount)
    data.withUnsafeBytes { target.copyMemory(from: $0) }
    if dtype == .bool { normalizeBools(target) }
  }

  /// Calls `body` with the elements, in row-major order.
  ///
  /// - Throws: `ArrayError` if `T` is not this array's element type; what `body` throws.
  public func withUnsafeElements<T: ArrayElement, R>(
    as _: T.Type = T.self, _ body: (UnsafeBufferPointer<T>) throws -> R
  ) throws -> R {
    try checkElement(T.self)
    return try withElements(as: T.self, body)
  }

  /// Calls `body` with the elements for writing, in row-major order; copies them first if they are
  /// shared.
  ///
  /// - Throws: `ArrayError` if `T` is not this array's element type; what `body` throws.
  /// - Complexity: O(`count`) if the memory is shared with another array, else O(1)
  public mutating func withUnsafeMutableElements<T: ArrayElement, R>(
    as _: T.Type = T.self, _ body: (UnsafeMutableBufferPointer<T>) throws -> R
  ) throws -> R {
    try checkElement(T.self)
    return try withUnsafeMutableBytes { try body($0.assumingMemoryBound(to: T.self)) }
  }

  /// Checks that `T` is the type of the elements.
  ///
  /// - Throws: `ArrayError` if it is not.
  func checkElement<T: ArrayElement>(_: T.Type) throws {
    guard T.dtype == dtype else {
      throw ArrayError(.dtype, "the elements are \(dtype), and cannot be seen as \(T.self)")
    }
  }
}

/// Makes every byte 0 or 1: others are no values of `Bool`.
func normalizeBools(_ bytes: UnsafeMutableRawBufferPointer) {
  for i in bytes.indices where bytes[i] > 1 { bytes[i] = 1 }
}
