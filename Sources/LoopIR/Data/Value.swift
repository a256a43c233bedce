import TheanoArrays

/// A scalar that is computed once: a number in a table of definitions.
package struct Value: Hashable, Sendable {
  /// Its number; later ones are larger within a scope.
  package let id: Int
  /// Its type; int64 for lengths and places.
  package let dtype: DType

  /// Creates a value.
  package init(id: Int, dtype: DType) {
    self.id = id
    self.dtype = dtype
  }
}

/// A scalar that changes: a sum in the making, the state of a loop.
package struct Register: Hashable, Sendable {
  /// Its number.
  package let id: Int
  /// Its type.
  package let dtype: DType

  /// Creates a register.
  package init(id: Int, dtype: DType) {
    self.id = id
    self.dtype = dtype
  }
}
