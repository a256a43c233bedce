import TestSupport
import Testing

@testable import TheanoCodeGen
@testable import TheanoRandom

/// Draws in C and the samplers in Swift: the same bits for any stream, position and parameter.
@Suite(.enabled(if: TestSupport.hasCompiler)) struct CompiledDrawTests {
  /// Draws `count` elements from number `element` of stream `key`, with two parameters.
  private typealias Fill<Value> =
    @convention(c) (
      UnsafeMutableRawPointer, Int, UInt64, UInt64, UnsafeRawPointer
    ) -> Void

  /// Two loops around each draw, one number after the other and with shared ones made ahead: C type, name, C type
  /// of the parameters, how many there are, the shared number with its C type, and what else is asked for.
  private static let loops = [
    ("double", "uniform_f64", "double", 2, "word64", "uint64_t", ""),
    ("float", "uniform_f32", "float", 2, "word32", "uint32_t", ""),
    ("float", "uniform_f16", "float", 2, "word32", "uint32_t", ""),
    ("double", "normal_f64", "double", 2, "normal64", "double", ""),
    ("float", "normal_f32", "float", 2, "normal32", "float", ""),
    ("double", "truncated_normal_f64", "double", 2, "normal64", "double", ", key, e"),
    ("double", "exponential_f64", "double", 1, "word64", "uint64_t", ""),
    ("int64_t", "bernoulli_f64", "double", 1, "word64", "uint64_t", ""),
    ("int64_t", "integers_i64", "int64_t", 2, "word64", "uint64_t", ", key, e"),
  ].map { type, name, parameter, count, shared, sharedType, rest in
    let parameters = count == 1 ? "p[0]" : "p[0], p[1]"
    let head =
      "\(type) *target, int64_t count, uint64_t key, uint64_t element, const \(parameter) *p"
    return """
      void one_\(name)(\(head)) {
        for (int64_t i = 0; i < count; i++) {
          const uint64_t e = element + (uint64_t)i;
          target[i] = theano_\(name)(\(parameters), theano_\(shared)_u64(key, e)\(rest));
        }
      }
      void ahead_\(name)(\(head)) {
        \(sharedType) room[THEANO_AHEAD];
        for (int64_t i = 0; i < count; i += 256) {
          const int64_t some = count - i < 256 ? count - i : 256;
          const uint64_t first = element + (uint64_t)i;
          const \(sharedType) *draws = room + theano_\(shared)_ahead(room, key, first, some);
          for (int64_t j = 0; j < some; j++) {
            const uint64_t e = first + (uint64_t)j;
            target[i + j] = theano_\(name)(\(parameters), draws[j]\(rest));
          }
        }
      }

      """
  }

  /// One loop around each draw of the element's own words alone: C type, name, and what it is asked with.
  private static let ownLoops = [
    ("double", "gamma_f64", "p[0], p[1]"), ("double", "beta_f64", "p[0], p[1]"),
    ("int64_t", "poisson_f64", "p[0]"), ("int64_t", "binomial_i64", "(int64_t)p[0], p[1]"),
  ].map { type, name, parameters in
    """
    void own_\(name)(\(type) *target, int64_t count, uint64_t key, uint64_t element,
                     const double *p) {
      for (int64_t i = 0; i < count; i++)
        target[i] = theano_\(name)(\(parameters), key, element + (uint64_t)i);
    }

    """
  }

  /// Integers below a bound that one element draws one after the other; returns how many words they take.
  private static let listLoop = """
    uint64_t integers_of_one(uint64_t *target, int64_t count, uint64_t key, uint64_t element,
                             uint64_t bound) {
      uint64_t words = 0;
      for (int64_t i = 0; i < count; i++) {
        target[i] = theano_integer_from_u64(bound, key, element, words);
        words = theano_words_of_integer_u64(bound, key, element, words);
      }
      return words;
    }

    """

  /// The library of each compiler that is here, made once for all tests of a process.
  private static let libraries = Result {
    let pieces = [framePrelude] + basicPrelude.prefix(1) + randomPieces
    let text = pieces.map(\.text).joined(separator: "\n") + "\n"
    return try compilerPaths.map {
      try Toolchain.forTests(compiler: $0).load([
        text + (loops + ownLoops + [listLoop]).joined()
      ])
    }
  }

  /// Streams with positions, some of which go past 2^64.
  private static let states = [
    RandomState(seed: 0), RandomState(seed: -1), RandomState(key: 7, position: .max - 50),
    RandomState(key: 0x0123_4567_89AB_CDEF, position: 0xFFFF_FFC0),
    RandomState(key: 3, position: 1 << 40 + 1), RandomState(key: 4, position: 2),
  ]

  /// Expects the C draw `name` to have the bits of `sampler`, which it turns into numbers by `bits`.
  private func expectSame<S: Sampler, Parameter: BitwiseCopyable, Bits: Equatable>(
    _ name: String, _ parameters: [Parameter], _ sampler: S, zero: S.Value,
    ways: [String] = ["one", "ahead"], bits: (S.Value) -> Bits
  ) throws where S.Value: BitwiseCopyable {
    let count = 777
    for (way, state) in ways.flatMap({ way in Self.states.map { (way, $0) } }) {
      let expected = try state.drawing(count, from: sampler).values
      for library in try Self.libraries.get() {
        let fill = try library.function("\(way)_\(name)", as: Fill<S.Value>.self)
        var drawn = Array(repeating: zero, count: count)
        fill(&drawn, count, state.key, state.position, parameters)
        #expect(drawn.map(bits) == expected.map(bits), "\(way) \(name) \(parameters) \(state)")
      }
    }
  }

  /// Gamma numbers, and beta numbers of the same parameters.
  @Test(
    arguments: [
      (1, 1), (2.5, 0.3), (0.5, 2), (0.01, 1), (1e-5, 1e300), (1.5, 0), (1e10, 1e-10), (1e300, 1e8),
      (0x1p-1074, 0x1p-1074), (0.999, 1.001), (.greatestFiniteMagnitude, 0.1), (33, 0x1p-1074),
    ] as [(Double, Double)]) func gamma(shape: Double, scale: Double) throws
  {
    let ways = ["own"]
    try expectSame(
      "gamma_f64", [shape, scale], GammaSampler(shape: shape, scale: scale), zero: 0, ways: ways,
      bits: \.bitPattern)
    guard scale > 0 else { return }
    try expectSame(
      "beta_f64", [shape, scale], BetaSampler(alpha: shape, beta: scale), zero: 0, ways: ways,
      bits: \.bitPattern)
  }

  /// Numbers of events, on both sides of where the method changes.
  @Test(
    arguments: [
      0, 1e-300, 0.1, 1, 4.5, 9.999, 10, 10.5, 37, 1000, 1e6, 1e12, 1e18,
      PoissonSampler.greatestMean,
    ]) func poisson(mean: Double) throws
  {
    try expectSame(
      "poisson_f64", [mean], PoissonSampler(mean: mean), zero: 0, ways: ["own"], bits: { $0 })
  }

  /// Integers that one element takes one after the other, of bounds that refuse many words, and of others.
  @Test(
    arguments: [1, 2, 1000, 0x5555_5555_5555_5555, 0x8000_0000_0000_0001, 0xC000_0000_0000_0000]
      as [UInt64]) func integersOfOneElement(bound: UInt64) throws
  {
    typealias Fill =
      @convention(c) (UnsafeMutableRawPointer, Int, UInt64, UInt64, UInt64) -> UInt64
    for library in try Self.libraries.get() {
      let fill = try library.function("integers_of_one", as: Fill.self)
      var drawn = Array(repeating: 0 as UInt64, count: 777)
      let words = fill(&drawn, drawn.count, 5, 6, bound)
      var stream = ElementStream(key: 5, element: 6)
      #expect(drawn == drawn.map { _ in stream.nextInteger(below: bound) })
      var other = ElementStream(key: 5, element: 6)
      for _ in 0..<words { _ = other.nextUInt64() }
      #expect(other.nextUInt64() == stream.nextUInt64())
    }
  }

  /// Successes, on both sides of where the method changes, of rare and frequent ones.
  @Test(
    arguments: [
      (0, 0.5), (1, 0.3), (2, 0.5), (20, 0.3), (20, 0.7), (20, 0), (20, 1), (33, 0.3), (34, 0.3),
      (200, 0.95), (1000, 0.5), (1_000_000, 1e-3), (1_000_000, 1e-300), (1 << 40, 0.25),
      (1 << 53, 0x1p-50), (0x7FFF_FFFF_FFFF_FC00, 0.5), (0x7FFF_FFFF_FFFF_FC00, 0.9999999999),
    ] as [(Int64, Double)]) func binomial(trials: Int64, probability: Double) throws
  {
    try expectSame(
      "binomial_i64", [Double(trials), probability],
      BinomialSampler(trials: trials, probability: probability), zero: 0, ways: ["own"],
      bits: { $0 })
  }

  /// Uniform numbers, also where rounding would reach the end.
  @Test(
    arguments: [
      (0, 1), (-2, 4), (3, 3), (1, 1.0.nextUp), (-1, -0.0), (-1, -0.9999999999999998),
      (-4 * 0x1p-1074, 0x1p-1074), (-1e30, 1e30), (-0.0, 0),
    ] as [(Double, Double)]) func uniform(low: Double, high: Double) throws
  {
    try expectSame(
      "uniform_f64", [low, high], UniformSampler(low: low, high: high), zero: 0, bits: \.bitPattern)
    let (lowFloat, highFloat) = (Float(low), Float(high))
    try expectSame(
      "uniform_f32", [lowFloat, highFloat], UniformFloatSampler(low: lowFloat, high: highFloat),
      zero: 0, bits: \.bitPattern)
    let (lowHalf, highHalf) = (Float16(low), Float16(high))
    guard lowHalf.isFinite, highHalf.isFinite else { return }
    try expectSame(
      "uniform_f16", [Float(lowHalf), Float(highHalf)],
      UniformHalfSampler(low: lowHalf, high: highHalf), zero: 0, bits: \.bitPattern)
  }

  /// Uniform numbers between neighbours.
  @Test(arguments: [1, 100, -1, -3, 0, 0x1p-20] as [Float]) func narrowUniform(low: Float) throws {
    try expectSame(
      "uniform_f32", [low, low.nextUp], UniformFloatSampler(low: low, high: low.nextUp), zero: 0,
      bits: \.bitPattern)
    let half = Float16(low)
    try expectSame(
      "uniform_f16", [Float(half), Float(half.nextUp)],
      UniformHalfSampler(low: half, high: half.nextUp), zero: 0, bits: \.bitPattern)
  }

  /// Normal numbers, also cut off, and exponential ones.
  @Test(
    arguments: [(0, 1), (3, 0.5), (-1e300, 1e305), (0, 0), (1, 0x1p-1030)] as [(Double, Double)])
  func normal(mean: Double, deviation: Double) throws {
    try expectSame(
      "normal_f64", [mean, deviation],
      NormalSampler(mean: mean, standardDeviation: deviation), zero: 0, bits: \.bitPattern)
    try expectSame(
      "truncated_normal_f64", [mean, deviation],
      TruncatedNormalSampler(mean: mean, standardDeviation: deviation), zero: 0,
      bits: \.bitPattern)
    try expectSame(
      "exponential_f64", [deviation], ExponentialSampler(scale: deviation), zero: 0,
      bits: \.bitPattern)
    let (meanFloat, deviationFloat) = (Float(mean), Float(deviation))
    guard meanFloat.isFinite, deviationFloat.isFinite else { return }
    try expectSame(
      "normal_f32", [meanFloat, deviationFloat],
      NormalFloatSampler(mean: meanFloat, standardDeviation: deviationFloat), zero: 0,
      bits: \.bitPattern)
  }

  /// Coin flips.
  @Test(arguments: [0, 1, 0.5, 0.1, 1e-3] as [Double]) func bernoulli(probability: Double) throws {
    try expectSame(
      "bernoulli_f64", [probability], BernoulliSampler(probability: probability), zero: 0,
      bits: { $0 })
  }

  /// Integers, also of ranges that refuse every third word, and of all there are.
  @Test(
    arguments: [
      (0, 1), (1, 6), (5, 5), (-3, 1_000_000_007), (.min, .max), (.min, 0),
      (0, 0x5555_5555_5555_5555), (.min + 1, 0x2AAA_AAAA_AAAA_AAAA),
    ] as [(Int64, Int64)]) func integers(low: Int64, high: Int64) throws
  {
    try expectSame(
      "integers_i64", [low, high], IntegersSampler(low: low, high: high), zero: 0, bits: { $0 })
  }
}
