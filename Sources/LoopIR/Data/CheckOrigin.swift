/// What a check belongs to, for people.
package struct CheckOrigin: Hashable, Sendable, CustomStringConvertible {
  /// The name of the operation that cannot be done if the check fails; empty if it is not known.
  package var operation: String
  /// The expression and the user's line; empty if nobody asked for them.
  package var expression: String

  /// Creates a description.
  package init(_ operation: String, expression: String = "") {
    self.operation = operation
    self.expression = expression
  }

  /// What is not known.
  package static let unknown = CheckOrigin("")

  /// The operation, and the expression if there is one.
  package var description: String {
    expression.isEmpty ? operation : "\(operation): \(expression)"
  }
}
