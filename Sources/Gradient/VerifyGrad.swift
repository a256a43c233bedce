import TheanoArrays
import TheanoGraph
import TheanoOps

/// Checks the gradient of `function` with respect to all its arguments against finite differences.
///
/// The results are made into one number by a random projection, with weights from 0.5 to 1.5, as
/// often as `nTests` says. The gradient is computed in the points' dtypes; the central differences
/// are of the same expression built on float64 arguments, or on the points' dtypes if it cannot be
/// built on those. An element counts as wrong if both its absolute error and its relative error,
/// |a - b| / (|a| + |b|), exceed their tolerances, or if it is not finite.
///
/// - Parameters:
///   - function: builds the expression; it must be the same at each call.
///   - points: the arguments' values, of float dtypes. Lengths of 1 broadcast.
///   - nTests: the number of random projections.
///   - seed: where the random numbers start.
///   - eps: the step of the differences; nil for 1e-5, more where the expression is less precise
///     than float64.
///   - absoluteTolerance: nil for 1e-4, or 1e-2 or 5e-2 if a point or the result is float32 or
///     float16.
///   - relativeTolerance: as `absoluteTolerance`.
/// - Throws: `GradientError` if the two differ; `GraphError` if a point or the result is not of a
///   float dtype, or the expression or its gradient cannot be built; `EvaluationError` if they
///   cannot be computed; and what `function` throws.
/// - Complexity: two evaluations for each element of `points` and each test.
public func verifyGrad(
  _ function: ([Variable]) throws -> Variable, at points: [NDArray], nTests: Int = 2,
  seed: UInt64 = 234, eps: Double? = nil, absoluteTolerance: Double? = nil,
  relativeTolerance: Double? = nil
) throws {
  for (i, point) in points.enumerated() where !point.dtype.isFloat {
    throw GraphError(
      .type,
      "verify_grad can work only with floating point inputs, but input \(i) has dtype "
        + "\"\(point.dtype)\".", site: .capture())
  }
  let check = try GradientCheck(function, points: points, eps: eps)
  let tolerance = check.precision.gradientTolerance
  var generator = SplitMix64(state: seed)
  for _ in 0..<Swift.max(nTests, 0) {
    let worst = try check.worstElement(
      absoluteTolerance ?? tolerance, relativeTolerance ?? tolerance, &generator)
    if let worst, worst.isExcessive { throw worst }
  }
}
