/// The number of events where `mean` are expected and each is independent of the others.
///
/// Below a mean of 10, by inversion; above, by the transformed rejection PTRS of Hörmann, "The
/// transformed rejection method for generating Poisson random variables", Insur. Math. Econ. 12
/// (1993).
public struct PoissonSampler: Sampler {
  /// The greatest mean: ten standard deviations below 2^63.
  public static let greatestMean = 9.223372006484771e18
  /// The mean, in `0...greatestMean`.
  public let mean: Double

  /// Creates draws with this mean.
  ///
  /// - Throws: ``RandomError`` unless `mean` is in `0...greatestMean`.
  public init(mean: Double = 1) throws(RandomError) {
    guard mean >= 0, mean <= Self.greatestMean else {
      let rule = "in 0...\(Self.greatestMean)"
      throw .parameter("poisson", name: "lambda", value: mean, rule: rule)
    }
    self.mean = mean
  }

  /// Returns the number of events, at least 0.
  ///
  /// - Complexity: O(min(mean, 10)).
  public func sample(_ stream: inout ElementStream) -> Int64 {
    if mean == 0 { return 0 }
    return mean < 10 ? inversion(&stream) : rejection(&stream)
  }

  /// Returns the first `k` whose cumulative probability exceeds a uniform number, for `mean < 10`.
  ///
  /// Above 120 no probability is left in float64 (it is < 1e-80), so a number that the rounded sum
  /// has not reached by then is drawn again.
  private func inversion(_ stream: inout ElementStream) -> Int64 {
    let none = portableExponential(-mean)
    while true {
      var rest = stream.nextUnit()
      var (k, term) = (0.0, none)
      while rest >= term, k < 120 {
        rest -= term
        k += 1
        term = term * mean / k
      }
      if rest < term { return Int64(k) }
    }
  }

  /// Returns a count by algorithm PTRS, for `mean >= 10`; 1.12 to 1.33 rounds on average.
  private func rejection(_ stream: inout ElementStream) -> Int64 {
    let b = 0.931.addingProduct(2.53, mean.squareRoot())
    let a = (-0.059).addingProduct(0.02483, b)
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    while true {
      let u = stream.nextOpenUnit() - 0.5
      let v = stream.nextOpenUnit()
      let us = 0.5 - u.magnitude
      let k = (mean.addingProduct(2 * a / us + b, u) + 0.43).rounded(.down)
      guard k >= 0, let count = Int64(exactly: k) else { continue }
      if us >= 0.07, v <= 0.9277 - 3.6224 / (b - 2) { return count }
      if us < 0.013, v > us { continue }
      let bound = poissonLogProbability(k, mean: mean)
      if portableLogarithm(v * inverseAlpha / (a / (us * us) + b)) <= bound { return count }
    }
  }
}
