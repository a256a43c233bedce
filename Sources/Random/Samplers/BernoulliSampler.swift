/// Coin flips: 1 with the given probability, else 0.
public struct BernoulliSampler: Sampler {
  /// The probability of a 1.
  public let probability: Double

  /// Creates draws with this probability of a 1.
  ///
  /// - Throws: ``RandomError`` unless `probability` is in 0...1.
  public init(probability: Double = 0.5) throws(RandomError) {
    try checkProbability(probability, "p", of: "bernoulli")
    self.probability = probability
  }

  /// Returns 1 if the element's uniform number is below the probability, else 0.
  public func sample(_ stream: inout ElementStream) -> Int64 {
    stream.sharedUnit < probability ? 1 : 0
  }
}
