import Testing
import TheanoRandom

/// Parameters outside a distribution's domain are errors that say which, and what is allowed.
@Suite struct ParameterTests {
  /// Probabilities outside 0...1.
  @Test(arguments: [-0.1, 1.1, Double.nan, Double.infinity]) func probability(p: Double) {
    #expect(throws: RandomError.self) { try BernoulliSampler(probability: p) }
    #expect(throws: RandomError.self) { try BinomialSampler(trials: 3, probability: p) }
  }

  /// Scales, deviations and means that are negative or no numbers.
  @Test(arguments: [-1, -Double.infinity, Double.nan, Double.infinity]) func negative(value: Double)
  {
    #expect(throws: RandomError.self) { try NormalSampler(standardDeviation: value) }
    #expect(throws: RandomError.self) { try TruncatedNormalSampler(standardDeviation: value) }
    #expect(throws: RandomError.self) { try ExponentialSampler(scale: value) }
    #expect(throws: RandomError.self) { try PoissonSampler(mean: value) }
    #expect(throws: RandomError.self) { try GammaSampler(shape: value) }
    #expect(throws: RandomError.self) { try GammaSampler(shape: 1, scale: value) }
    #expect(throws: RandomError.self) { try BetaSampler(alpha: value, beta: 1) }
    #expect(throws: RandomError.self) { try BetaSampler(alpha: 1, beta: value) }
  }

  /// Values that must be finite or above 0.
  @Test func others() {
    #expect(throws: RandomError.self) { try NormalSampler(mean: .nan) }
    #expect(throws: RandomError.self) { try TruncatedNormalSampler(mean: .infinity) }
    #expect(throws: RandomError.self) { try BetaSampler(alpha: 0, beta: 1) }
    #expect(throws: RandomError.self) { try PoissonSampler(mean: 1e19) }
  }

  /// Intervals that are empty, infinite or no intervals.
  @Test func intervals() {
    let huge = Double.greatestFiniteMagnitude
    #expect(throws: RandomError.self) { try UniformSampler(low: 2, high: 1) }
    #expect(throws: RandomError.self) { try UniformSampler(low: .nan, high: 1) }
    #expect(throws: RandomError.self) { try UniformSampler(low: 0, high: .infinity) }
    #expect(throws: RandomError.self) { try UniformSampler(low: -huge, high: huge) }
    #expect(throws: RandomError.self) { try UniformFloatSampler(low: 2, high: 1) }
    #expect(throws: RandomError.integerRange("integers", low: 2, high: 1)) {
      try IntegersSampler(low: 2, high: 1)
    }
  }

  /// Weights that are no probabilities.
  @Test(arguments: [
    [], [0.5, 0.4], [1.5, -0.5], [Double.nan, 1], [0.5, 0.50001], [Double.infinity],
  ])
  func weights(_ weights: [Double]) {
    #expect(throws: RandomError.self) { try CategoricalSampler(probabilities: weights) }
    #expect(throws: RandomError.self) { try MultinomialSampler(probabilities: weights) }
    #expect(throws: RandomError.self) {
      try DistinctChoiceSampler(count: 0, probabilities: weights)
    }
  }

  /// Negative counts, and more distinct items than there are.
  @Test func counts() {
    #expect(throws: RandomError.self) { try BinomialSampler(trials: -1) }
    #expect(throws: RandomError.self) { try MultinomialSampler(trials: -1, probabilities: [1]) }
    #expect(throws: RandomError.self) { try PermutationSampler(count: -1) }
    #expect(throws: RandomError.self) { try DistinctChoiceSampler(count: -1, population: 2) }
    #expect(throws: RandomError.self) { try DistinctChoiceSampler(count: 0, population: -2) }
    #expect(throws: RandomError.tooFewItems("choice", wanted: 3, available: 2)) {
      try DistinctChoiceSampler(count: 3, probabilities: [0.5, 0, 0.5])
    }
  }

  /// Descriptions name the distribution, the parameter, its value and the rule.
  @Test func descriptions() {
    #expect(throws: RandomError.parameter("binomial", name: "p", value: 2, rule: "in 0...1")) {
      try BinomialSampler(trials: 3, probability: 2)
    }
    let error = RandomError.parameter("binomial", name: "p", value: 2, rule: "in 0...1")
    #expect("\(error)" == "binomial: p is 2.0, but it must be in 0...1")
    let sum = RandomError.weightSum("choice", sum: 0.9)
    #expect("\(sum)".hasPrefix("choice: the probabilities sum to 0.9, but they must sum to 1"))
  }
}
