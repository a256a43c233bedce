import Testing
import TheanoRandom

/// Frequencies of the samplers that choose among items.
@Suite struct ChoiceSamplerTests {
  /// Indices with given probabilities; those of probability 0 never occur.
  @Test func categorical() throws {
    let probabilities = [0, 0.1, 0, 0.6, 0.3, 0]
    let values = try draws(CategoricalSampler(probabilities: probabilities))
    expectFrequencies(values, probabilities: probabilities)
    #expect(try draws(CategoricalSampler(probabilities: [1]), count: 2) == [0, 0])
    // A sum that is off by rounding is accepted.
    let thirds = [Double](repeating: Double(Float(1) / 3), count: 3)
    expectFrequencies(
      try draws(CategoricalSampler(probabilities: thirds)),
      probabilities: .init(repeating: 1.0 / 3, count: 3))
  }

  /// Multinomial counts sum to the trials, have binomial moments, and are negatively correlated.
  @Test func multinomial() throws {
    let probabilities = [0.2, 0, 0.5, 0.3, 0]
    let sampler = try MultinomialSampler(trials: 30, probabilities: probabilities)
    let values = try draws(sampler, count: 5000)
    #expect(values.allSatisfy { $0.reduce(0, +) == 30 && $0[1] == 0 && $0[4] == 0 })
    for (index, p) in probabilities.enumerated() where p > 0 {
      let counts = values.map { Double($0[index]) }
      expectMoments(counts, mean: 30 * p, variance: 30 * p * (1 - p))
    }
    let sums = values.map { Double($0[0] + $0[3]) }
    expectMoments(sums, mean: 15, variance: 7.5)
    let none = try MultinomialSampler(trials: 0, probabilities: [0.5, 0.5])
    #expect(try draws(none, count: 1) == [[0, 0]])
  }

  /// One trial of a multinomial is a choice.
  @Test func oneHot() throws {
    let probabilities = [0.2, 0.5, 0.3]
    let sampler = try MultinomialSampler(probabilities: probabilities)
    let values = try draws(sampler, count: 5000)
    let indices = values.compactMap { $0.firstIndex(of: 1).map(Int64.init) }
    #expect(indices.count == 5000)
    expectFrequencies(indices, probabilities: probabilities)
  }

  /// All orders of three items are equally likely; the empty permutation is empty.
  @Test func permutation() throws {
    let values = try draws(PermutationSampler(count: 3), count: 6000)
    #expect(values.allSatisfy { $0.sorted() == [0, 1, 2] })
    let ranks = values.map { $0[0] * 2 + ($0[1] < $0[2] ? 0 : 1) }
    expectFrequencies(ranks, probabilities: .init(repeating: 1.0 / 6, count: 6))
    #expect(try draws(PermutationSampler(count: 0), count: 1) == [[]])
    #expect(try draws(PermutationSampler(count: 1), count: 1) == [[0]])
    let long = try draws(PermutationSampler(count: 1000), count: 1)[0]
    #expect(long.sorted() == Array(0..<1000))
  }

  /// Two of four items without weights: all twelve ordered pairs are equally likely.
  @Test func distinct() throws {
    let values = try draws(DistinctChoiceSampler(count: 2, population: 4), count: 6000)
    #expect(values.allSatisfy { $0.count == 2 && $0[0] != $0[1] })
    var probabilities = [Double](repeating: 1.0 / 12, count: 16)
    for item in 0..<4 { probabilities[5 * item] = 0 }
    expectFrequencies(values.map { 4 * $0[0] + $0[1] }, probabilities: probabilities)
    #expect(try draws(DistinctChoiceSampler(count: 0, population: 0), count: 1) == [[]])
  }

  /// Two of four items with weights: pair (i, j) has probability `w[i] w[j] / (1 - w[i])`.
  @Test func weightedDistinct() throws {
    let weights = [0.1, 0.4, 0, 0.5]
    let values = try draws(DistinctChoiceSampler(count: 2, probabilities: weights))
    var probabilities = [Double](repeating: 0, count: 16)
    for i in 0..<4 {
      for j in 0..<4 where i != j {
        probabilities[4 * i + j] = weights[i] * weights[j] / (1 - weights[i])
      }
    }
    expectFrequencies(values.map { 4 * $0[0] + $0[1] }, probabilities: probabilities)
  }
}
