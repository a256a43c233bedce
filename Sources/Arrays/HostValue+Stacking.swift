extension HostValue {
  /// Stacks `parts`, row-major parts of an array whose first axes are `shape`, as their promoted dtype.
  ///
  /// The origin is `.array` if one part is an `NDArray`, else `.nested`. No parts give float64 zeros.
  ///
  /// - Throws: `ArrayError` if parts differ in shape, or they are too large together.
  /// - Complexity: O(number of elements)
  public init(stacking parts: [HostValue], shape: [Int]) throws {
    guard let first = parts.first?.array else {
      self.init(array: try NDArray(checked: shape, dtype: .float64), origin: .nested)
      return
    }
    for (number, part) in parts.enumerated() where part.array.shape != first.shape {
      throw ArrayError(
        .ragged,
        "arrays of different shapes cannot be stacked: element 0 is \(shapeText(first.shape)), "
          + "element \(number) is \(shapeText(part.array.shape))")
    }
    let dtype = parts.reduce(first.dtype) { DType.promote($0, $1.array.dtype) }
    let result = try NDArray(checked: shape + first.shape, dtype: dtype, zeroed: false)
    let size = first.count * dtype.size
    for (number, part) in parts.enumerated() {
      part.array.cast(to: dtype).withUnsafeBytes { source in
        UnsafeMutableRawBufferPointer(start: result.storage.bytes + number * size, count: size)
          .copyMemory(from: source)
      }
    }
    let typed = parts.contains { $0.origin == .array }
    self.init(array: result, origin: typed ? .array : .nested)
  }
}

extension NDArray {
  /// Creates an array from a number, a range, nested Swift arrays, or another array.
  ///
  /// `try NDArray([[1, 2], [3, 4]])` is an int64 matrix; `dtype` asks for another type, to which
  /// integers must fit (300 is no uint8), and to which reals are rounded, or truncated for integers.
  ///
  /// - Throws: `ArrayError` if nested arrays differ in length, or integers do not fit `dtype`.
  /// - Complexity: O(`count`)
  public init<T: ArrayConvertible>(_ value: T, dtype: DType? = nil) throws {
    try self.init(value.toHostValue(), dtype: dtype)
  }

  /// Creates an array from values of several kinds, stacked along a new first axis.
  ///
  /// - Throws: `ArrayError` if they differ in shape, or integers do not fit `dtype`.
  /// - Complexity: O(`count`)
  public init(mixed values: [any ArrayConvertible], dtype: DType? = nil) throws {
    let parts = try values.map { try $0.toHostValue() }
    try self.init(HostValue(stacking: parts, shape: [parts.count]), dtype: dtype)
  }

  /// Creates an array from a host value, as `dtype` if one is given.
  init(_ value: HostValue, dtype: DType?) throws {
    guard let dtype, dtype != value.array.dtype else {
      self = value.array
      return
    }
    self = value.array.cast(to: dtype)
    guard value.origin != .array, dtype.isInteger, value.array.dtype.isInteger else { return }
    // Numbers written in the program are meant: none may wrap.
    let before = value.array.integers
    if let wrong = zip(before, integers).first(where: { $0 != $1 })?.0 {
      throw ArrayError(.dtype, "\(wrong) does not fit \(dtype)")
    }
  }
}
