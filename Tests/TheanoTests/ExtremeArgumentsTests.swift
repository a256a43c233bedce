import Testing
import Theano

/// Programs with the most extreme numbers that an argument can have: right or wrong, none traps.
@Suite struct ExtremeArgumentsTests {
  @Test func extremeNumbersNeverTrap() {
    var answers = (values: 0, errors: 0)
    for seed in 0..<4_000 {
      var dice = Dice(seed: seed)
      do {
        let expression = try Self.programs[seed % Self.programs.count](&dice)
        _ = try expression.eval()
        answers.values += 1
      } catch {
        answers.errors += 1
      }
    }
    #expect(answers.values > 100 && answers.errors > 100, "\(answers)")
  }

  private typealias Program = @Sendable (inout Dice) throws -> Variable

  private static let programs: [Program] = shapes + indices + loops

  private static let shapes: [Program] = [
    { zeros([$0.extreme(), $0.extreme()]) },
    { alloc(1.0, $0.extreme(), 0) },
    { eye($0.small(), $0.small(), k: $0.extreme()) },
    { tri($0.small(), k: $0.extreme()) },
    { tril(try $0.constant(2), k: $0.extreme()) },
    { triu(try $0.constant(2), k: $0.extreme()) },
    { diagonal(try $0.constant(2), offset: $0.extreme()) },
    { diag(try $0.constant(1), k: $0.extreme()) },
    { trace(try $0.constant(2), offset: $0.extreme()) },
    { fillDiagonalOffset(try $0.constant(2), 1, $0.extreme()) },
    { try $0.constant(1).reshape([$0.extreme(), $0.extreme()]) },
    { try $0.constant(2).reshape([$0.extreme(), -1]) },
    { tile(try $0.constant(1), [$0.extreme(), $0.small()]) },
    { `repeat`(try $0.constant(2), $0.extreme(), axis: $0.small()) },
    { roll(try $0.constant(2), $0.extreme(), axis: 1) },
    { arange($0.literal(), $0.literal(), $0.literal()) },
    { linspace($0.literal(), $0.literal(), $0.small()) },
    { logspace(0, 1, $0.extreme()) },
    { split(try $0.constant(1), [$0.extreme(), $0.extreme()])[0] },
    { specifyShape(try $0.constant(1), [$0.extreme()]) },
    { broadcastTo(try $0.constant(0), [$0.extreme()]) },
    { try $0.constant(2).flatten(ndim: $0.extreme()) },
    { shapePadLeft(try $0.constant(1), $0.extreme()) },
    { shapePadRight(try $0.constant(1), $0.extreme()) },
    { expandDims(try $0.constant(1), [$0.extreme(), $0.small()]) },
    { sum(try $0.constant(2), axis: Axes([$0.extreme()])) },
    { `var`(try $0.constant(1), ddof: $0.extreme()) },
    { cov(try $0.constant(2), ddof: $0.extreme()) },
    { try $0.constant(1).norm(Double($0.extreme())) },
    { diff(try $0.constant(1), n: $0.extreme()) },
    { topk(try $0.constant(1), $0.extreme()) },
    { argtopk(try $0.constant(1), 1, dtype: .int8) },
    { toOneHot(try $0.integers(), $0.extreme()) },
    { bincount(try $0.integers(), minlength: $0.extreme()) },
    { polygamma($0.extreme(), try $0.constant(0)) },
    { RandomStreams(seed: $0.extreme()).uniform([$0.extreme()]) },
    { RandomStreams(seed: 1).integers([3], low: $0.extreme(), high: $0.extreme()) },
    { RandomStreams(seed: 1).randomIntegers([3], low: $0.extreme(), high: $0.extreme()) },
    { RandomStreams(seed: 1).binomial([1], n: $0.extreme()) },
    { RandomStreams(seed: 1).poisson([1], lam: Double($0.extreme())) },
    { RandomStreams(seed: 1).choice([2], a: $0.extreme(), replace: $0.pick([true, false])) },
    { RandomStreams(seed: 1).multinomial([1], n: $0.small()) },
    { RandomStreams(seed: 1).permutation([$0.small()], n: $0.small()) },
    {
      batchNormalizationTest(
        try $0.constant(2), gamma: 1, beta: 0, mean: 0, variance: 1, axes: .axes([$0.extreme()]))
    },
  ]

