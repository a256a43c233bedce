import TheanoArrays
import TheanoGraph

extension Variable {
  /// Computes this variable, given values for the inputs that it depends on: `try z.eval([x: 1])`.
  ///
  /// Values are converted as a function's arguments are.
  /// - Throws: `GraphError` if this carries an error, a value does not fit or one is missing;
  ///   `EvaluationError` if the computation fails.
  public func eval(_ values: [Variable: any ArrayConvertible] = [:]) throws -> NDArray {
    let inputs = Array(values.keys)
    let f = try function(inputs, self, noDefaultUpdates: true, onUnusedInput: .ignore, name: "eval")
    return try f.call(inputs.compactMap { values[$0] })
  }
}
