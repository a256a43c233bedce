/// Creation from a shape: every size is checked, so that a bad one is an error.
extension NDArray {
  /// Returns the number of elements of an array of `shape`.
  ///
  /// - Throws: `ArrayError` if a length is negative, the array would have more bytes than an `Int`, or
  ///   there are more than 64 axes (NumPy's limit).
  package static func checkedCount(_ shape: [Int], dtype: DType) throws -> Int {
    if let axis = shape.firstIndex(where: { $0 < 0 }) {
      throw ArrayError(.shape, "shape \(shapeText(shape)) has a negative length at axis \(axis)")
    }
    guard shape.count <= 64 else {
      throw ArrayError(.shape, "an array has at most 64 axes, this shape has \(shape.count)")
    }
    // Lengths beside a zero count too, so that no product of lengths overflows anywhere.
    var bytes = dtype.size
    for length in shape where length > 0 {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
      if overflow {
        throw ArrayError(
          .shape, "an array of shape \(shapeText(shape)) and \(dtype) is too large for this machine"
        )
      }
      bytes = product
    }
    return shape.contains(0) ? 0 : bytes / dtype.size
  }

  /// Creates an array of zeros, or one to be overwritten.
  ///
  /// - Throws: `ArrayError` if the shape is not one, or there is no memory for it.
  package init(checked shape: [Int], dtype: DType, zeroed: Bool = true) throws {
    let byteCount = try NDArray.checkedCount(shape, dtype: dtype) * dtype.size
    guard let storage = ArrayStorage(allocating: byteCount, zeroed: zeroed) else {
      throw ArrayError(
        .memory,
        "no memory for an array of shape \(shapeText(shape)) and \(dtype) (\(byteCount) bytes)")
    }
    self.init(storage: storage, shape: shape, dtype: dtype)
  }

  /// Returns an array of zeros.
  ///
  /// - Throws: `ArrayError` if a length is negative or the array is too large.
  /// - Complexity: O(`count`)
  public static func zeros(_ shape: [Int], dtype: DType = .float64) throws -> NDArray {
    try NDArray(checked: shape, dtype: dtype)
  }

  /// Returns an array of ones.
  ///
  /// - Throws: `ArrayError` if a length is negative or the array is too large.
  /// - Complexity: O(`count`)
  public static func ones(_ shape: [Int], dtype: DType = .float64) throws -> NDArray {
    try full(shape, 1, dtype: dtype)
  }

  /// Returns an array whose elements are all `value`, of `dtype` or of the value's own.
  ///
  /// - Throws: `ArrayError` if a length is negative, the array is too large, `value` is not a scalar or
  ///   does not fit `dtype`.
  /// - Complexity: O(`count`)
  public static func full<T: ArrayConvertible>(
    _ shape: [Int], _ value: T, dtype: DType? = nil
  ) throws -> NDArray {
    let scalar = try NDArray(value, dtype: dtype)
    guard scalar.ndim == 0 else {
      throw ArrayError(
        .shape, "full() repeats one number, and was given an array of \(shapeText(scalar.shape))")
    }
    var result = try NDArray(checked: shape, dtype: scalar.dtype, zeroed: false)
    result.fill(with: scalar)
    return result
  }

  /// Creates an array from `elements` in row-major order; its dtype is the elements' own.
  ///
  /// - Throws: `ArrayError` if they are not as many as `shape` says.
  /// - Complexity: O(`count`)
  public init<T: ArrayElement>(_ elements: [T], shape: [Int]) throws {
    let count = try NDArray.checkedCount(shape, dtype: T.dtype)
    guard count == elements.count else {
      throw ArrayError(
        .shape,
        "\(elements.count) elements do not fill an array of shape \(shapeText(shape)), "
          + "which has \(count)")
    }
    self.init(elements: elements, shape: shape)
  }

  /// Creates an array of elements that `initialize` writes in row-major order.
  ///
  /// The buffer holds zeros when `initialize` is called.
  ///
  /// - Throws: `ArrayError` if a length is negative or the array is too large; what `initialize` throws.
  /// - Complexity: O(`count`)
  public init<T: ArrayElement>(
    shape: [Int], initializingWith initialize: (UnsafeMutableBufferPointer<T>) throws -> Void
  ) throws {
    try self.init(checked: shape, dtype: T.dtype)
    defer { withExtendedLifetime(storage) {} }
    let start = storage.bytes.assumingMemoryBound(to: T.self)
    try initialize(UnsafeMutableBufferPointer(start: start, count: count))
  }

  /// Overwrites all elements with those of a scalar of the same dtype; this array owns its memory.
  private mutating func fill(with scalar: NDArray) {
    let (target, source, count) = (storage.bytes, scalar.storage.bytes, count)
    /// Fills with words of one size.
    func fill<T: BitwiseCopyable>(_: T.Type) {
      target.assumingMemoryBound(to: T.self)
        .update(repeating: source.load(as: T.self), count: count)
    }
    switch dtype.size {
    case 1: fill(UInt8.self)
    case 2: fill(UInt16.self)
    case 4: fill(UInt32.self)
    case 8: fill(UInt64.self)
    default: fill(SIMD2<UInt64>.self)
    }
    withExtendedLifetime(scalar.storage) {}
  }
}
