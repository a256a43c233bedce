/// A Swift type into which an array can be unpacked: an element, or Swift arrays nested to any depth.
public protocol ArrayDecodable: Sendable {
  /// The type of the innermost elements: `Float` for `[[Float]]`.
  associatedtype Leaf: ArrayElement

  /// The number of Swift arrays around the elements: 2 for `[[Float]]`, 0 for `Float`.
  static var nestingDepth: Int { get }

  /// Returns the values along the first axis of `shape`, of rank `nestingDepth + 1`, whose elements
  /// are in row-major order.
  ///
  /// - Complexity: O(number of elements)
  static func list(from elements: UnsafeBufferPointer<Leaf>, shape: ArraySlice<Int>) -> [Self]
}

extension ArrayElement {
  /// The number of Swift arrays around a number: none.
  public static var nestingDepth: Int { 0 }

  /// Returns the elements as a Swift array.
  ///
  /// - Complexity: O(number of elements)
  public static func list(
    from elements: UnsafeBufferPointer<Self>, shape: ArraySlice<Int>
  ) -> [Self] {
    Array(elements)
  }
}

extension Array: ArrayDecodable where Element: ArrayDecodable {
  /// One more than that of the elements.
  public static var nestingDepth: Int { Element.nestingDepth + 1 }

  /// Returns the rows along the first axis of `shape` as Swift arrays.
  ///
  /// - Complexity: O(number of elements)
  public static func list(
    from elements: UnsafeBufferPointer<Element.Leaf>, shape: ArraySlice<Int>
  ) -> [[Element]] {
    let inner = shape.dropFirst()
    let size = inner.reduce(1, *)
    return (0..<(shape.first ?? 0)).map { row in
      let part = UnsafeBufferPointer(rebasing: elements[row * size..<(row + 1) * size])
      return Element.list(from: part, shape: inner)
    }
  }
}

extension NDArray {
  /// Returns this array as nested Swift arrays: `try a.nested(as: [[Double]].self)`.
  ///
  /// Elements may be rounded within their kind, or go to a richer kind of number (bool, integer, real,
  /// complex); for other conversions `cast(to:)` first.
  ///
  /// - Throws: `ArrayError` if the rank is not the number of nested arrays, or elements do not convert.
  /// - Complexity: O(`count`)
  public func nested<T: ArrayDecodable>(as _: [T].Type = [T].self) throws -> [T] {
    let depth = T.nestingDepth + 1
    guard ndim == depth else {
      throw ArrayError(
        .shape, "an array of shape \(shapeText(shape)) has rank \(ndim), and \([T].self) \(depth)")
    }
    return try converted(to: T.Leaf.self).withElements(as: T.Leaf.self) {
      T.list(from: $0, shape: shape[...])
    }
  }

  /// Returns the elements of a vector as a Swift array, converted like `nested(as:)`.
  ///
  /// - Throws: `ArrayError` if the rank is not 1, or elements do not convert.
  /// - Complexity: O(`count`)
  public func toArray<T: ArrayElement>(as _: T.Type = T.self) throws -> [T] {
    try nested(as: [T].self)
  }

  /// Returns a matrix as an array of its rows, converted like `nested(as:)`.
  ///
  /// - Throws: `ArrayError` if the rank is not 2, or elements do not convert.
  /// - Complexity: O(`count`)
  public func toMatrix<T: ArrayElement>(as _: T.Type = T.self) throws -> [[T]] {
    try nested(as: [[T]].self)
  }

  /// Returns the element of an array that has just one, of any rank, converted like `nested(as:)`.
  ///
  /// - Throws: `ArrayError` if there are none or several, or it does not convert.
  public func scalar<T: ArrayElement>(as _: T.Type = T.self) throws -> T {
    guard count == 1 else {
      throw ArrayError(
        .shape, "an array of shape \(shapeText(shape)) has \(count) elements, a scalar has one")
    }
    return try converted(to: T.self).withElements(as: T.self) { $0[0] }
  }

  /// Returns this array as elements of `T`, if none loses its fraction, its imaginary part or its range.
  ///
  /// - Throws: `ArrayError` otherwise.
  /// - Complexity: O(`count`)
  func converted<T: ArrayElement>(to _: T.Type) throws -> NDArray {
    if dtype == T.dtype { return self }
    let needsCast = "; cast(to: .\(T.dtype)) first if that is meant"
    guard dtype.kind <= T.dtype.kind else {
      throw ArrayError(
        .dtype, "elements of \(dtype) do not convert to \(T.self) without loss" + needsCast)
    }
    let result = cast(to: T.dtype)
    guard T.dtype.isInteger, dtype.isInteger else { return result }
    if let wrong = zip(integers, result.integers).first(where: { $0 != $1 })?.0 {
      throw ArrayError(.dtype, "\(wrong) of \(dtype) does not fit \(T.self)" + needsCast)
    }
    return result
  }
}
