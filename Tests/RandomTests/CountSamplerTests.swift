import RealModule
import Testing

@testable import TheanoRandom

/// Frequencies and moments of the samplers of integers.
@Suite struct CountSamplerTests {
  /// Returns the binomial probabilities of `0...n`, from log-gamma: not the sampler's formula.
  private func binomial(_ n: Int, _ p: Double) -> [Double] {
    (0...n).map { k in
      let choices: Double =
        .logGamma(Double(n + 1)) - .logGamma(Double(k + 1)) - .logGamma(Double(n - k + 1))
      return .exp(choices + Double(k) * .log(p) + Double(n - k) * .log(onePlus: -p))
    }
  }

  /// Returns the Poisson probabilities of `0...last`, from log-gamma: not the sampler's formula.
  private func poisson(_ mean: Double, last: Int) -> [Double] {
    (0...last).map { k in .exp(Double(k) * .log(mean) - mean - .logGamma(Double(k + 1))) }
  }

  /// Integers of small and of negative ranges.
  @Test func integers() throws {
    let values = try draws(IntegersSampler(low: -3, high: 3))
    expectFrequencies(
      values.map { $0 + 3 }, probabilities: .init(repeating: 1.0 / 7, count: 7))
    #expect(try draws(IntegersSampler(low: 5, high: 5), count: 3) == [5, 5, 5])
  }

  /// Integers of the full range: every bit is fair.
  @Test func fullRange() throws {
    let values = try draws(IntegersSampler(low: .min, high: .max), count: 4000)
    for bit in 0..<64 {
      expectFrequencies(values.map { $0 >> bit & 1 }, probabilities: [0.5, 0.5])
    }
    let nonnegative = try draws(IntegersSampler(low: 0, high: .max), count: 100)
    #expect(nonnegative.allSatisfy { $0 >= 0 })
  }

  /// Coin flips, fair, unfair and certain.
  @Test func bernoulli() throws {
    let values = try draws(BernoulliSampler(probability: 0.3))
    expectFrequencies(values, probabilities: [0.7, 0.3])
    #expect(try draws(BernoulliSampler(probability: 0), count: 100).allSatisfy { $0 == 0 })
    #expect(try draws(BernoulliSampler(probability: 1), count: 100).allSatisfy { $0 == 1 })
    #expect(try draws(BinomialSampler(trials: 1, probability: 0.3)) == values)
  }

  /// Binomial counts by inversion and by rejection, of rare and of frequent successes.
  @Test(arguments: [(10, 0.3), (40, 0.9), (20, 0.5), (100, 0.1001), (60, 0.6), (1000, 0.4)])
  func binomial(trials: Int, p: Double) throws {
    let values = try draws(BinomialSampler(trials: Int64(trials), probability: p), seed: trials)
    let n = Double(trials)
    expectMoments(values.map(Double.init), mean: n * p, variance: n * p * (1 - p))
    expectFrequencies(values, probabilities: binomial(trials, p))
  }

  /// Binomial counts that are certain, and huge ones.
  @Test func extremeBinomial() throws {
    #expect(try draws(BinomialSampler(trials: 0), count: 3) == [0, 0, 0])
    #expect(try draws(BinomialSampler(trials: 9, probability: 0), count: 2) == [0, 0])
    #expect(try draws(BinomialSampler(trials: 9, probability: 1), count: 2) == [9, 9])
    let half = try draws(BinomialSampler(trials: .max, probability: 0.5), count: 2000)
    let centre: Double = 0x1p62
    let deviation: Double = 0x1p31 / 2.0.squareRoot()
    expectMoments(half.map { (Double($0) - centre) / deviation }, mean: 0, variance: 1)
    let rare = try draws(BinomialSampler(trials: .max, probability: 0x1p-61), count: 2000)
    expectFrequencies(rare, probabilities: poisson(4, last: 40))
    let rarer = try draws(BinomialSampler(trials: .max, probability: 0x1p-57), count: 2000)
    expectFrequencies(rarer, probabilities: poisson(64, last: 200))
  }

  /// Poisson counts by inversion and by rejection.
  @Test(arguments: [0.01, 1, 9.99, 10, 35.5, 500]) func poisson(mean: Double) throws {
    let values = try draws(PoissonSampler(mean: mean), seed: Int(mean) + 1)
    expectMoments(values.map(Double.init), mean: mean, variance: mean)
    expectFrequencies(values, probabilities: poisson(mean, last: 800))
  }

  /// Poisson counts of mean 0, and of the greatest mean.
  @Test func extremePoisson() throws {
    #expect(try draws(PoissonSampler(mean: 0), count: 3) == [0, 0, 0])
    let mean = PoissonSampler.greatestMean
    let values = try draws(PoissonSampler(mean: mean), count: 2000)
    let scaled = values.map { (Double($0) - mean) / mean.squareRoot() }
    expectMoments(scaled, mean: 0, variance: 1)
  }
}
