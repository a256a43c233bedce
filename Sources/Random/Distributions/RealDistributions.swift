import TheanoArrays
import TheanoGraph

// Distributions of real numbers. Which parameters are allowed is said where the samplers are.

/// Uniform on [low, high), with 53 random bits.
struct UniformDistribution: Distribution {
  let name = "uniform"
  let parameters = [DrawParameter.real("low"), .real("high")]

  func sampler(_ x: ParameterValues) throws -> UniformSampler {
    try UniformSampler(low: x.real(0), high: x.real(1))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? { .uniform(.float64) }
}

/// Uniform on [low, high), with 24 random bits, for float32.
struct UniformFloatDistribution: Distribution {
  let name = "uniform"
  let parameters = [DrawParameter.real("low"), .real("high")]

  func sampler(_ x: ParameterValues) throws -> UniformFloatSampler {
    try UniformFloatSampler(low: Float(x.real(0)), high: Float(x.real(1)))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? { .uniform(.float32) }
}

/// Uniform on [low, high), for float16.
struct UniformHalfDistribution: Distribution {
  let name = "uniform"
  let parameters = [DrawParameter.real("low"), .real("high")]

  func sampler(_ x: ParameterValues) throws -> UniformHalfSampler {
    try UniformHalfSampler(low: Float16(x.real(0)), high: Float16(x.real(1)))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    CompiledDraw("uniform", [.float16, .float16], of: .word32, drawing: .float16) { x, b in
      let (low, high) = (b.convert(x[0], .float32), b.convert(x[1], .float32))
      let areFinite = b.and(b.isFinite(low), b.isFinite(high))
      return (x, b.and(b.lessOrEqual(low, high), areFinite))
    }
  }
}

/// Normal, by mean and standard deviation, for float64.
struct NormalDistribution: Distribution {
  let name = "normal"
  let parameters = [DrawParameter.real("avg"), .real("std")]

  func sampler(_ x: ParameterValues) throws -> NormalSampler {
    try NormalSampler(mean: x.real(0), standardDeviation: x.real(1))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? { .normal(.float64) }
}

/// Normal, by mean and standard deviation, for float32 and float16.
struct NormalFloatDistribution: Distribution {
  let name = "normal"
  let parameters = [DrawParameter.real("avg"), .real("std")]

  func sampler(_ x: ParameterValues) throws -> NormalFloatSampler {
    try NormalFloatSampler(mean: Float(x.real(0)), standardDeviation: Float(x.real(1)))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? { .normal(.float32) }
}

/// Normal, cut off so that the standard deviation that is left is `std`.
struct TruncatedNormalDistribution: Distribution {
  let name = "truncated_normal"
  let parameters = [DrawParameter.real("avg"), .real("std")]

  func sampler(_ x: ParameterValues) throws -> TruncatedNormalSampler {
    try TruncatedNormalSampler(
      mean: x.real(0), standardDeviation: x.real(1) / TruncatedNormalSampler.unitStandardDeviation)
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    .truncatedNormal(unit: TruncatedNormalSampler.unitStandardDeviation)
  }
}

/// Exponential, by its mean.
struct ExponentialDistribution: Distribution {
  let name = "exponential"
  let parameters = [DrawParameter.real("scale")]

  func sampler(_ x: ParameterValues) throws -> ExponentialSampler {
    try ExponentialSampler(scale: x.real(0))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    CompiledDraw("exponential", [.float64], of: .word64, drawing: .float64) { x, b in
      (x, b.isNonnegative(x[0]))
    }
  }
}

/// Gamma, by shape and scale.
struct GammaDistribution: Distribution {
  let name = "gamma"
  let parameters = [DrawParameter.real("shape"), .real("scale")]

  func sampler(_ x: ParameterValues) throws -> GammaSampler {
    try GammaSampler(shape: x.real(0), scale: x.real(1))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    CompiledDraw(ofOwnWords: "gamma", [.float64, .float64], drawing: .float64) { x, b in
      b.and(b.isNonnegative(x[0]), b.isNonnegative(x[1]))
    }
  }
}

/// Beta, by its two shapes.
struct BetaDistribution: Distribution {
  let name = "beta"
  let parameters = [DrawParameter.real("alpha"), .real("beta")]

  func sampler(_ x: ParameterValues) throws -> BetaSampler {
    try BetaSampler(alpha: x.real(0), beta: x.real(1))
  }

  func compiled(_ x: [Variable]) -> CompiledDraw? {
    CompiledDraw(ofOwnWords: "beta", [.float64, .float64], drawing: .float64) { x, b in
      b.and(b.isPositive(x[0]), b.isPositive(x[1]))
    }
  }
}
