import TheanoArrays
import TheanoGraph

/// The length of an axis, or another integer that is part of a shape: a Swift integer, or a scalar integer
/// variable. Shapes are arrays of them: `[2, n, -1]`.
public protocol SymbolicLength: Sendable {
  /// The length as a variable.
  var symbolicLength: Variable { get }
}

extension Int: SymbolicLength {
  /// The constant of this value.
  public var symbolicLength: Variable { Variable(weak: self) }
}

extension Variable: SymbolicLength {
  /// This variable.
  public var symbolicLength: Variable { self }
}

extension Array where Element == any SymbolicLength {
  /// The lengths as variables, as they are.
  var variables: [Variable] { map(\.symbolicLength) }

  /// Returns the lengths as int64 scalars.
  /// - Throws: `GraphError` if one is not an integer scalar; the sentence calls them `role`.
  func integerScalars(_ role: String) throws -> [Variable] {
    try variables.enumerated().map { try $1.integerScalar("\(role) \($0)") }
  }
}

extension Array where Element == Variable {
  /// The variables as lengths.
  var lengths: [any SymbolicLength] { self }
}

extension Variable {
  /// Returns this integer scalar as int64.
  /// - Throws: `GraphError` if it is none; the sentence calls it `role`.
  func integerScalar(_ role: String) throws -> Variable {
    try check()
    guard dtype.isInteger else {
      throw GraphError(.type, "\(role) must be an integer, and \(self) is \(dtype).")
    }
    guard ndim == 0 else {
      throw GraphError(.type, "\(role) must be a scalar, and \(self) is a \(type).")
    }
    return cast(self, .int64)
  }
}
