import Testing
import TheanoRandom

/// How many elements each statistical test draws.
let sampleCount = 20_000

/// Returns `count` draws from `sampler`, from a stream of its own for each `seed`.
func draws<S: Sampler>(_ sampler: S, seed: Int = 1, count: Int = sampleCount) throws -> [S.Value] {
  try RandomState(seed: seed).drawing(count, from: sampler).values
}

/// Expects the sample mean and variance within five standard errors of `mean` and `variance`.
///
/// The standard error of the variance is from the sample's own fourth central moment.
func expectMoments(
  _ values: [Double], mean: Double, variance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let n = Double(values.count)
  var (sum, second, fourth) = (0.0, 0.0, 0.0)
  for value in values {
    let square = (value - mean) * (value - mean)
    sum += value
    second += square
    fourth += square * square
  }
  let meanError = (sum / n - mean).magnitude
  #expect(meanError <= 5 * (variance / n).squareRoot(), "mean", sourceLocation: sourceLocation)
  second /= n
  let secondError = (max(0, fourth / n - second * second) / n).squareRoot()
  let varianceError = (second - variance).magnitude
  #expect(varianceError <= 5 * secondError, "variance", sourceLocation: sourceLocation)
}

/// Expects the sample to have the cumulative distribution `cdf`, by Kolmogorov and Smirnov's test.
///
/// The bound 2.225 on √n D has probability 1e-4 (SciPy's `kstwobign.isf`).
func expectDistribution(
  _ values: [Double], sourceLocation: SourceLocation = #_sourceLocation,
  cdf: (Double) -> Double
) {
  let n = Double(values.count)
  var distance = 0.0
  for (index, value) in values.sorted().enumerated() {
    let expected = cdf(value)
    distance = max(distance, expected - Double(index) / n, Double(index + 1) / n - expected)
  }
  #expect(n.squareRoot() * distance < 2.225, "KS", sourceLocation: sourceLocation)
}

/// Expects values 0, 1, 2… to occur with `probabilities`, by Pearson's chi-square test.
///
/// Neighbours are pooled until at least ten are expected in a cell. The bound, in Wilson and
/// Hilferty's approximation, has probability 1e-4.
func expectFrequencies(
  _ values: [Int64], probabilities: [Double], sourceLocation: SourceLocation = #_sourceLocation
) {
  var counts = [Double](repeating: 0, count: probabilities.count)
  for value in values {
    #expect(probabilities.indices.contains(Int(value)), sourceLocation: sourceLocation)
    guard probabilities.indices.contains(Int(value)) else { return }
    #expect(probabilities[Int(value)] > 0, sourceLocation: sourceLocation)
    counts[Int(value)] += 1
  }
  let n = Double(values.count)
  var (cells, statistic, expected, observed) = (0.0, 0.0, 0.0, 0.0)
  var expectedLeft = n
  for (count, probability) in zip(counts, probabilities) {
    expected += n * probability
    observed += count
    guard expected >= 10, expectedLeft - expected >= 10 || expectedLeft - expected < 1e-9 else {
      continue
    }
    statistic += (observed - expected) * (observed - expected) / expected
    expectedLeft -= expected
    (expected, observed) = (0, 0)
    cells += 1
  }
  if expected > 0 { statistic += (observed - expected) * (observed - expected) / expected }
  let freedom = max(1, cells - (expected > 0 ? 0 : 1))
  let root = 1 - 2 / (9 * freedom) + 3.719 * (2 / (9 * freedom)).squareRoot()
  let bound = freedom * root * root * root
  #expect(statistic < bound, "chi-square, \(freedom) degrees", sourceLocation: sourceLocation)
}
