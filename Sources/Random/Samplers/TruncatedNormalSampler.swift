/// Real numbers with a normal distribution cut off two standard deviations from its mean.
///
/// By rejection of standard normals: 1.05 blocks on average.
public struct TruncatedNormalSampler: Sampler {
  /// The standard deviation of a standard normal cut off at ±2: `√(1 - 4φ(2) / erf(√2))`.
  ///
  /// Divide by it to get draws whose own standard deviation is the one wanted, as Theano's MRG.
  public static let unitStandardDeviation = 0.8796256610342398

  /// The mean, before and after the cut.
  public let mean: Double
  /// The standard deviation before the cut, at least 0.
  public let standardDeviation: Double

  /// Creates draws with this mean, and this deviation before the cut.
  ///
  /// - Throws: ``RandomError`` unless both are finite and `standardDeviation >= 0`.
  public init(mean: Double = 0, standardDeviation: Double = 1) throws(RandomError) {
    try checkFinite(mean, "mean", of: "truncated normal")
    try checkNonnegative(standardDeviation, "standard deviation", of: "truncated normal")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Returns `fma(standardDeviation, z, mean)` with `z` the first standard normal in -2...2.
  public func sample(_ stream: inout ElementStream) -> Double {
    var z = stream.sharedNormal
    while z.magnitude > 2 { z = stream.nextNormal() }
    return mean.addingProduct(standardDeviation, z)
  }
}
