/// The number of successes in independent trials of equal probability.
///
/// One trial is a ``BernoulliSampler``, bit for bit. Below a mean of 10, by inversion; above, by
/// the transformed rejection BTRS of Hörmann, "The generation of binomial random variates",
/// J. Stat. Comput. Simul. 46 (1993).
public struct BinomialSampler: Sampler {
  /// The number of trials, at least 0.
  public let trials: Int64
  /// The probability of a success, in 0...1.
  public let probability: Double

  /// Creates draws of `trials` trials.
  ///
  /// - Throws: ``RandomError`` unless `trials >= 0` and `probability` is in 0...1.
  public init(trials: Int64 = 1, probability: Double = 0.5) throws(RandomError) {
    try checkCount(trials, of: "binomial")
    try checkProbability(probability, "p", of: "binomial")
    self.trials = trials
    self.probability = probability
  }

  /// Returns the number of successes, in `0...trials`.
  ///
  /// - Complexity: O(min(trials · p, 10)).
  public func sample(_ stream: inout ElementStream) -> Int64 {
    // One trial is what Bernoulli draws.
    if trials == 1 { return stream.sharedUnit < probability ? 1 : 0 }
    return stream.nextBinomial(trials: trials, probability: probability)
  }
}

extension ElementStream {
  /// Returns a binomial count, for `trials >= 0` and `probability` in 0...1.
  ///
  /// No words are used where the count is certain.
  mutating func nextBinomial(trials: Int64, probability: Double) -> Int64 {
    if trials == 0 || probability == 0 { return 0 }
    if probability == 1 { return trials }
    if trials == 1 { return nextUnit() < probability ? 1 : 0 }
    // The rarer outcome is counted.
    let p = min(probability, 1 - probability)
    let isInversion = Double(trials) * p < 10
    let count = isInversion ? invertBinomial(trials, p) : rejectBinomial(trials, p)
    return probability > 0.5 ? trials - count : count
  }

  /// Returns the first `k` whose cumulative probability exceeds a uniform number, for `n p < 10`.
  ///
  /// Above 120 no probability is left in float64 (it is < 1e-80), so a number that the rounded sum
  /// has not reached by then is drawn again.
  private mutating func invertBinomial(_ trials: Int64, _ p: Double) -> Int64 {
    let n = Double(trials)
    let odds = p / (1 - p)
    let none = portableExponential(n * portableLogarithm(onePlus: -p))
    while true {
      var rest = nextUnit()
      var (k, term) = (0.0, none)
      while rest >= term, k < min(n, 120) {
        rest -= term
        term = term * odds * (n - k) / (k + 1)
        k += 1
      }
      if rest < term { return Int64(k) }
    }
  }

  /// Returns a count by algorithm BTRS, for `p <= ½` and `n p >= 10`; 1.13 to 1.41 rounds.
  private mutating func rejectBinomial(_ trials: Int64, _ p: Double) -> Int64 {
    let n = Double(trials)
    let deviation = (n * p * (1 - p)).squareRoot()
    let b = 1.15.addingProduct(2.53, deviation)
    let a = (-0.0873).addingProduct(0.0248, b).addingProduct(0.01, p)
    let alpha = (2.83 + 5.1 / b) * deviation
    let mode = ((n + 1) * p).rounded(.down)
    while true {
      let u = nextOpenUnit() - 0.5
      let v = nextOpenUnit()
      let us = 0.5 - u.magnitude
      let k = ((n * p).addingProduct(2 * a / us + b, u) + 0.5).rounded(.down)
      guard k >= 0, k <= n, let count = Int64(exactly: k), count <= trials else { continue }
      if us >= 0.07, v <= 0.92 - 4.2 / b { return count }
      let excess =
        binomialLogProbability(k, trials: n, probability: p)
        - binomialLogProbability(mode, trials: n, probability: p)
      if portableLogarithm(v * alpha / (a / (us * us) + b)) <= excess { return count }
    }
  }
}
