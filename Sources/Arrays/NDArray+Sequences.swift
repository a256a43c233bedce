/// Arrays of numbers by rule.
extension NDArray {
  /// Returns the integers from 0 up to, but without, `end`, as int64 unless another dtype is asked for.
  ///
  /// - Throws: `ArrayError` if they are too many, or do not fit `dtype`.
  /// - Complexity: O(`count`)
  public static func arange(_ end: Int, dtype: DType? = nil) throws -> NDArray {
    try arange(0, end, dtype: dtype)
  }

  /// Returns the integers from `start` up to, but without, `end`, in steps of `step`.
  ///
  /// - Throws: `ArrayError` if the step is 0, they are too many, or do not fit `dtype`.
  /// - Complexity: O(`count`)
  public static func arange(
    _ start: Int, _ end: Int, _ step: Int = 1, dtype: DType? = nil
  ) throws -> NDArray {
    guard step != 0 else { throw ArrayError(.shape, "arange has step 0") }
    let distance = step > 0 ? Int128(end) - Int128(start) : Int128(start) - Int128(end)
    let count = distance <= 0 ? 0 : (distance - 1) / Int128(step.magnitude) + 1
    let integers = try NDArray(shape: [Int(clamping: count)]) {
      (x: UnsafeMutableBufferPointer<Int>) in
      for i in 0..<x.count { x[i] = start &+ i &* step }
    }
    // As nested numbers, so that none may wrap.
    return try NDArray(HostValue(array: integers, origin: .nested), dtype: dtype)
  }

  /// Returns the reals from `start` up to, but without, `end`, in steps of `step`.
  ///
  /// - Throws: `ArrayError` if a number is not finite, the step is 0, or they are too many.
  /// - Complexity: O(`count`)
  public static func arange(
    _ start: Double, _ end: Double, _ step: Double = 1, dtype: DType = .float64
  ) throws -> NDArray {
    let length = ((end - start) / step).rounded(.up)
    guard length.isFinite, start.isFinite, step != 0 else {
      throw ArrayError(.shape, "arange from \(start) to \(end) in steps of \(step) has no end")
    }
    // As NumPy: the distance between the first two, not `step`, so that the second is exact.
    let delta = (start + step) - start
    return try NDArray(shape: [Int(exactly: Swift.max(length, 0)) ?? .max]) {
      (x: UnsafeMutableBufferPointer<Double>) in
      for i in 0..<x.count { x[i] = start + Double(i) * delta }
    }.cast(to: dtype)
  }

  /// Returns `count` numbers at equal distances from `start` to `end`, which is the last one, or the one
  /// after it without `endpoint`.
  ///
  /// - Throws: `ArrayError` if `count` is negative or too large.
  /// - Complexity: O(`count`)
  public static func linspace(
    _ start: Double, _ end: Double, count: Int = 50, endpoint: Bool = true, dtype: DType = .float64
  ) throws -> NDArray {
    let intervals = Double(endpoint ? count - (count > 0 ? 1 : 0) : count)
    let step = (end - start) / intervals
    return try NDArray(shape: [count]) { (x: UnsafeMutableBufferPointer<Double>) in
      for i in 0..<x.count {
        x[i] = i == 0 ? start : endpoint && i == count - 1 ? end : start + Double(i) * step
      }
    }.cast(to: dtype)
  }

  /// Returns a matrix of zeros with ones on a diagonal: the main one, or `offset` places right of it.
  ///
  /// - Throws: `ArrayError` if a length is negative or the array is too large.
  /// - Complexity: O(`count`)
  public static func eye(
    _ rows: Int, _ columns: Int? = nil, offset: Int = 0, dtype: DType = .float64
  ) throws -> NDArray {
    let columns = columns ?? rows
    var result = try zeros([rows, columns], dtype: dtype)
    let one = try ones([], dtype: dtype)
    let first = Swift.max(0, offset < -rows ? rows : -offset)
    guard offset < columns, first < rows else { return result }
    let length = Swift.min(rows - first, columns - Swift.max(offset, 0))
    let start = first * columns + Swift.max(offset, 0)
    result.withUnsafeMutableBytes { target in
      one.withUnsafeBytes { source in
        for i in 0..<length {
          let place = (start + i * (columns + 1)) * dtype.size
          UnsafeMutableRawBufferPointer(rebasing: target[place..<place + dtype.size])
            .copyMemory(from: source)
        }
      }
    }
    return result
  }
}
