import TheanoArrays

/// What went wrong while an expression was computed.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
  /// What is wrong, a sentence.
  public var message: String
  /// The operation that failed.
  public var op: String?
  /// For each operand its dtype, its shape and, if it is small, its value.
  public var operands: [String]
  /// Where in the user's source the expression was built.
  public var site: Site

  /// Creates an error; the evaluator adds the operation, the operands and the place.
  public init(_ message: String) {
    self.message = message
    op = nil
    operands = []
    site = .unknown
  }

  /// Returns `error` with the node that caused it and the values it was given.
  package static func locating(_ error: any Error, call: Apply, inputs: [NDArray])
    -> EvaluationError
  {
    if let known = error as? EvaluationError, known.op != nil { return known }
    var result = (error as? EvaluationError) ?? EvaluationError("\(error)")
    result.op = call.op.name
    result.site = call.site
    result.operands = zip(call.inputs, inputs).map { variable, value in
      var text = "\(variable): \(value.dtype)\(shapeText(value.shape))"
      if value.count <= 5 { text += " = \(value)" }
      return text
    }
    return result
  }

  /// The message, the operation with its operands' shapes and small values, and the user's line.
  public var description: String {
    var text = message
    if let op {
      text += "\n  in \(op), given:" + operands.map { "\n    \($0)" }.joined()
    }
    return text + "\n  built at \(site)"
  }
}
