/// What to take along one axis of an array.
public enum SliceIndex: Sendable, Hashable {
  /// The element with this number; the axis disappears. Negative numbers count from the end.
  case at(Int)
  /// Elements from one number up to, but without, another, in steps; as Python's `from:to:by`.
  case range(from: Int?, to: Int?, by: Int)
  /// No axis of the array: a new one of length 1.
  case insertion
  /// All of as many axes as the other items leave.
  case rest
}

/// A value that says what to take along an axis: `2`, `-1`, `1..<3`, `2...`, `.all`,
/// `.stride(from: 5, to: 0, by: -1)`, `.newAxis`, `.ellipsis`.
///
/// Negative numbers count from the end. Ranges are cut off at the ends of the axis, as in Python; the
/// range `-3..<0` is that of the indices -3, -2 and -1, the last three. Swift itself stops at a range
/// whose end lies before its start, such as `1..<(-1)`: write `.stride(from: 1, to: -1)`.
public protocol SliceItem: Sendable {
  /// What to take.
  var sliceIndex: SliceIndex { get }
}

extension SliceIndex: SliceItem {
  /// Itself.
  public var sliceIndex: SliceIndex { self }
}

extension SliceItem where Self == SliceIndex {
  /// All elements along the axis.
  public static var all: SliceIndex { .range(from: nil, to: nil, by: 1) }

  /// A new axis of length 1.
  public static var newAxis: SliceIndex { .insertion }

  /// All of as many axes as the other items leave; axes without items are taken whole in any case.
  public static var ellipsis: SliceIndex { .rest }

  /// Elements in steps, as Python's `from:to:by`: without `to`, or before it; backwards if `by` < 0.
  public static func stride(from: Int? = nil, to: Int? = nil, by: Int = 1) -> SliceIndex {
    .range(from: from, to: to, by: by)
  }
}

extension Int: SliceItem {
  /// The element with this number, from the end if it is negative.
  public var sliceIndex: SliceIndex { .at(self) }
}

extension Range: SliceItem where Bound == Int {
  /// The elements with these numbers.
  public var sliceIndex: SliceIndex {
    .range(from: lowerBound, to: lowerBound < 0 && upperBound == 0 ? nil : upperBound, by: 1)
  }
}

extension ClosedRange: SliceItem where Bound == Int {
  /// The elements with these numbers.
  public var sliceIndex: SliceIndex {
    .range(from: lowerBound, to: upperBound == -1 ? nil : end(after: upperBound), by: 1)
  }
}

extension PartialRangeFrom: SliceItem where Bound == Int {
  /// The elements from this number on.
  public var sliceIndex: SliceIndex { .range(from: lowerBound, to: nil, by: 1) }
}

extension PartialRangeUpTo: SliceItem where Bound == Int {
  /// The elements before this number.
  public var sliceIndex: SliceIndex { .range(from: nil, to: upperBound, by: 1) }
}

extension PartialRangeThrough: SliceItem where Bound == Int {
  /// The elements up to this number.
  public var sliceIndex: SliceIndex {
    .range(from: nil, to: upperBound == -1 ? nil : end(after: upperBound), by: 1)
  }
}

/// Returns the number after `last`, nil if there is none.
private func end(after last: Int) -> Int? {
  last == .max ? nil : last + 1
}
