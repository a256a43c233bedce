import TheanoArrays

extension NDArray {
  /// Returns the elements with the row-major numbers `offsets`, as an array of `shape`.
  ///
  /// - Throws: `ArrayError` if there is no memory for it.
  /// - Complexity: O(count of the result)
  func gathered(_ offsets: [Int], shape: [Int]) throws -> NDArray {
    var result = try NDArray(checked: shape, dtype: dtype, zeroed: false)
    let size = dtype.size
    result.withUnsafeMutableBytes { target in
      withUnsafeBytes { source in
        for (i, offset) in offsets.enumerated() {
          target.copyElement(at: i, from: source, at: offset, size: size)
        }
      }
    }
    return result
  }

  /// Returns this array with the elements of `values`, of the same dtype, at `offsets`; where one occurs
  /// twice the last value stays.
  ///
  /// - Complexity: O(`count`)
  func scattering(_ values: NDArray, to offsets: [Int]) -> NDArray {
    var result = self
    let size = dtype.size
    result.withUnsafeMutableBytes { target in
      values.withUnsafeBytes { source in
        for (i, offset) in offsets.enumerated() {
          target.copyElement(at: offset, from: source, at: i, size: size)
        }
      }
    }
    return result
  }

  /// Returns this array with the elements of `values`, of the same dtype, added at `offsets`; all values
  /// of an offset that occurs more than once are added.
  ///
  /// - Complexity: O(`count`)
  func accumulating(_ values: NDArray, at offsets: [Int]) -> NDArray {
    switch dtype.kind {
    case .complex:
      let sums = complexes.accumulating(values.complexes, at: offsets)
      return NDArray(complexes: sums, shape: shape, dtype: dtype)
    case .real:
      return NDArray(
        reals: reals.accumulating(values.reals, at: offsets), shape: shape, dtype: dtype)
    case .integer, .bool:
      let sums = integers.accumulating(values.integers, at: offsets)
      return NDArray(integers: sums, shape: shape, dtype: dtype)
    }
  }
}

extension Array where Element: AdditiveArithmetic {
  /// Returns these numbers with `values` added at `offsets`.
  fileprivate func accumulating(_ values: [Element], at offsets: [Int]) -> [Element] {
    var result = self
    for (offset, value) in zip(offsets, values) { result[offset] += value }
    return result
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Copies one element of `size` bytes.
  fileprivate func copyElement(
    at place: Int, from source: UnsafeRawBufferPointer, at other: Int, size: Int
  ) {
    let target = UnsafeMutableRawBufferPointer(
      rebasing: self[(place * size)..<((place + 1) * size)])
    target.copyMemory(
      from: UnsafeRawBufferPointer(rebasing: source[(other * size)..<((other + 1) * size)]))
  }
}
