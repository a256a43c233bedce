import TheanoArrays
import TheanoGraph

/// The elements of an array as the rows of a matrix, each of which a reduction makes one number, or
/// a row-wise function makes another row.
struct Rows<Number: HostNumber> {
  /// The elements, row by row.
  let elements: [Number]
  /// The number of rows.
  let count: Int
  /// The number of elements of a row.
  let length: Int

  /// Creates the rows along `axes` of an array, the last of them varying fastest.
  init(_ x: NDArray, along axes: [Int]) {
    let rows = x.rows(reducing: axes)
    elements = Number.elements(of: rows)
    (count, length) = (rows.shape[0], rows.shape[1])
  }

  /// Returns what `reduce` makes of each row.
  func map<Result>(_ reduce: (UnsafeBufferPointer<Number>) throws -> Result) rethrows -> [Result] {
    try elements.withUnsafeBufferPointer { all in
      var results: [Result] = []
      results.reserveCapacity(count)
      for row in 0..<count {
        results.append(
          try reduce(UnsafeBufferPointer(rebasing: all[row * length..<(row + 1) * length])))
      }
      return results
    }
  }

  /// Returns the rows that `transform` writes, of `newLength` elements (nil: as many as the
  /// operand's) that are 0 at first.
  func transformed<Result: HostNumber>(
    length newLength: Int? = nil,
    _ transform: (UnsafeBufferPointer<Number>, UnsafeMutableBufferPointer<Result>) throws -> Void
  ) rethrows -> [Result] {
    let width = newLength ?? length
    var results = [Result](repeating: .zero, count: count * width)
    try elements.withUnsafeBufferPointer { all in
      try results.withUnsafeMutableBufferPointer { out in
        for row in 0..<count {
          try transform(
            UnsafeBufferPointer(rebasing: all[row * length..<(row + 1) * length]),
            UnsafeMutableBufferPointer(rebasing: out[row * width..<(row + 1) * width]))
        }
      }
    }
    return results
  }
}

extension NDArray {
  /// This array of the rows along `axes` of an array of `shape`, in that array's order of axes; the
  /// inverse of `rows(reducing:)`.
  func restoringRows(along axes: [Int], shape: [Int]) -> NDArray {
    let order = shape.indices.filter { !axes.contains($0) } + axes
    let moved = withShape(order.map { shape[$0] })
    if order == Array(shape.indices) { return moved }
    var inverse = order
    for (place, axis) in order.enumerated() { inverse[axis] = place }
    return moved.permuted(inverse)
  }

  /// The lengths after reducing over `axes`.
  ///
  /// - Throws: `ArrayError` if an array of them is too large, which reducing over an empty axis may
  ///   make it.
  func checkedReducedShape(_ axes: [Int]) throws -> [Int] {
    let result = reducedShape(axes, keepdims: false)
    if count == 0 { _ = try NDArray(checked: result, dtype: .complex128) }
    return result
  }

  /// Applies `transform` to each row along `axes`, for a result of the same shape.
  func mapRows<Number: HostNumber>(
    as _: Number.Type, along axes: [Int], dtype: DType,
    _ transform: (UnsafeBufferPointer<Number>, UnsafeMutableBufferPointer<Number>) -> Void
  ) -> NDArray {
    let rows = Rows<Number>(self, along: axes)
    let values: [Number] = rows.transformed(transform)
    return Number.array(values, shape: [rows.count, rows.length], dtype: dtype)
      .restoringRows(along: axes, shape: shape)
  }
}

extension DType {
  /// Throws a `GraphError` if this is complex, for functions that need an order.
  func checkOrdered(_ name: String) throws {
    if isComplex {
      throw GraphError(.type, "\(name) is not defined for operands of dtype \(self).")
    }
  }
}
