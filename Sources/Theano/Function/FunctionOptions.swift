import TheanoGraph

/// What `function` does about an input that nothing it computes depends on.
public enum OnUnusedInput: Sendable {
  /// Throw an error that names it.
  case raise
  /// Print a warning to standard error.
  case warn
  /// Nothing.
  case ignore
}

/// Which default updates of shared variables a function leaves out: `true` for all, `false` for none, or a
/// list of shared variables.
public enum NoDefaultUpdates: Sendable, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
  /// All or none.
  case all(Bool)
  /// Those of these shared variables.
  case of([SharedVariable])

  /// All for true, none for false.
  public init(booleanLiteral value: Bool) { self = .all(value) }
  /// Those of some shared variables.
  public init(arrayLiteral elements: SharedVariable...) { self = .of(elements) }

  /// Whether the default update of `shared` is left out.
  func includes(_ shared: SharedVariable) -> Bool {
    switch self {
    case .all(let all): all
    case .of(let list): list.contains(shared)
    }
  }
}

/// Variables to be replaced in a function's graph, by others or by values: `[x: y, z: 2.5]`.
public struct Givens: Sendable, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  /// The replaced variables with what replaces them.
  public var pairs: [(Variable, any VariableConvertible)]

  /// Creates givens from a dictionary literal.
  public init(dictionaryLiteral elements: (Variable, any VariableConvertible)...) {
    pairs = elements
  }
  /// Creates givens from pairs.
  public init(arrayLiteral elements: (Variable, any VariableConvertible)...) { pairs = elements }
}
