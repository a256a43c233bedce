/// How often each outcome occurs in independent trials: vectors of counts.
///
/// By conditional binomials: outcome `i` gets a binomial share of the trials still left, with
/// probability `p[i]` over the sum of `p[i...]`.
public struct MultinomialSampler: Sampler {
  /// The number of trials, at least 0: the sum of each draw.
  public let trials: Int64
  /// The probability of each outcome, given that it is none of the outcomes before it.
  private let conditional: [Double]

  /// Creates draws of `trials` trials.
  ///
  /// - Throws: ``RandomError`` unless `trials >= 0` and there are `probabilities`, none negative,
  ///   summing to 1 within 1e-6 (they are rescaled to sum to exactly 1).
  public init(trials: Int64 = 1, probabilities: [Double]) throws(RandomError) {
    try checkCount(trials, of: "multinomial")
    try checkWeights(probabilities, of: "multinomial")
    self.trials = trials
    // From the back, so that the sums have no cancellation and the last outcome possible gets 1.
    var rest = 0.0
    conditional = probabilities.reversed().map { weight in
      rest += weight
      return weight == 0 ? 0 : weight / rest
    }.reversed()
  }

  /// Returns one count for each outcome; they sum to `trials`.
  public func sample(_ stream: inout ElementStream) -> [Int64] {
    var left = trials
    return conditional.map { probability in
      let count = stream.nextBinomial(trials: left, probability: probability)
      left -= count
      return count
    }
  }
}
