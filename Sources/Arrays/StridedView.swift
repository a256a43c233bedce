/// Which elements of a dense array a slice takes: those at `offset + Σ i[k]·strides[k]`.
struct StridedView {
  /// The lengths of the axes of the slice.
  private(set) var shape: [Int] = []
  /// The distances between neighbours along them, in elements.
  private(set) var strides: [Int] = []
  /// The place of the first element.
  private(set) var offset = 0

  /// Creates the view of an array of shape `source` that `items` select.
  ///
  /// - Throws: `ArrayError` if there are more items than axes, two ellipses, a step of 0, an index is
  ///   outside its axis, or there would be more than 64 axes.
  init(of source: [Int], items: [SliceIndex]) throws {
    let named = items.count { $0 != .insertion && $0 != .rest }
    guard named <= source.count else {
      throw ArrayError(
        .index, "\(named) indices are too many for an array of shape \(shapeText(source))")
    }
    let ellipses = items.count { $0 == .rest }
    guard ellipses <= 1 else { throw ArrayError(.index, "a slice has \(ellipses) ellipses") }
    let distances = NDArray.strides(of: source)
    var axis = 0
    for item in items + (ellipses == 0 ? [.rest] : []) {
      switch item {
      case .insertion:
        append(length: 1, stride: 0)
      case .rest:
        for _ in 0..<source.count - named {
          append(length: source[axis], stride: distances[axis])
          axis += 1
        }
      case .at(let index):
        offset += try checkedIndex(index, source, axis) * distances[axis]
        axis += 1
      case .range(let from, let to, let step):
        guard step != 0 else { throw ArrayError(.index, "the slice of axis \(axis) has step 0") }
        let (start, count) = sliceBounds(source[axis], from: from, to: to, by: step)
        offset += count == 0 ? 0 : start * distances[axis]
        // A step is shorter than the axis if it is taken at all, so that this does not overflow.
        append(length: count, stride: count < 2 ? 0 : step * distances[axis])
        axis += 1
      }
    }
    _ = try NDArray.checkedCount(shape, dtype: .bool)
  }

  /// Adds an axis.
  private mutating func append(length: Int, stride: Int) {
    shape.append(length)
    strides.append(stride)
  }
}

/// Returns `index` counted from the start of an axis.
///
/// - Throws: `ArrayError` if it is outside the axis.
private func checkedIndex(_ index: Int, _ shape: [Int], _ axis: Int) throws -> Int {
  let length = shape[axis]
  let place = index < 0 ? index + length : index
  guard place >= 0, place < length else {
    throw ArrayError(
      .index,
      "index \(index) is outside axis \(axis), of length \(length), "
        + "of an array of shape \(shapeText(shape))")
  }
  return place
}

/// Returns the first element and the number of elements of Python's slice `from:to:by`; `by` is not 0.
package func sliceBounds(
  _ length: Int, from: Int?, to: Int?, by step: Int
) -> (start: Int, count: Int) {
  /// Counts from the start, and cuts off at the ends: for steps backwards these are -1 and length-1.
  func clamped(_ index: Int) -> Int {
    let place = index < 0 ? index + length : index
    return step > 0 ? min(max(place, 0), length) : min(max(place, -1), length - 1)
  }
  let start = from.map(clamped) ?? (step > 0 ? 0 : length - 1)
  let end = to.map(clamped) ?? (step > 0 ? length : -1)
  let distance = step > 0 ? end - start : start - end
  let size = Int(min(step.magnitude, UInt(Int.max)))
  return (start, distance <= 0 ? 0 : 1 + (distance - 1) / size)
}
