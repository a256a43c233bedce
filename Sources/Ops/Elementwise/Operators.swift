import TheanoArrays
import TheanoGraph

/// Powers bind tighter than products and associate to the right, as in Python.
precedencegroup ExponentiationPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

infix operator ** : ExponentiationPrecedence
infix operator .** : ExponentiationPrecedence
infix operator .+ : AdditionPrecedence
infix operator .- : AdditionPrecedence
infix operator .* : MultiplicationPrecedence
infix operator ./ : MultiplicationPrecedence
infix operator .!= : ComparisonPrecedence

/// A Swift number beside a variable in an expression: a literal with a name. It is a weak constant.
public protocol ScalarConvertible: ArrayElement {}

extension Int: ScalarConvertible {}
extension Int32: ScalarConvertible {}
extension Int64: ScalarConvertible {}
extension Float: ScalarConvertible {}
extension Double: ScalarConvertible {}
extension Bool: ScalarConvertible {}

// Operators are concrete on `Variable`; the forms with Swift numbers are disfavoured, which keeps the
// type checker fast and makes `1/2*x` mean half of `x`.
extension Variable {
  /// Returns the sum, element by element.
  public static func + (a: Variable, b: Variable) -> Variable { elementwise(Add(), a, b) }
  /// Returns the difference, element by element.
  public static func - (a: Variable, b: Variable) -> Variable { elementwise(Sub(), a, b) }
  /// Returns the product, element by element.
  public static func * (a: Variable, b: Variable) -> Variable { elementwise(Mul(), a, b) }
  /// Returns the quotient, element by element; integers give `floatX`.
  public static func / (a: Variable, b: Variable) -> Variable { elementwise(TrueDiv(), a, b) }
  /// Returns the remainder with the divisor's sign, element by element.
  public static func % (a: Variable, b: Variable) -> Variable { elementwise(Mod(), a, b) }
  /// Returns the power, element by element.
  public static func ** (a: Variable, b: Variable) -> Variable { elementwise(Pow(), a, b) }
  /// Returns the negative, element by element.
  public static prefix func - (a: Variable) -> Variable { elementwise(Neg(), a) }

  /// The same as `+`, with shorter error messages where an expression does not type-check.
  public static func .+ (a: Variable, b: Variable) -> Variable { a + b }
  /// The same as `-`, with shorter error messages where an expression does not type-check.
  public static func .- (a: Variable, b: Variable) -> Variable { a - b }
  /// The same as `*`, with shorter error messages where an expression does not type-check.
  public static func .* (a: Variable, b: Variable) -> Variable { a * b }
  /// The same as `/`, with shorter error messages where an expression does not type-check.
  public static func ./ (a: Variable, b: Variable) -> Variable { a / b }
  /// The same as `**`, with shorter error messages where an expression does not type-check.
  public static func .** (a: Variable, b: Variable) -> Variable { a ** b }

  /// Returns the sum with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func + (a: Variable, b: some ScalarConvertible) -> Variable {
    a + Variable(weak: b)
  }
  /// Returns the sum with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func + (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) + b
  }
  /// Returns the difference with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func - (a: Variable, b: some ScalarConvertible) -> Variable {
    a - Variable(weak: b)
  }
  /// Returns the difference with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func - (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) - b
  }
  /// Returns the product with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func * (a: Variable, b: some ScalarConvertible) -> Variable {
    a * Variable(weak: b)
  }
  /// Returns the product with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func * (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) * b
  }
  /// Returns the quotient with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func / (a: Variable, b: some ScalarConvertible) -> Variable {
    a / Variable(weak: b)
  }
  /// Returns the quotient with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func / (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) / b
  }
  /// Returns the remainder with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func % (a: Variable, b: some ScalarConvertible) -> Variable {
    a % Variable(weak: b)
  }
  /// Returns the remainder of a Swift number, which takes the variable's dtype.
  @_disfavoredOverload
  public static func % (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) % b
  }
  /// Returns the power with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func ** (a: Variable, b: some ScalarConvertible) -> Variable {
    a ** Variable(weak: b)
  }
  /// Returns the power with a Swift number, which takes this variable's dtype.
  @_disfavoredOverload
  public static func ** (a: some ScalarConvertible, b: Variable) -> Variable {
    Variable(weak: a) ** b
  }

  /// Adds to a variable: afterwards it stands for the sum.
  public static func += (a: inout Variable, b: Variable) { a = a + b }
  /// Subtracts from a variable: afterwards it stands for the difference.
  public static func -= (a: inout Variable, b: Variable) { a = a - b }
  /// Multiplies a variable: afterwards it stands for the product.
  public static func *= (a: inout Variable, b: Variable) { a = a * b }
  /// Divides a variable: afterwards it stands for the quotient.
  public static func /= (a: inout Variable, b: Variable) { a = a / b }
}
