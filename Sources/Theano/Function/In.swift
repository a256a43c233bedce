import TheanoArrays
import TheanoGraph

/// What may stand in the list of a function's inputs: a variable, an `In` or a `Param`.
public protocol FunctionInput: Sendable {
  /// The input with all that can be said of it.
  var specification: In { get }
}

extension Variable: FunctionInput {
  /// The variable as an input that must be given at each call.
  public var specification: In { In(self) }
}

/// An input of a function, with a default, an update, or rules of its own for converting arguments.
public struct In: FunctionInput {
  /// The variable that the argument stands for.
  public var variable: Variable
  /// The name for calls by keyword; the variable's if nil.
  public var name: String?
  /// The value used when the argument is left out.
  public var value: (any ArrayConvertible)?
  /// The expression that becomes the value after each call; without one the value stays the default.
  public var update: Variable?
  /// Whether only arrays of the right dtype are accepted.
  public var strict: Bool
  /// true: any cast of the argument; false: none that may lose precision; nil: as false, except that a Swift
  /// float may go into a `floatX` variable, and as the function's `allowInputDowncast` says.
  public var allowDowncast: Bool?
  /// Whether the function may overwrite the argument; arrays are values here, so no caller ever sees it.
  public var mutable: Bool
  /// Whether the function may keep a reference to the argument; arrays are values here.
  public var borrow: Bool

  /// Creates an input.
  public init(
    _ variable: Variable, value: (any ArrayConvertible)? = nil, update: Variable? = nil,
    name: String? = nil, mutable: Bool? = nil, strict: Bool = false, allowDowncast: Bool? = nil,
    borrow: Bool? = nil
  ) {
    self.variable = variable
    self.name = name
    self.value = value
    self.update = update
    self.strict = strict
    self.allowDowncast = allowDowncast
    self.mutable = mutable ?? (update != nil)
    self.borrow = borrow ?? self.mutable
  }

  /// This input.
  public var specification: In { self }

  /// The name for calls by keyword.
  var keyword: String? { name ?? variable.name }
}

/// An input with a default: Theano's older name for `In`.
public struct Param: FunctionInput {
  /// The input that this stands for.
  public var specification: In

  /// Creates an input with the value `default` when the argument is left out.
  public init(
    _ variable: Variable, default value: (any ArrayConvertible)? = nil, name: String? = nil,
    mutable: Bool? = nil, strict: Bool = false, allowDowncast: Bool? = nil, borrow: Bool? = nil
  ) {
    specification = In(
      variable, value: value, name: name, mutable: mutable, strict: strict,
      allowDowncast: allowDowncast, borrow: borrow)
  }
}

/// An output of a function, where `borrow` says that the result may be memory that the function uses again;
/// arrays are values here, so it makes no difference to the caller.
public struct Out: Sendable {
  /// The variable to compute.
  public var variable: Variable
  /// Whether the result may share memory with the function.
  public var borrow: Bool

  /// Creates an output.
  public init(_ variable: Variable, borrow: Bool = false) {
    self.variable = variable
    self.borrow = borrow
  }
}
