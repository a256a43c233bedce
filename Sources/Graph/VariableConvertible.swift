import TheanoArrays

/// What can stand for a variable: a variable, or a value that becomes a constant.
public protocol VariableConvertible: Sendable {
  /// Returns the variable, of the dtype of `model` where this is a value that fits it.
  /// - Throws: `GraphError` if the value does not fit.
  func toVariable(like model: Variable) throws -> Variable
}

extension Variable: VariableConvertible {
  /// Returns this variable; a literal becomes a constant of the dtype of `model`.
  public func toVariable(like model: Variable) throws -> Variable {
    guard type.isWeak, let constant, !model.type.isWeak else { return self }
    let origin = HostValue.Origin.scalar
    let value = try InputFilter(type: model.type).convert(
      HostValue(array: constant, origin: origin))
    return Variable(constant: value, site: site)
  }
}

extension ArrayConvertible where Self: VariableConvertible {
  /// Returns a constant.
  public func toVariable(like model: Variable) throws -> Variable {
    Variable(constant: try InputFilter(type: model.type).convert(self), site: .capture())
  }
}

extension NDArray: VariableConvertible {}
extension Int: VariableConvertible {}
extension Float: VariableConvertible {}
extension Double: VariableConvertible {}
extension Bool: VariableConvertible {}
extension Array: VariableConvertible where Element: ArrayConvertible {}

extension HostValue: ArrayConvertible {
  /// Returns this value.
  public func toHostValue() throws -> HostValue { self }
}
