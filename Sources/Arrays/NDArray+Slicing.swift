/// Reading and writing parts of an array.
extension NDArray {
  /// The element with these indices, or the sub-array if there are fewer indices than axes; negative
  /// indices count from the end.
  ///
  /// - Throws: `ArrayError` if there are more indices than axes, or one is outside its axis.
  /// - Complexity: O(`count` of the result)
  public subscript(_ indices: Int...) -> NDArray {
    get throws { try slice(indices.map { .at($0) }) }
  }

  /// The part of this array that `items` select: `try a[1..<3, .all, -1]`; see `SliceItem`.
  ///
  /// - Throws: `ArrayError` if there are more items than axes, two ellipses, a step of 0, or an index is
  ///   outside its axis.
  /// - Complexity: O(`count` of the result)
  @_disfavoredOverload
  public subscript(_ items: any SliceItem...) -> NDArray {
    get throws { try slice(items.map(\.sliceIndex)) }
  }

  /// Returns the part of this array that `items` select, for example `a.slice(1..<3, .all, -1)`; see
  /// `SliceItem`. Axes without items are taken whole.
  ///
  /// - Throws: `ArrayError` if there are more items than axes, two ellipses, a step of 0, or an index is
  ///   outside its axis.
  /// - Complexity: O(`count` of the result)
  public func slice(_ items: any SliceItem...) throws -> NDArray {
    try slice(items.map(\.sliceIndex))
  }

  /// Returns the part of this array that `items` select.
  ///
  /// - Throws: `ArrayError` as the form with a list of arguments.
  /// - Complexity: O(`count` of the result)
  public func slice(_ items: [SliceIndex]) throws -> NDArray {
    let view = try StridedView(of: shape, items: items)
    return strided(shape: view.shape, strides: view.strides, offset: view.offset)
  }

  /// Returns the element at `indices`, one for each axis, as `T`; it may be rounded within its kind, or
  /// go to a richer kind of number.
  ///
  /// - Throws: `ArrayError` if an index is outside its axis, their number is not the rank, or the
  ///   element does not convert.
  public func element<T: ArrayElement>(at indices: [Int], as _: T.Type = T.self) throws -> T {
    guard indices.count == ndim else {
      throw ArrayError(
        .index,
        "\(indices.count) indices for an element of an array of shape \(shapeText(shape))")
    }
    return try slice(indices.map { .at($0) }).scalar(as: T.self)
  }

  /// Overwrites the part of this array that `items` select with `value`, repeated along axes where it is
  /// shorter by NumPy's rules; the dtype stays.
  ///
  /// - Throws: `ArrayError` if the items are bad (see `slice`), or `value` has a wrong shape, a richer
  ///   kind of number than this array, or an integer that does not fit; the array is then unchanged.
  /// - Complexity: O(`count` of the part), and O(`count`) if the memory is shared with another array
  public mutating func set<T: ArrayConvertible>(_ value: T, at items: any SliceItem...) throws {
    try set(value, at: items.map(\.sliceIndex))
  }

  /// Overwrites the part of this array that `items` select with `value`.
  ///
  /// - Throws: `ArrayError` as the form with a list of arguments.
  /// - Complexity: O(`count` of the part), and O(`count`) if the memory is shared with another array
  public mutating func set<T: ArrayConvertible>(_ value: T, at items: [SliceIndex]) throws {
    let view = try StridedView(of: shape, items: items)
    let host = try value.toHostValue().array
    guard host.dtype.kind <= dtype.kind else {
      throw ArrayError(
        .dtype, "\(host.dtype) elements do not go into an array of \(dtype) without loss")
    }
    let source = try NDArray(value, dtype: dtype).broadcasted(to: view.shape)
    let size = dtype.size
    withUnsafeMutableBytes { target in
      source.withUnsafeBytes { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        NDArray.forEachRun(shape: view.shape, strides: view.strides, offset: view.offset) {
          start, step, count, at in
          for i in 0..<(step == 1 ? 1 : count) {
            (target + (start + i * step) * size).copyMemory(
              from: source + (at + i) * size, byteCount: step == 1 ? count * size : size)
          }
        }
      }
    }
  }
}
