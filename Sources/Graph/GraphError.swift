/// What is wrong with an expression, found while a graph was built, differentiated or compiled.
public struct GraphError: Error, Sendable, CustomStringConvertible {
  /// The sort of mistake; the names of Theano's exceptions are given where they differ.
  public enum Kind: String, Sendable {
    /// Wrong dtype, rank or sort of argument (Theano's `TypeError`).
    case type
    /// Lengths of axes that can never match (`ValueError`).
    case shape
    /// An axis that the operand does not have.
    case axis
    /// An index or a slice that cannot be applied (`IndexError`).
    case index
    /// An argument with a value that is not allowed (`ValueError`).
    case value
    /// The graph needs a variable that is neither an input nor has a value (`MissingInputError`).
    case missingInput
    /// A function's input that nothing depends on (`UnusedInputError`).
    case unusedInput
    /// A gradient with respect to a variable that the cost does not depend on.
    case disconnectedInput
    /// A gradient that is mathematically undefined (`NullTypeGradError`).
    case nullGradient
    /// A gradient or a mode that an operation does not have.
    case notImplemented
  }

  /// The sort of mistake.
  public var kind: Kind
  /// What is wrong, a sentence.
  public var message: String
  /// The operation concerned.
  public var op: String?
  /// The operands with their types.
  public var operands: [String]
  /// Where in the user's source the expression was built.
  public var site: Site

  /// Creates an error; `Variable.apply` adds the operation, the operands and the place.
  public init(
    _ kind: Kind, _ message: String, op: String? = nil, operands: [String] = [],
    site: Site = .unknown
  ) {
    self.kind = kind
    self.message = message
    self.op = op
    self.operands = operands
    self.site = site
  }

  /// This error with the operation, operands and place added where they are not known yet.
  package func located(op: String, inputs: [Variable], site: Site) -> GraphError {
    var error = self
    if error.op == nil {
      error.op = op
      error.operands = inputs.map { "\($0): \($0.type)" }
    }
    if error.site.isUnknown { error.site = site }
    return error
  }

  /// The message, the operation with its operands' types, and the user's line.
  public var description: String {
    var text = message
    if let op { text += "\n  in \(op)(\(operands.joined(separator: ", ")))" }
    return text + "\n  at \(site)"
  }
}

/// Returns what `body` returns; errors it throws that know no place get the caller's, which is the user's line.
package func locatingErrors<R>(_ body: () throws -> R) throws -> R {
  do {
    return try body()
  } catch {
    throw locating(error)
  }
}

/// Returns an error that knows a place: the caller's if it knew none, which is the user's line.
package func locating(_ error: any Error) -> any Error {
  if var error = error as? GraphError, error.site.isUnknown {
    error.site = .capture()
    return error
  }
  if var error = error as? EvaluationError, error.site.isUnknown {
    error.site = .capture()
    return error
  }
  return error
}
