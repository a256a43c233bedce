import TheanoArrays
import TheanoGraph

/// What may follow `axis:`: an integer, an array of them, or `Axes`; negative ones count from the end.
public protocol AxesConvertible: Sendable {
  /// This value as a choice of axes.
  var tensorAxes: Axes { get }
}

extension Int: AxesConvertible {
  /// One axis.
  public var tensorAxes: Axes { Axes(self) }
}

extension Array: AxesConvertible where Element == Int {
  /// These axes.
  public var tensorAxes: Axes { Axes(self) }
}

extension Axes: AxesConvertible {
  /// This choice itself.
  public var tensorAxes: Axes { self }
}

/// Which axes a reduction takes: a number, or an array of numbers; negative ones count from the end.
public struct Axes: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The axes as given.
  public var axes: [Int]

  /// Creates a choice of axes.
  public init(_ axes: [Int]) { self.axes = axes }
  /// One axis.
  public init(_ axis: Int) { axes = [axis] }
  /// One axis.
  public init(integerLiteral value: Int) { axes = [value] }
  /// Several axes.
  public init(arrayLiteral elements: Int...) { axes = elements }
}

/// Returns `axis` counted from the start.
/// - Throws: `GraphError` if a tensor of rank `ndim` has no such axis.
package func normalizedAxis(_ axis: Int, ndim: Int) throws -> Int {
  let result = axis < 0 ? axis + ndim : axis
  if (0..<ndim).contains(result) { return result }
  throw GraphError(
    .axis, "Computation needs a valid axis number for \(ndim)-D tensor. Got \(axis).")
}

/// Returns the axes of a reduction of a tensor of rank `ndim`, in ascending order; all of them for
/// nil.
/// - Throws: `GraphError` for an axis that does not exist or occurs twice.
package func normalizedAxes(_ axes: [Int]?, ndim: Int) throws -> [Int] {
  guard let axes else { return Array(0..<ndim) }
  let result = try axes.map { axis in
    let place = axis < 0 ? axis + ndim : axis
    if (0..<ndim).contains(place) { return place }
    throw GraphError(
      .axis, "Not enough dimensions to reduce on axis \(axis): the operand has \(ndim).")
  }.sorted()
  if Set(result).count != result.count {
    throw GraphError(.axis, "An axis of a reduction is given twice: \(axes).")
  }
  return result
}

extension Axes {
  /// The axes of a tensor of rank `ndim`, counted from the start in ascending order; as they are if
  /// one is wrong, so that the operation says so.
  func normalized(ndim: Int) -> [Int] { (try? normalizedAxes(axes, ndim: ndim)) ?? axes }
}

extension Variable {
  /// The reduction of this tensor over `axis` by the operation that `op` returns for the axes.
  func reduced(_ axis: (any AxesConvertible)?, keepdims: Bool, by op: ([Int]?) -> some Op)
    -> Variable
  {
    let axes = axis?.tensorAxes.normalized(ndim: ndim)
    let result = Variable.apply(op(axes), [self])
    guard keepdims, result.error == nil else { return result }
    return result.restoringAxes(axes ?? Array(0..<ndim), ndim: ndim)
  }

  /// The reduction of this tensor by an operation that names all axes.
  func reduced(overNamed axis: (any AxesConvertible)?, keepdims: Bool, by op: ([Int]) -> some Op)
    -> Variable
  {
    let named = axis ?? Array(0..<ndim)
    return reduced(named, keepdims: keepdims) { op($0 ?? []) }
  }
}

extension TensorType {
  /// The static shape after reducing over `axes`.
  package func reducedShape(_ axes: [Int], keepdims: Bool) -> [Int?] {
    keepdims
      ? shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
      : shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
  }
}

extension NDArray {
  /// The elements to be reduced together, one row for each element of the result: this array with
  /// `axes` moved to the end and made into one. Its shape is `[count of the result, count of a
  /// row]`.
  package func rows(reducing axes: [Int]) -> NDArray {
    let kept = shape.indices.filter { !axes.contains($0) }
    let outer = kept.reduce(1) { $0 * shape[$1] }
    let inner = axes.reduce(1) { $0 * shape[$1] }
    let order = kept + axes
    let moved = order == Array(shape.indices) ? self : permuted(order)
    return moved.withShape([outer, inner])
  }

  /// The lengths after reducing over `axes`.
  package func reducedShape(_ axes: [Int], keepdims: Bool) -> [Int] {
    keepdims
      ? shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
      : shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
  }
}

extension Variable {
  /// This result of a reduction over `axes` without `keepdims`, with axes of length 1 in their
  /// places, so that it broadcasts against the operand, of rank `ndim`.
  package func restoringAxes(_ axes: [Int], ndim: Int) -> Variable {
    var next = 0
    let pattern = (0..<ndim).map { axis -> DimPattern in
      if axes.contains(axis) { return .new }
      defer { next += 1 }
      return .axis(next)
    }
    return dimshuffle(pattern)
  }
}
