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

  /// The library, made once for all tests of a process.
  private static let library = Result {
    let pieces = [framePrelude] + basicPrelude.prefix(1) + randomPieces
    return try Toolchain.forTests().load([
      pieces.map(\.text).joined(separator: "\n") + "\n" + loops.joined()
    ])
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
    bits: (S.Value) -> Bits
  ) throws where S.Value: BitwiseCopyable {
    let count = 777
    for (way, state) in ["one", "ahead"].flatMap({ way in Self.states.map { (way, $0) } }) {
      let fill = try Self.library.get().function("\(way)_\(name)", as: Fill<S.Value>.self)
      var drawn = Array(repeating: zero, count: count)
      fill(&drawn, count, state.key, state.position, parameters)
      let expected = try state.drawing(count, from: sampler).values
      #expect(drawn.map(bits) == expected.map(bits), "\(way) \(name) \(parameters) \(state)")
    }
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