  private static let indices: [Program] = [
    { try $0.constant(2)[$0.extreme()] },
    { try $0.constant(2)[.slice(from: $0.extreme(), to: $0.extreme(), by: $0.extreme())] },
    { setSubtensor(try $0.constant(2)[.slice(from: $0.extreme(), by: $0.extreme())], 1) },
    { incSubtensor(try $0.constant(2)[.all, $0.extreme()], 1) },
    { dice in
      let (a, b, c) = (dice.shared(), dice.shared(), dice.shared())
      return try dice.constant(1)[.slice(from: a, to: b, by: c)]
    },
    { setSubtensor(try $0.constant(1)[.slice(from: $0.shared(), by: $0.shared())], 1) },
    { try $0.constant(2)[$0.shared(), .slice(to: $0.shared())] },
    { try $0.constant(2)[try $0.integers()] },
    {
      take(try $0.constant(2), try $0.integers(), axis: 1, mode: $0.pick([.raise, .wrap, .clip]))
    },
    { takeAlongAxis(try $0.constant(1), try $0.integers(), axis: 0) },
    { choose(try $0.integers(), [1.0, 2.0], mode: $0.pick([.raise, .wrap, .clip])) },
    { unravelIndex(try $0.integers(), [$0.extreme(), $0.extreme()])[0] },
    {
      ravelMultiIndex(
        [try $0.integers(), try $0.integers()], [$0.extreme(), $0.small()],
        mode: $0.pick([.raise, .wrap, .clip]))
    },
    { searchsorted(try $0.integers(), try $0.constant(1)) },
    { intDiv(try $0.integers(), $0.literal()) },
    { try $0.integers() % $0.literal() },
    { try $0.integers() ** $0.literal() },
    { cast($0.literal() * Double($0.extreme()), $0.dtype()) },
    { abs(-(try $0.integers())) + prod(try $0.integers()) },
    { cumprod(try $0.integers()) + cumsum(try $0.integers()) },
    { zeros([$0.shared(), $0.shared()]) },
    { arange($0.shared(), $0.shared(), $0.shared()) },
    { `repeat`(try $0.constant(1), try $0.integers()) },
    { tile(try $0.constant(1), [$0.shared()]) },
    { eye($0.small(), k: $0.shared()) },
    { roll(try $0.constant(1), $0.shared()) },
    { try $0.constant(1).reshape([$0.shared(), $0.shared()]) },
  ]

  private static let loops: [Program] = [
    { try scan(outputsInfo: 1.0, nSteps: $0.small()) { x in x * 2 }.0 },
    { dice in
      let n = dice.pick([-1, .min, 0, 3])
      return try scan(outputsInfo: 1.0, nSteps: TheanoTests.shared(n)) { x in x * 2 }.0
    },
    { dice in
      let taps = [dice.extreme(), dice.small()]
      return try scan(sequences: Taps(try dice.constant(1), taps)) { a, b in a + b }.0
    },
    { dice in
      let taps = [dice.extreme(), dice.small()]
      let state = Initial(try dice.constant(1), taps: taps)
      return try scan(outputsInfo: state, nSteps: 3) { a, b in a + b }.0
    },
    { dice in
      let x = try dice.constant(1)
      let limit = dice.extreme()
      let (rows, _) = try scan(sequences: x, outputsInfo: 1.0, truncateGradient: limit) { x, s in
        x * s
      }
      return try grad(rows.sum(), wrt: x)
    },
  ]
}

/// Returns a shared variable.
private func shared(_ value: Int) -> SharedVariable { Theano.shared(value) }

extension Dice {
  /// A number that is extreme or small.
  fileprivate mutating func extreme() -> Int {
    pick([.min, .min + 1, -(1 << 62), -7, -1, 0, 1, 2, 7, 1 << 62, .max - 1, .max])
  }

  /// A small number.
  fileprivate mutating func small() -> Int { number(-3...4) }

  /// A literal of an extreme number.
  fileprivate mutating func literal() -> Variable { Variable(integerLiteral: extreme()) }

  /// A shared variable of an extreme number.
  fileprivate mutating func shared() -> SharedVariable { Theano.shared(extreme()) }

  /// A constant array of random lengths, zero among them.
  fileprivate mutating func constant(_ rank: Int) throws -> Variable {
    let shape = (0..<rank).map { _ in number(0...3) }
    return try Theano.constant(try NDArray.ones(shape))
  }

  /// A constant vector of extreme numbers.
  fileprivate mutating func integers() throws -> Variable {
    try Theano.constant([extreme(), extreme(), small()])
  }
}
