import TheanoArrays
import TheanoGraph

/// What may stand in the brackets of `x[…]`: a Swift integer, a range of integers, an array of integers
/// or of bools, an `NDArray`, a variable, or `.all`, `.stride(by:)`, `.slice(from:to:by:)`,
/// `.ellipsis` and `.newAxis`.
public protocol IndexConvertible: Sendable {
  /// This value as an index.
  var tensorIndex: TensorIndex { get }
}

/// What is taken of one axis or several: one of the things in the brackets of `x[…]`.
public struct TensorIndex: Sendable, IndexConvertible {
  /// The kinds of indices.
  enum Content: Sendable {
    /// A number, or an array of numbers or of bools.
    case item(Variable)
    case slice(from: Variable?, to: Variable?, by: Variable?)
    case ellipsis
    case newAxis
  }

  /// What this is.
  let content: Content

  /// This index itself.
  public var tensorIndex: TensorIndex { self }
}

extension IndexConvertible where Self == TensorIndex {
  /// All of an axis: Python's `:`.
  public static var all: TensorIndex { .slice() }

  /// As many axes in full as are needed for the other indices to reach the last axis: Python's `...`.
  public static var ellipsis: TensorIndex { TensorIndex(content: .ellipsis) }

  /// A new axis of length 1: NumPy's `None`.
  public static var newAxis: TensorIndex { TensorIndex(content: .newAxis) }

  /// Every `step`-th element of an axis, from its end if `step` is negative: Python's `::step`.
  public static func stride(by step: any SymbolicLength) -> TensorIndex { .slice(by: step) }

  /// The elements from `start` up to but not including `stop`, at distances of `step`: Python's
  /// `start:stop:step`, all of them integers or scalar integer variables. Bounds may be negative, to count from the end, and beyond the axis.
  public static func slice(
    from start: (any SymbolicLength)? = nil, to stop: (any SymbolicLength)? = nil,
    by step: (any SymbolicLength)? = nil
  ) -> TensorIndex {
    TensorIndex(
      content: .slice(
        from: start?.symbolicLength, to: stop?.symbolicLength, by: step?.symbolicLength))
  }
}

extension Int: IndexConvertible {
  /// One place, which counts from the end if it is negative.
  public var tensorIndex: TensorIndex { TensorIndex(content: .item(Variable(weak: self))) }
}

extension Variable: IndexConvertible {
  /// A place, if this is a scalar integer; places, if it is an array of them; the places where it is
  /// true, if it is an array of bools.
  public var tensorIndex: TensorIndex { TensorIndex(content: .item(self)) }
}

extension NDArray: IndexConvertible {
  /// Places, or for bools the places where they are true.
  public var tensorIndex: TensorIndex { .constant(self) }
}

extension Array: IndexConvertible where Element: ArrayConvertible {
  /// Places, or for bools the places where they are true.
  public var tensorIndex: TensorIndex { .constant(self) }
}

extension TensorIndex {
  /// Returns the index that a value of known numbers is.
  fileprivate static func constant(_ value: some ArrayConvertible) -> TensorIndex {
    let variable: Variable
    do {
      variable = Variable(constant: try value.toHostValue().array, site: .capture())
    } catch {
      variable = Variable(invalid: GraphError(.index, "\(error)", site: .capture()))
    }
    return TensorIndex(content: .item(variable))
  }
}

extension Range: IndexConvertible where Bound == Int {
  /// The elements from the lower to before the upper bound, each counting from the end if negative.
  public var tensorIndex: TensorIndex { .slice(from: lowerBound, to: upperBound) }
}

extension ClosedRange: IndexConvertible where Bound == Int {
  /// The elements from the lower to the upper bound, each counting from the end if negative.
  public var tensorIndex: TensorIndex { .slice(from: lowerBound, to: upperBound.successor) }
}

extension PartialRangeFrom: IndexConvertible where Bound == Int {
  /// The elements from the bound on, which counts from the end if negative.
  public var tensorIndex: TensorIndex { .slice(from: lowerBound) }
}

extension PartialRangeUpTo: IndexConvertible where Bound == Int {
  /// The elements before the bound, which counts from the end if negative.
  public var tensorIndex: TensorIndex { .slice(to: upperBound) }
}

extension PartialRangeThrough: IndexConvertible where Bound == Int {
  /// The elements up to and including the bound, which counts from the end if negative.
  public var tensorIndex: TensorIndex { .slice(to: upperBound.successor) }
}

extension Int {
  /// The bound after this one; nil after the last place of an axis.
  fileprivate var successor: Int? { self == -1 || self == .max ? nil : self + 1 }
}

extension Variable {
  /// Returns the elements of an axis from `start` to before `stop`: `x[i..<j]`.
  public static func ..< (start: Variable, stop: Variable) -> TensorIndex {
    .slice(from: start, to: stop)
  }

  /// Returns the elements of an axis before `stop`: `x[..<n]`.
  public static prefix func ..< (stop: Variable) -> TensorIndex { .slice(to: stop) }

  /// Returns the elements of an axis from `start` on: `x[n...]`.
  public static postfix func ... (start: Variable) -> TensorIndex { .slice(from: start) }
}
