import RealModule
import Testing

@testable import TheanoRandom

/// Moments and cumulative distributions of the samplers of real numbers.
@Suite struct ContinuousSamplerTests {
  /// Returns the standard normal distribution up to `x`.
  private func normalCDF(_ x: Double) -> Double { 0.5 * .erfc(-x / 2.0.squareRoot()) }

  /// Uniform numbers on an interval.
  @Test func uniform() throws {
    let values = try draws(UniformSampler(low: -2, high: 4))
    expectMoments(values, mean: 1, variance: 3)
    expectDistribution(values) { ($0 + 2) / 6 }
    #expect(values.allSatisfy { $0 >= -2 && $0 < 4 })
  }

  /// Uniform float32 numbers.
  @Test func uniformFloat() throws {
    let values = try draws(UniformFloatSampler(low: 1, high: 3), seed: 2)
    #expect(values.allSatisfy { $0 >= 1 && $0 < 3 })
    expectMoments(values.map(Double.init), mean: 2, variance: 1.0 / 3)
    expectDistribution(values.map(Double.init)) { ($0 - 1) / 2 }
  }

  /// Rounding never reaches the end of a narrow interval; an interval of no length is allowed.
  @Test func uniformEnds() throws {
    let narrow = try draws(UniformSampler(low: 1, high: 1.0.nextUp), count: 100)
    #expect(narrow.allSatisfy { $0 == 1 })
    let narrowFloat = try draws(UniformFloatSampler(low: 1, high: Float(1).nextUp), count: 100)
    #expect(narrowFloat.allSatisfy { $0 == 1 })
    #expect(try draws(UniformSampler(low: 3, high: 3), count: 3) == [3, 3, 3])
    #expect(try draws(UniformFloatSampler(low: 3, high: 3), count: 3) == [3, 3, 3])
  }

  /// Normal numbers.
  @Test func normal() throws {
    let values = try draws(NormalSampler(mean: 3, standardDeviation: 2))
    expectMoments(values, mean: 3, variance: 4)
    expectDistribution(values) { normalCDF(($0 - 3) / 2) }
    #expect(try draws(NormalSampler(mean: 3, standardDeviation: 0), count: 2) == [3, 3])
  }

  /// Normal float32 numbers.
  @Test func normalFloat() throws {
    let values = try draws(NormalFloatSampler(mean: 3, standardDeviation: 2)).map(Double.init)
    expectMoments(values, mean: 3, variance: 4)
    expectDistribution(values) { normalCDF(($0 - 3) / 2) }
    let constant = try NormalFloatSampler(mean: 3, standardDeviation: 0)
    #expect(try draws(constant, count: 2) == [3, 3])
  }

  /// Normal numbers within two standard deviations.
  @Test func truncatedNormal() throws {
    let values = try draws(TruncatedNormalSampler(mean: 1, standardDeviation: 0.5))
    #expect(values.allSatisfy { ($0 - 1).magnitude <= 1 })
    let deviation = 0.5 * TruncatedNormalSampler.unitStandardDeviation
    expectMoments(values, mean: 1, variance: deviation * deviation)
    let tail = normalCDF(-2)
    expectDistribution(values) { (normalCDF(($0 - 1) / 0.5) - tail) / (1 - 2 * tail) }
  }

  /// Exponential numbers.
  @Test func exponential() throws {
    let values = try draws(ExponentialSampler(scale: 2))
    expectMoments(values, mean: 2, variance: 4)
    expectDistribution(values) { 1 - .exp(-$0 / 2) }
    #expect(try draws(ExponentialSampler(scale: 0), count: 2) == [0, 0])
  }

  /// Gamma numbers of shape 3 (Erlang's distribution), ½ (a squared normal) and large.
  @Test func gamma() throws {
    let three = try draws(GammaSampler(shape: 3, scale: 2))
    expectMoments(three, mean: 6, variance: 12)
    expectDistribution(three) { 1 - .exp(-$0 / 2) * (1 + $0 / 2 + $0 * $0 / 8) }
    let half = try draws(GammaSampler(shape: 0.5), seed: 2)
    expectMoments(half, mean: 0.5, variance: 0.5)
    expectDistribution(half) { .erf($0.squareRoot()) }
    expectMoments(try draws(GammaSampler(shape: 1000), seed: 3), mean: 1000, variance: 1000)
    #expect(try draws(GammaSampler(shape: 0), count: 2) == [0, 0])
    #expect(try draws(GammaSampler(shape: 2, scale: 0), count: 2) == [0, 0])
    #expect(try draws(GammaSampler(shape: 0x1p-1060), count: 2) == [0, 0])
  }

  /// Beta numbers of shapes (2, 3), (½, ½) and (5, 1).
  @Test func beta() throws {
    let bump = try draws(BetaSampler(alpha: 2, beta: 3))
    expectMoments(bump, mean: 0.4, variance: 0.04)
    expectDistribution(bump) { $0 * $0 * (6 - 8 * $0 + 3 * $0 * $0) }
    let bowl = try draws(BetaSampler(alpha: 0.5, beta: 0.5), seed: 2)
    expectMoments(bowl, mean: 0.5, variance: 0.125)
    expectDistribution(bowl) { 2 / .pi * .asin($0.squareRoot()) }
    let slope = try draws(BetaSampler(alpha: 5, beta: 1), seed: 3)
    expectDistribution(slope) { .pow($0, 5) }
  }

  /// Beta numbers of tiny shapes are coin flips, and never NaN.
  @Test(arguments: [1e-3, 1e-100, 0x1p-1030]) func tinyBeta(shape: Double) throws {
    let values = try draws(BetaSampler(alpha: shape, beta: 3 * shape), count: 2000)
    #expect(values.allSatisfy { $0 >= 0 && $0 <= 1 })
    let near = Double(values.count { $0 > 0.5 }) / 2000
    #expect((near - 0.25).magnitude < 5 * (0.25 * 0.75 / 2000).squareRoot())
  }
}
