import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoRandom

/// Draws in graphs: the samplers' bits, shapes, dtypes.
@Suite struct DrawTests {
  let srng = RandomStreams(seed: 3)
  let start = RandomState(seed: 9)

  /// Returns the draw from `start`, and expects the state to move on by `count`.
  private func value(
    _ variable: RandomVariable, moves count: Int,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws -> NDArray {
    try variable.rng.setValue(start)
    let results = try evaluate([variable, variable.nextState])
    #expect(
      RandomState(words: results[1].elements()) == start.advanced(by: count),
      sourceLocation: sourceLocation)
    #expect(results[0].dtype == variable.dtype, sourceLocation: sourceLocation)
    #expect(variable.type.admits(shape: results[0].shape), sourceLocation: sourceLocation)
    return results[0]
  }

  @Test func realsAreTheSamplers() throws {
    let n = 2500  // more than two pieces
    func expect<S: Sampler>(_ variable: RandomVariable, _ sampler: S) throws
    where S.Value == Double {
      #expect(variable.dtype == .float64)
      #expect(
        try value(variable, moves: n).reals == start.drawing(n, from: sampler).values,
        "\(variable)")
    }
    try expect(srng.uniform([n], low: -1, high: 2), UniformSampler(low: -1, high: 2))
    try expect(
      srng.normal([n], avg: 1, std: 0.5), NormalSampler(mean: 1, standardDeviation: 0.5))
    let float = try value(srng.normal([n], avg: 1, std: 0.5, dtype: .float32), moves: n)
    let floatSampler = try NormalFloatSampler(mean: 1, standardDeviation: 0.5)
    #expect(try float.elements() == start.drawing(n, from: floatSampler).values)
    try expect(srng.exponential([n], scale: 2), ExponentialSampler(scale: 2))
    try expect(srng.gamma([n], shape: 0.5, scale: 2), GammaSampler(shape: 0.5, scale: 2))
    try expect(srng.beta([n], alpha: 0.5, beta: 2), BetaSampler(alpha: 0.5, beta: 2))
    let truncated = try value(srng.truncatedNormal([n], avg: 3, std: 2), moves: n).reals
    expectMoments(truncated, mean: 3, variance: 4)
    #expect(truncated.allSatisfy { abs($0 - 3) <= 4 / 0.8796256610342398 })
  }

  @Test func integersAreTheSamplers() throws {
    let n = 1500
    func expect<S: Sampler>(_ variable: RandomVariable, _ sampler: S) throws
    where S.Value == Int64 {
      #expect(variable.dtype == .int64)
      #expect(
        try value(variable, moves: n).elements() == start.drawing(n, from: sampler).values,
        "\(variable)")
    }
    try expect(srng.binomial([n], n: 9, p: 0.3), BinomialSampler(trials: 9, probability: 0.3))
    try expect(srng.binomial([n]), BernoulliSampler())
    try expect(srng.bernoulli([n], p: 0.9), BernoulliSampler(probability: 0.9))
    try expect(srng.poisson([n], lam: 20), PoissonSampler(mean: 20))
    try expect(srng.randomIntegers([n], low: -3, high: 3), IntegersSampler(low: -3, high: 3))
    try expect(srng.randomIntegers([n]), IntegersSampler(low: 0, high: 1))
    try expect(srng.integers([n], high: 5), IntegersSampler(low: 0, high: 4))
    try expect(srng.choice([n], a: 6), IntegersSampler(low: 0, high: 5))
    let p = [0.1, 0.2, 0.7]
    try expect(srng.choice([n], p: p), CategoricalSampler(probabilities: p))
  }

  @Test func listsAreTheSamplers() throws {
    let permutations = srng.permutation([2, 3], n: 5)
    #expect(permutations.type == TensorType(.int64, shape: [2, 3, 5]))
    #expect(
      try value(permutations, moves: 6).elements(as: Int64.self)
        == start.drawing(6, from: PermutationSampler(count: 5)).values.flatMap { $0 })
    let counts = srng.multinomial([4], n: 10, pvals: [0.5, 0.25, 0.25])
    #expect(counts.type == TensorType(.int64, shape: [4, 3]))
    let sampler = try MultinomialSampler(trials: 10, probabilities: [0.5, 0.25, 0.25])
    #expect(
      try value(counts, moves: 4).elements(as: Int64.self)
        == start.drawing(4, from: sampler).values.flatMap { $0 })
    let one = srng.permutation(n: 4)
    #expect(one.type == TensorType(.int64, shape: [4]))
    #expect(try value(one, moves: 1).integers.sorted() == [0, 1, 2, 3])
  }

  @Test func parametersBroadcast() throws {
    let mean = matrix("mean")
    let std = row("std")
    let x = srng.normal([3, 2], avg: mean, std: std)
    #expect(x.type.shape == [3, 2])
    let means = NDArray(reals: [0, 10, 20, 30, 40, 50], shape: [3, 2], dtype: .float64)
    let stds = NDArray(reals: [0, 0.5], shape: [1, 2], dtype: .float64)
    try x.rng.setValue(start)
    let drawn = try evaluate([x], [mean, std], [means, stds])[0].reals
    let z = try start.drawing(6, from: NormalSampler()).values
    for i in 0..<6 {
      #expect(drawn[i] == (10 * Double(i)).addingProduct(i % 2 == 0 ? 0 : 0.5, z[i]))
    }

    // Without a shape, that of the parameters; the result's type knows what they know.
    let free = srng.normal(avg: mean, std: std)
    #expect(free.type.shape == [nil, nil])
    #expect(try evaluate([free], [mean, std], [means, stds])[0].shape == [3, 2])
    #expect(srng.normal(avg: col("c"), std: row("r")).type.shape == [nil, nil])
    #expect(srng.normal(avg: [1.0, 2, 3]).type.shape == [3])
    #expect(srng.uniform().type.shape == [])
    #expect(srng.normal(avg: row("r")).type.shape == [1, nil])
    let weights = matrix("w")
    #expect(srng.multinomial(pvals: weights).type.shape == [nil, nil])
    let pvals = NDArray(reals: [1, 0, 0, 0, 1, 0], shape: [2, 3], dtype: .float64)
    let rows = srng.multinomial([2], n: [5, 7] as [Int], pvals: weights)
    #expect(try evaluate([rows], [weights], [pvals])[0].integers == [5, 0, 0, 0, 7, 0])
    let picked = srng.choice(p: weights)
    #expect(try evaluate([picked], [weights], [pvals])[0].integers == [0, 1])
  }

  @Test func shapes() throws {
    let n = lscalar("n")
    let size = lvector("size")
    let three = NDArray(3)
    let mixed = srng.uniform([2, n, 1])
    #expect(mixed.type.shape == [2, nil, 1])
    #expect(try evaluate([mixed], [n], [three])[0].shape == [2, 3, 1])
    let bySize = srng.uniform(size, ndim: 2)
    #expect(bySize.type.shape == [nil, nil])
    #expect(
      try evaluate([bySize], [size], [NDArray(elements: [2, 3], shape: [2])])[0].shape == [2, 3])
    let x = matrix("x")
    let like = srng.binomial(x.shape, p: 0.5, dtype: .float32)
    #expect(like.type == TensorType(.float32, shape: [nil, nil]))
    #expect(try value(srng.normal([]), moves: 1).shape == [])
    #expect(try value(srng.normal([2, 0, 3]), moves: 0).shape == [2, 0, 3])
    #expect(try value(srng.permutation([3], n: 0), moves: 3).shape == [3, 0])
    #expect(try evaluate([srng.normal([n])], [n], [NDArray(0)])[0].shape == [0])
  }

  @Test func dtypes() throws {
    let half = fscalar("h")
    #expect(srng.uniform([2], low: half).dtype == .float64)
    #expect(srng.normal([2], avg: lscalar("i")).dtype == .float64)
    #expect(srng.uniform([2], dtype: .float32).dtype == .float32)
    var settings = Configuration()
    settings.floatX = .float32
    Configuration.$current.withValue(settings) {
      #expect(srng.uniform([2]).dtype == .float32)
      #expect(srng.uniform([2], low: 0.5, high: 2).dtype == .float32)
      #expect(srng.normal([2], avg: lscalar("i")).dtype == .float32)
      #expect(srng.normal([2], avg: dscalar("d")).dtype == .float64)
      #expect(srng.normal(avg: [0.0, 1]).dtype == .float32)
      #expect(srng.binomial([2]).dtype == .int64)
    }
    let floats = try value(srng.uniform([1000], dtype: .float32), moves: 1000)
    #expect(
      try floats.elements(as: Float.self) == start.drawing(1000, from: UniformFloatSampler()).values
    )
    let halves = try value(srng.uniform([5000], dtype: .float16), moves: 5000).reals
    #expect(halves.allSatisfy { $0 >= 0 && $0 < 1 })
    expectMoments(halves, mean: 0.5, variance: 1.0 / 12)
    let mask = try value(srng.binomial([100], p: 0.5, dtype: .float32), moves: 100)
    #expect(Set(mask.reals) == [0, 1])
    #expect(try value(srng.bernoulli([100], dtype: .bool), moves: 100).dtype == .bool)
  }
}
