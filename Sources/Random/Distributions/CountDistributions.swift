import TheanoArrays
import TheanoGraph

// Distributions of integers. Which parameters are allowed is said where the samplers are.

/// The number of successes in `n` trials.
struct BinomialDistribution: Distribution {
  let name = "binomial"
  let parameters = [DrawParameter.integer("n"), .real("p")]

  func sampler(_ x: ParameterValues) throws -> BinomialSampler {
    try BinomialSampler(trials: x.integer(0), probability: x.real(1))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    // One trial is what Bernoulli draws, bit for bit.
    if x[0].knownInteger == 1 { return .bernoulli([.int64, .float64]) }
    return CompiledDraw(ofOwnWords: "binomial", [.int64, .float64], drawing: .int64) { x, b in
      b.and(b.lessOrEqual(b.constant(0), x[0]), b.isProbability(x[1]))
    }
  }
}

/// 1 with probability `p`, else 0.
struct BernoulliDistribution: Distribution {
  let name = "bernoulli"
  let parameters = [DrawParameter.real("p")]

  func sampler(_ x: ParameterValues) throws -> BernoulliSampler {
    try BernoulliSampler(probability: x.real(0))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? { .bernoulli([.float64]) }
}

/// The number of independent events where `lam` are expected.
struct PoissonDistribution: Distribution {
  let name = "poisson"
  let parameters = [DrawParameter.real("lam")]

  func sampler(_ x: ParameterValues) throws -> PoissonSampler {
    try PoissonSampler(mean: x.real(0))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    CompiledDraw(ofOwnWords: "poisson", [.float64], drawing: .int64) { x, b in
      b.isIn(0...PoissonSampler.greatestMean, x[0])
    }
  }
}

/// Integers from `low` to `high`.
struct IntegersDistribution: Distribution {
  /// Whether `high` is drawn too.
  let includesHigh: Bool
  let parameters = [DrawParameter.integer("low"), .integer("high")]

  var name: String { includesHigh ? "random_integers" : "integers" }

  func sampler(_ x: ParameterValues) throws -> IntegersSampler {
    let (low, high) = (x.integer(0), x.integer(1))
    if includesHigh { return try IntegersSampler(low: low, high: high) }
    if low < high { return try IntegersSampler(low: low, high: high - 1) }
    throw EvaluationError(
      "integers: low = \(low) must be less than high = \(high), which is excluded")
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    CompiledDraw(
      "integers", [.int64, .int64], of: .word64, mayNeedMore: true, drawing: .int64
    ) { x, b in
      if includesHigh { return ([x[0], x[1]], b.lessOrEqual(x[0], x[1])) }
      return ([x[0], b.subtract(x[1], b.constant(1))], b.less(x[0], x[1]))
    }
  }
}

/// Items out of `0..<a`, with replacement.
struct ChoiceDistribution: Distribution {
  let name = "choice"
  let parameters = [DrawParameter.integer("a")]

  func sampler(_ x: ParameterValues) throws -> IntegersSampler {
    let population = x.integer(0)
    if population <= 0 { throw RandomError.nothingToChooseFrom(name) }
    return try IntegersSampler(low: 0, high: population - 1)
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    CompiledDraw("integers", [.int64], of: .word64, mayNeedMore: true, drawing: .int64) { x, b in
      ([b.constant(0), b.subtract(x[0], b.constant(1))], b.less(b.constant(0), x[0]))
    }
  }
}

/// Items out of `0..<a`, with replacement, each with a probability of its own.
struct WeightedChoiceDistribution: Distribution {
  let name = "choice"
  let parameters = [DrawParameter.length("a"), .list("p")]

  func sampler(_ x: ParameterValues) throws -> CategoricalSampler {
    let weights = x.list(1)
    try checkSameSize(population: Int(x.integer(0)), probabilities: weights.count)
    return try CategoricalSampler(probabilities: weights)
  }

  var loops: DrawLoops? { .weightedChoice }
}
