/// Arrays from several arrays.
extension NDArray {
  /// Returns arrays joined along an axis that all have; the dtype is that to which all are promoted.
  ///
  /// - Throws: `ArrayError` if there are no arrays, no such axis, or the other axes differ.
  /// - Complexity: O(`count` of the result)
  public static func concatenated(_ arrays: [NDArray], axis: Int = 0) throws -> NDArray {
    guard let first = arrays.first else {
      throw ArrayError(.shape, "there are no arrays to concatenate")
    }
    let place = try checkedAxis(axis, rank: first.ndim)
    for (number, array) in arrays.enumerated() {
      let matches =
        array.ndim == first.ndim
        && first.shape.indices.allSatisfy {
          $0 == place || array.shape[$0] == first.shape[$0]
        }
      guard !matches else { continue }
      throw ArrayError(
        .shape,
        "arrays of shapes \(shapeText(first.shape)) and \(shapeText(array.shape)) (number "
          + "\(number)) cannot be concatenated along axis \(axis): other axes differ")
    }
    let dtype = arrays.reduce(first.dtype) { DType.promote($0, $1.dtype) }
    var shape = first.shape
    shape[place] = try arrays.reduce(0) { total, array in
      let (sum, overflow) = total.addingReportingOverflow(array.shape[place])
      if overflow { throw ArrayError(.shape, "the concatenated array is too large") }
      return sum
    }
    let result = try NDArray(checked: shape, dtype: dtype, zeroed: false)
    join(arrays.map { $0.cast(to: dtype) }, along: place, into: result)
    return result
  }

  /// Returns arrays of one shape joined along a new axis at place `axis` of the result.
  ///
  /// - Throws: `ArrayError` if there are no arrays, the result has no such axis, or shapes differ.
  /// - Complexity: O(`count` of the result)
  public static func stacked(_ arrays: [NDArray], axis: Int = 0) throws -> NDArray {
    for (number, array) in arrays.enumerated() where array.shape != arrays[0].shape {
      throw ArrayError(
        .shape,
        "arrays of different shapes cannot be stacked: number 0 is \(shapeText(arrays[0].shape)), "
          + "number \(number) is \(shapeText(array.shape))")
    }
    guard let first = arrays.first else {
      throw ArrayError(.shape, "there are no arrays to stack")
    }
    let place = try checkedAxis(axis, rank: first.ndim + 1)
    return try concatenated(arrays.map { try $0.expandedDims(axis: place) }, axis: place)
  }

  /// Copies blocks of each array in turn: what lies within one index of the axes before `axis`.
  private static func join(_ arrays: [NDArray], along axis: Int, into result: NDArray) {
    let outer = result.shape[..<axis].reduce(1, *)
    var target = result.storage.bytes
    for block in 0..<outer {
      for array in arrays {
        let size = array.byteCount / outer
        target.copyMemory(from: array.storage.bytes + block * size, byteCount: size)
        target += size
      }
    }
    withExtendedLifetime((arrays, result)) {}
  }
}
