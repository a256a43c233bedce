/// A host value on its way into an array: the converted numbers, and how the user wrote them.
public struct HostValue: Sendable {
  /// How a value was written, which decides how freely its dtype may be changed.
  public enum Origin: Sendable, Hashable {
    /// One Swift number.
    case scalar
    /// Swift arrays or ranges of numbers, nested to any depth.
    case nested
    /// An `NDArray`, or Swift arrays that hold one: its dtype was chosen on purpose.
    case array
  }

  /// The numbers.
  public var array: NDArray
  /// How they were written.
  public var origin: Origin

  /// Creates a host value.
  public init(array: NDArray, origin: Origin) {
    self.array = array
    self.origin = origin
  }
}

/// A Swift value that can become an array: a number, a range, nested Swift arrays, an `NDArray`.
///
/// The dtype is that of the Swift type (`Int` is int64, `Double` is float64); arrays of different
/// dtypes are stacked as the type to which they are promoted.
public protocol ArrayConvertible: Sendable {
  /// Returns this value as an array.
  ///
  /// - Throws: `ArrayError` if arrays within it differ in shape, or it is too large.
  /// - Complexity: O(number of elements)
  func toHostValue() throws -> HostValue

  /// Returns values as one array, whose first axes are `shape`; there are as many as it says.
  ///
  /// The default converts each value and stacks the results. Conform to it only for speed.
  ///
  /// - Throws: `ArrayError` if values differ in shape, or they are too large together.
  /// - Complexity: O(number of elements)
  static func toHostValue(_ values: [Self], shape: [Int]) throws -> HostValue
}

extension ArrayConvertible {
  /// Converts each of `values`, and stacks the results as their promoted dtype.
  ///
  /// - Throws: `ArrayError` if values differ in shape, or they are too large together.
  /// - Complexity: O(number of elements)
  public static func toHostValue(_ values: [Self], shape: [Int]) throws -> HostValue {
    try HostValue(stacking: values.map { try $0.toHostValue() }, shape: shape)
  }
}

extension ArrayElement {
  /// Returns this number as a scalar array.
  public func toHostValue() -> HostValue {
    HostValue(array: NDArray(self), origin: .scalar)
  }

  /// Returns numbers as an array of `shape`.
  ///
  /// - Throws: `ArrayError` if they are not as many as `shape` says.
  /// - Complexity: O(number of elements)
  public static func toHostValue(_ values: [Self], shape: [Int]) throws -> HostValue {
    HostValue(array: try NDArray(values, shape: shape), origin: .nested)
  }
}

extension NDArray: ArrayConvertible {
  /// Returns this array as it is.
  public func toHostValue() -> HostValue { HostValue(array: self, origin: .array) }
}

extension Array: ArrayConvertible where Element: ArrayConvertible {
  /// Returns the elements stacked along a new first axis; no elements give shape `[0]`.
  ///
  /// - Throws: `ArrayError` if elements differ in shape.
  /// - Complexity: O(number of elements)
  public func toHostValue() throws -> HostValue {
    try Element.toHostValue(self, shape: [count])
  }

  /// Returns rows of one length as one array; no rows have length unknown, and give `shape` itself.
  ///
  /// - Throws: `ArrayError` if rows differ in length; the sentence says where.
  /// - Complexity: O(number of elements)
  public static func toHostValue(_ rows: [[Element]], shape: [Int]) throws -> HostValue {
    guard let length = rows.first?.count else { return try Element.toHostValue([], shape: shape) }
    if let odd = rows.firstIndex(where: { $0.count != length }) {
      throw ArrayError(
        .ragged,
        "nested arrays of different lengths: "
          + "\(positionText(0, in: shape)) has \(length) elements, "
          + "\(positionText(odd, in: shape)) has \(rows[odd].count)")
    }
    var flat: [Element] = []
    flat.reserveCapacity(rows.count * length)
    for row in rows { flat += row }
    return try Element.toHostValue(flat, shape: shape + [length])
  }
}

extension Range: ArrayConvertible where Bound == Int {
  /// Returns the integers of the range as an int64 vector.
  ///
  /// - Throws: `ArrayError` if they are too many.
  /// - Complexity: O(`count`)
  public func toHostValue() throws -> HostValue {
    let (count, overflow) = upperBound.subtractingReportingOverflow(lowerBound)
    let array = try NDArray(shape: [overflow ? .max : count]) {
      (buffer: UnsafeMutableBufferPointer<Int>) in
      for i in 0..<buffer.count { buffer[i] = lowerBound + i }
    }
    return HostValue(array: array, origin: .nested)
  }
}

extension ClosedRange: ArrayConvertible where Bound == Int {
  /// Returns the integers of the range as an int64 vector.
  ///
  /// - Throws: `ArrayError` if they are too many.
  /// - Complexity: O(`count`)
  public func toHostValue() throws -> HostValue {
    if upperBound == .max {
      throw ArrayError(.shape, "the range \(self) is too large for an array")
    }
    return try (lowerBound..<upperBound + 1).toHostValue()
  }
}

/// Returns the place of the element with row-major number `flat` in nested arrays: `[1][0]`.
private func positionText(_ flat: Int, in shape: [Int]) -> String {
  var (rest, text) = (flat, "")
  for length in shape.reversed() where length > 0 {
    text = "[\(rest % length)]" + text
    rest /= length
  }
  return text
}
