import TheanoGraph

// Forms with Swift numbers, which take the variable's dtype; disfavoured, so that literals are
// variables.
extension Variable {
  /// Adds a Swift number to a variable: afterwards it stands for the sum.
  @_disfavoredOverload
  public static func += (a: inout Variable, b: some ScalarConvertible) { a = a + b }
  /// Subtracts a Swift number from a variable: afterwards it stands for the difference.
  @_disfavoredOverload
  public static func -= (a: inout Variable, b: some ScalarConvertible) { a = a - b }
  /// Multiplies a variable by a Swift number: afterwards it stands for the product.
  @_disfavoredOverload
  public static func *= (a: inout Variable, b: some ScalarConvertible) { a = a * b }
  /// Divides a variable by a Swift number: afterwards it stands for the quotient.
  @_disfavoredOverload
  public static func /= (a: inout Variable, b: some ScalarConvertible) { a = a / b }
}
