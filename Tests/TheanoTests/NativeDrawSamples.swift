import Testing
import Theano
import TheanoGraph
import TheanoRandom

/// A distribution that machine code draws from, with parameters for it.
struct NativeDrawSample: CustomTestStringConvertible, Sendable {
  /// A draw with parameters from a source of random numbers.
  typealias Build =
    @Sendable (
      RandomDraws, _ size: [any SymbolicLength]?, _ parameters: [any VariableConvertible], DType
    ) -> (next: Variable, draw: Variable)

  /// What it is called.
  var testDescription: String
  /// The dtypes of draws.
  var dtypes: [DType]
  /// The dtypes of parameters.
  var parameterDTypes: [DType]
  /// Between which numbers each parameter lies.
  var ranges: [ClosedRange<Double>]
  /// The draw.
  var build: Build

  /// Dtypes of real draws.
  private static let floats: [DType] = [.float64, .float32, .float16]
  /// Dtypes of integer draws.
  private static let numbers: [DType] = [
    .int64, .int8, .uint8, .uint64, .bool, .float64, .float32, .float16,
  ]

  /// All of them.
  static let all = [
    NativeDrawSample(
      testDescription: "uniform", dtypes: floats, parameterDTypes: floats + [.int32],
      ranges: [-3...1, 1...4]
    ) { source, size, p, dtype in source.uniform(size, low: p[0], high: p[1], dtype: dtype) },
    NativeDrawSample(
      testDescription: "normal", dtypes: floats, parameterDTypes: floats + [.uint8],
      ranges: [0...5, 0...2]
    ) { source, size, p, dtype in source.normal(size, avg: p[0], std: p[1], dtype: dtype) },
    NativeDrawSample(
      testDescription: "truncated normal", dtypes: floats, parameterDTypes: floats,
      ranges: [-3...3, 0...2]
    ) { source, size, p, dtype in source.truncatedNormal(size, avg: p[0], std: p[1], dtype: dtype)
    },
    NativeDrawSample(
      testDescription: "exponential", dtypes: floats, parameterDTypes: floats, ranges: [0...3]
    ) { source, size, p, dtype in source.exponential(size, scale: p[0], dtype: dtype) },
    NativeDrawSample(
      testDescription: "bernoulli", dtypes: numbers, parameterDTypes: floats + [.bool],
      ranges: [0...1]
    ) { source, size, p, dtype in source.bernoulli(size, p: p[0], dtype: dtype) },
    NativeDrawSample(
      testDescription: "one trial", dtypes: [.int64, .float32], parameterDTypes: floats,
      ranges: [0...1]
    ) { source, size, p, dtype in source.binomial(size, p: p[0], dtype: dtype) },
    NativeDrawSample(
      testDescription: "gamma", dtypes: floats, parameterDTypes: floats + [.uint8],
      ranges: [0...4, 0...2]
    ) { source, size, p, dtype in source.gamma(size, shape: p[0], scale: p[1], dtype: dtype) },
    NativeDrawSample(
      testDescription: "beta", dtypes: floats, parameterDTypes: floats,
      ranges: [0.1...3, 0.1...20]
    ) { source, size, p, dtype in source.beta(size, alpha: p[0], beta: p[1], dtype: dtype) },
    NativeDrawSample(
      testDescription: "poisson", dtypes: numbers, parameterDTypes: floats + [.int32],
      ranges: [0...20]
    ) { source, size, p, dtype in source.poisson(size, lam: p[0], dtype: dtype) },
    NativeDrawSample(
      testDescription: "several trials", dtypes: numbers,
      parameterDTypes: [.int64, .uint64, .int8],
      ranges: [0...100, 0...1]
    ) { source, size, p, dtype in source.binomial(size, n: p[0], p: p[1], dtype: dtype) },
    NativeDrawSample(
      testDescription: "several trials by probability", dtypes: numbers, parameterDTypes: floats,
      ranges: [0...1]
    ) { source, size, p, dtype in source.binomial(size, n: 30, p: p[0], dtype: dtype) },
    NativeDrawSample(
      testDescription: "integers", dtypes: numbers, parameterDTypes: [.int64, .int8, .uint64],
      ranges: [0...3, 4...100]
    ) { source, size, p, dtype in source.integers(size, low: p[0], high: p[1], dtype: dtype) },
    NativeDrawSample(
      testDescription: "random integers", dtypes: [.int64],
      parameterDTypes: [.int64, .int8, .uint64],
      ranges: [0...50, 50...100]
    ) { source, size, p, dtype in source.randomIntegers(size, low: p[0], high: p[1], dtype: dtype)
    },
    NativeDrawSample(
      testDescription: "choice", dtypes: numbers, parameterDTypes: [.int64, .uint8],
      ranges: [1...9]
    ) { source, size, p, dtype in
      // A vector would be a list of items.
      guard let a = p[0] as? Variable, a.ndim > 0 else {
        return source.choice(size, a: p[0], dtype: dtype)
      }
      return source.choice(size, a: a.max(), dtype: dtype)
    },
  ]

  /// States from which is drawn; one goes past the last element.
  static let states: [NDArray] = [
    RandomState(seed: 0), RandomState(key: .max - 5, position: 1 << 40 + 3),
    RandomState(key: 11, position: .max - 2),
  ].map(\.array)
}
