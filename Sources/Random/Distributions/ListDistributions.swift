import TheanoArrays
import TheanoGraph
import TheanoOps

// Distributions of lists of integers: each draw is a vector, along the last axis.

/// How often each of several outcomes occurs in `n` trials.
struct MultinomialDistribution: Distribution {
  let name = "multinomial"
  let parameters = [DrawParameter.integer("n"), .list("pvals")]

  func eventShape(_ x: [Variable]) -> [Int?] { [x[1].type.shape.last ?? nil] }

  func eventShape(_ x: [NDArray]) throws -> [Int] { Array(x[1].shape.suffix(1)) }

  func sampler(_ x: ParameterValues) throws -> MultinomialSampler {
    try MultinomialSampler(trials: x.integer(0), probabilities: x.list(1))
  }

  var loops: DrawLoops? { .multinomial }
}

/// The integers of `0..<n` in random order.
struct PermutationDistribution: Distribution {
  let name = "permutation"
  let parameters = [DrawParameter.length("n")]

  func eventShape(_ x: [Variable]) -> [Int?] { [x[0].knownInteger] }

  func eventShape(_ x: [NDArray]) throws -> [Int] {
    [x[0].integers.first.map { Int(clamping: $0) } ?? 0]
  }

  func sampler(_ x: ParameterValues) throws -> PermutationSampler {
    try PermutationSampler(count: Int(x.integer(0)))
  }

  var loops: DrawLoops? { .permutation }
}
