import Theano

/// Random variables of wrong parameters and sizes.
enum WrongDraws {
  static let mistakes: [Mistake] = [
    .expression("parameters") { dice in
      let s = RandomStreams(seed: 1)
      return dice.pick([
        s.uniform([2], low: 1, high: 0), s.normal([2], std: -1), s.binomial([2], n: -1),
        s.binomial(p: 2), s.binomial([2], n: 1.5), s.integers([2], low: 3, high: 3),
        s.integers(high: Int.min), s.poisson(lam: -1), s.exponential(scale: -1),
        s.gamma(shape: -1), s.beta(alpha: 1, beta: -1), s.bernoulli(p: -0.5),
        s.multinomial([2], pvals: [0.5, 0.6]), s.multinomial(pvals: 0.5), s.permutation(n: -1),
        s.randomIntegers(low: 2, high: 1), s.truncatedNormal(std: -1),
        s.dropout(dice.input(1), p: 2),
        s.normal(avg: dice.input(1, .complex64)), s.permutation(n: dice.input(1, .int64)),
        s.uniform(low: Double.nan), s.normal([2], avg: Double.infinity, std: -Double.infinity),
      ])
    },
    .expression("choice") { dice in
      let s = RandomStreams(seed: 1)
      return dice.pick([
        s.choice([2], a: 0), s.choice(a: -3), s.choice(a: 3, p: [0.5, 0.5]),
        s.choice(a: dice.input(2)), s.choice(p: 0.5), s.choice([5], a: 3, replace: false),
        s.choice([2], a: 3, replace: false, p: dice.input(2)), s.shuffleRowElements(dice.input(0)),
      ])
    },
    .expression("dtypes") { dice in
      let s = RandomStreams(seed: 1)
      return dice.pick([
        s.uniform(dtype: .int64), s.normal(dtype: .bool), s.binomial(dtype: .complex64),
        s.gamma(shape: 1, dtype: .int8), s.dropout(dice.input(1, .complex128)),
      ])
    },
    .expression("sizes") { dice in
      let (s, n) = (RandomStreams(seed: 1), dice.negative())
      return dice.pick([
        s.uniform([n]), s.normal([2, n]), s.uniform(3), s.poisson(dice.input(1)),
        s.uniform(dice.input(1, .int64)), s.normal([2, 3], ndim: 3), s.uniform(ndim: 1),
        s.uniform(dice.input(1, .int64), ndim: n), s.uniform([dice.hugeCount()]),
        s.binomial([dice.input(0)]), s.uniform([dice.input(1, .int64)]),
        s.normal([2], avg: dice.input(2)), s.normal([2], avg: [1.0, 2, 3]),
        s.dropoutMask([n]), s.permutation([dice.hugeCount(), 2], n: 5),
      ])
    },
    .run("parameters when run") { dice in
      let (s, p) = (RandomStreams(seed: 1), dice.input(0, .float64))
      let draw = dice.pick([
        s.normal([2], std: p), s.bernoulli([2], p: p), s.poisson([2], lam: p),
        s.uniform([2], high: p), s.exponential([2], scale: p), s.gamma([2], shape: p),
        s.choice([2], p: stack([p, p])), s.multinomial([2], pvals: stack([p, p])),
      ])
      return (draw, [(p, NDArray(dice.pick([-1.0, .nan, -1e300, -0.25])))])
    },
    .run("sizes when run") { dice in
      let (s, n) = (RandomStreams(seed: 1), dice.input(0, .int64))
      let draw = dice.pick([
        s.uniform([n]), s.binomial([n, 2]), s.permutation([2], n: n),
        s.normal(stack([n, n]), ndim: 2),
        s.choice([n], a: 3), s.dropoutMask([n]),
      ])
      return (draw, [(n, NDArray(Int64(dice.pick([dice.negative(), dice.hugeCount()]))))])
    },
    .run("not enough to choose from") { dice in
      let (s, n) = (RandomStreams(seed: 1), dice.input(0, .int64))
      return (s.choice([n], a: 3, replace: false), [(n, NDArray(Int64(dice.number(4...9))))])
    },
    .statements("a state that is none") { dice in
      let state = randomState("rng")
      let draws = RandomDraws(from: state).uniform([2])
      let f = try function([state], draws.draw)
      _ = try f.call([try NDArray.zeros([dice.pick([0, 1, 3])], dtype: .uint64)])
    },
  ]
}
