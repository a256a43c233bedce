/// A gradient that does not agree with finite differences: what `verifyGrad` throws.
public struct GradientError: Error, Sendable, CustomStringConvertible {
  /// The place in the argument, in row-major order, where the two differ most.
  public var position: Int
  /// Which argument the gradient is by.
  public var argument: Int
  /// The argument's shape.
  public var shape: [Int]
  /// The gradient that the graph computes there.
  public var analytic: Double
  /// The difference quotient there.
  public var numeric: Double
  /// The magnitude of the difference of the two.
  public var absoluteError: Double
  /// The difference relative to the sum of the two magnitudes.
  public var relativeError: Double
  /// The absolute error that was allowed.
  public var absoluteTolerance: Double
  /// The relative error that was allowed.
  public var relativeTolerance: Double

  /// The place, the two values and the errors with their tolerances, as Theano words it.
  public var description: String {
    let list = shape.map(String.init).joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(list),)" : "(\(list))"
    return """
      numeric gradient and analytic gradient exceed tolerance:
          At position \(position) of argument \(argument) with shape \(tuple),
              val1 = \(analytic), val2 = \(numeric)
              abs. error = \(absoluteError), abs. tolerance = \(absoluteTolerance)
              rel. error = \(relativeError), rel. tolerance = \(relativeTolerance)
      """
  }
}
