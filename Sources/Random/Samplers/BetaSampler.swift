/// Real numbers in 0...1 with the beta distribution.
///
/// `X / (X + Y)` for gamma draws `X` and `Y`, from their logarithms: neither can underflow.
public struct BetaSampler: Sampler {
  /// The first shape, above 0: what the density is near 0 depends on it.
  public let alpha: Double
  /// The second shape, above 0: what the density is near 1 depends on it.
  public let beta: Double

  /// Creates draws with these shapes.
  ///
  /// - Throws: ``RandomError`` unless both are finite and above 0.
  public init(alpha: Double, beta: Double) throws(RandomError) {
    try checkPositive(alpha, "alpha", of: "beta")
    try checkPositive(beta, "beta", of: "beta")
    self.alpha = alpha
    self.beta = beta
  }

  /// Returns a draw of mean `alpha / (alpha + beta)`.
  public func sample(_ stream: inout ElementStream) -> Double {
    let x = stream.nextLogGamma(shape: alpha)
    let y = stream.nextLogGamma(shape: beta)
    if x == y, x.isInfinite {
      // Both shapes are as good as 0: the limit is a coin flip.
      return stream.nextUnit() < alpha / (alpha + beta) ? 1 : 0
    }
    return 1 / (1 + portableExponential(y - x))
  }
}
