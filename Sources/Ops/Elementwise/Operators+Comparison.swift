import TheanoGraph

// Comparisons with Swift numbers, which take the variable's dtype; disfavoured, so that literals
// are variables.
extension Variable {
  /// Whether `a` is less than a Swift number, element by element.
  @_disfavoredOverload
  public static func .< (a: Variable, b: some ScalarConvertible) -> Variable {
    a .< Variable(weak: b)
  }
  /// Whether a Swift number is less than `b`, element by element.
  @_disfavoredOverload
  public static func .< (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) .< b
  }
  /// Whether `a` is greater than a Swift number, element by element.
  @_disfavoredOverload
  public static func .> (a: Variable, b: some ScalarConvertible) -> Variable {
    a .> Variable(weak: b)
  }
  /// Whether a Swift number is greater than `b`, element by element.
  @_disfavoredOverload
  public static func .> (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) .> b
  }
  /// Whether `a` is at most a Swift number, element by element.
  @_disfavoredOverload
  public static func .<= (a: Variable, b: some ScalarConvertible) -> Variable {
    a .<= Variable(weak: b)
  }
  /// Whether a Swift number is at most `b`, element by element.
  @_disfavoredOverload
  public static func .<= (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) .<= b
  }
  /// Whether `a` is at least a Swift number, element by element.
  @_disfavoredOverload
  public static func .>= (a: Variable, b: some ScalarConvertible) -> Variable {
    a .>= Variable(weak: b)
  }
  /// Whether a Swift number is at least `b`, element by element.
  @_disfavoredOverload
  public static func .>= (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) .>= b
  }
  /// Whether `a` equals a Swift number, element by element.
  @_disfavoredOverload
  public static func .== (a: Variable, b: some ScalarConvertible) -> Variable {
    a .== Variable(weak: b)
  }
  /// Whether a Swift number equals `b`, element by element.
  @_disfavoredOverload
  public static func .== (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) .== b
  }
  /// Whether `a` differs from a Swift number, element by element.
  @_disfavoredOverload
  public static func .!= (a: Variable, b: some ScalarConvertible) -> Variable {
    a .!= Variable(weak: b)
  }
  /// Whether a Swift number differs from `b`, element by element.
  @_disfavoredOverload
  public static func .!= (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) .!= b
  }
}
