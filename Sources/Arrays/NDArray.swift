/// An n-dimensional array of numbers on the host: what goes into and comes out of compiled functions.
///
/// A value type: copies share memory until one of them is written to. Elements lie densely in row-major
/// order (the last axis varies fastest).
public struct NDArray: Sendable {
  /// The type of the elements.
  public let dtype: DType
  /// The length of each axis, `[]` for a scalar.
  public let shape: [Int]
  package var storage: ArrayStorage

  /// An array of no elements: what is in the place of one that is taken away.
  package static let nothing = NDArray(zeros: [0], dtype: .bool)

  /// The number of axes.
  public var ndim: Int { shape.count }
  /// The number of elements: the product of `shape`, 1 for a scalar.
  public var count: Int { storage.byteCount / dtype.size }
  /// The size of the elements together, in bytes.
  public var byteCount: Int { storage.byteCount }

  /// Creates an array around existing memory, which must have the right size.
  package init(storage: ArrayStorage, shape: [Int], dtype: DType) {
    precondition(storage.byteCount == shape.reduce(dtype.size, *))
    self.storage = storage
    self.shape = shape
    self.dtype = dtype
  }

  /// Creates an array of zeros; the caller has checked that the shape is one.
  package init(zeros shape: [Int], dtype: DType) {
    self.init(
      storage: ArrayStorage(byteCount: shape.reduce(dtype.size, *)), shape: shape, dtype: dtype)
  }

  /// Creates an array to be filled by the caller, who has checked that the shape is one.
  package init(unfilled shape: [Int], dtype: DType) {
    self.init(
      storage: ArrayStorage(byteCount: shape.reduce(dtype.size, *), zeroed: false),
      shape: shape, dtype: dtype)
  }

  /// Creates a scalar: an array of rank 0.
  public init<T: ArrayElement>(_ scalar: T) {
    self.init(unfilled: [], dtype: T.dtype)
    storage.bytes.assumingMemoryBound(to: T.self).pointee = scalar
  }

  /// Creates an array from `elements`, whose number must be right.
  package init<T: ArrayElement>(elements: [T], shape: [Int]) {
    self.init(zeros: shape, dtype: T.dtype)
    precondition(count == elements.count)
    let target = UnsafeMutableRawBufferPointer(start: storage.bytes, count: byteCount)
    elements.withUnsafeBytes { target.copyMemory(from: $0) }
  }

  /// Calls `body` with the elements' bytes.
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeRawBufferPointer(start: storage.bytes, count: byteCount))
  }

  /// Calls `body` with the elements' bytes for writing; copies them first if they are shared.
  ///
  /// - Complexity: O(`count`) if the memory is shared with another array, else O(1)
  public mutating func withUnsafeMutableBytes<R>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> R
  ) rethrows -> R {
    if !isKnownUniquelyReferenced(&storage) { storage = ArrayStorage(copying: storage) }
    return try body(UnsafeMutableRawBufferPointer(start: storage.bytes, count: byteCount))
  }

  /// Returns this array with another shape of the same number of elements, sharing its memory.
  package func withShape(_ newShape: [Int]) -> NDArray {
    NDArray(storage: storage, shape: newShape, dtype: dtype)
  }

  /// The distance in elements between neighbours along each axis of a dense array of this shape.
  package static func strides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }
}
