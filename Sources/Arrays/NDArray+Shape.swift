/// Other shapes for the same elements.
extension NDArray {
  /// Returns `axis` counted from the first of `rank` axes.
  ///
  /// - Throws: `ArrayError` if there is no such axis.
  package static func checkedAxis(_ axis: Int, rank: Int) throws -> Int {
    let place = axis < 0 ? axis + rank : axis
    guard place >= 0, place < rank else {
      throw ArrayError(.index, "there is no axis \(axis) in an array of rank \(rank)")
    }
    return place
  }

  /// Returns the same elements in row-major order with another shape; one length may be -1: it becomes
  /// what the others leave. The memory is shared.
  ///
  /// - Throws: `ArrayError` if the numbers of elements differ, or two lengths are -1.
  public func reshaped(to newShape: [Int]) throws -> NDArray {
    let refusal = ArrayError(
      .shape,
      "an array of shape \(shapeText(shape)) has \(count) elements, and cannot be reshaped to "
        + shapeText(newShape))
    var target = newShape
    if let free = target.firstIndex(of: -1) {
      target[free] = 1
      let others = try NDArray.checkedCount(target, dtype: dtype)
      guard others > 0, count % others == 0 else { throw refusal }
      target[free] = count / others
    }
    guard try NDArray.checkedCount(target, dtype: dtype) == count else { throw refusal }
    return withShape(target)
  }

  /// Returns the elements in row-major order as a vector. The memory is shared.
  public func flattened() -> NDArray { withShape([count]) }

  /// Returns this array with its axes reversed, or in the order of `axes`: axis `k` of the result is
  /// axis `axes[k]` of this one.
  ///
  /// - Throws: `ArrayError` if `axes` does not name each axis once.
  /// - Complexity: O(`count`)
  public func transposed(axes: [Int]? = nil) throws -> NDArray {
    guard let axes else { return permuted(shape.indices.reversed()) }
    let order = try axes.map { try NDArray.checkedAxis($0, rank: ndim) }
    guard order.sorted() == Array(shape.indices) else {
      throw ArrayError(
        .index, "\(axes) is not an order of the axes of an array of shape \(shapeText(shape))")
    }
    return permuted(order)
  }

  /// Returns this array with a new axis of length 1 at place `axis` of the result. The memory is shared.
  ///
  /// - Throws: `ArrayError` if the result has no such axis.
  public func expandedDims(axis: Int) throws -> NDArray {
    let place = try NDArray.checkedAxis(axis, rank: ndim + 1)
    var target = shape
    target.insert(1, at: place)
    return try reshaped(to: target)
  }

  /// Returns this array without `axis`, which must have length 1, or without all axes of length 1. The
  /// memory is shared.
  ///
  /// - Throws: `ArrayError` if there is no such axis, or its length is not 1.
  public func squeezed(axis: Int? = nil) throws -> NDArray {
    guard let axis else { return withShape(shape.filter { $0 != 1 }) }
    let place = try NDArray.checkedAxis(axis, rank: ndim)
    guard shape[place] == 1 else {
      throw ArrayError(
        .shape, "axis \(axis) of an array of shape \(shapeText(shape)) does not have length 1")
    }
    var target = shape
    target.remove(at: place)
    return withShape(target)
  }

  /// Returns this array repeated along axes of length 1, and along new first axes, to `target`.
  ///
  /// - Throws: `ArrayError` if another axis has not the length of its counterpart, or the result is too
  ///   large.
  /// - Complexity: O(`count` of the result)
  public func broadcasted(to target: [Int]) throws -> NDArray {
    let missing = target.count - ndim
    let fits =
      missing >= 0
      && shape.indices.allSatisfy {
        shape[$0] == 1 || shape[$0] == target[$0 + missing]
      }
    guard fits else {
      throw ArrayError(
        .shape,
        "an array of shape \(shapeText(shape)) cannot be broadcast to \(shapeText(target))")
    }
    if target == shape { return self }
    let result = try NDArray(checked: target, dtype: dtype, zeroed: false)
    copyStrided(strides: NDArray.broadcastStrides(of: shape, to: target), offset: 0, to: result)
    return result
  }
}
