/// Real numbers uniform in [low, high), or `low` itself if the two are equal.
///
/// Element by element, 64 shared bits each, 53 of which count.
public struct UniformSampler: Sampler {
  /// The least value, included.
  public let low: Double
  /// The end of the interval, excluded.
  public let high: Double

  /// Creates draws on the interval from `low` to `high`.
  ///
  /// - Throws: ``RandomError/interval(_:low:high:)`` if `low > high` or `high - low` is not
  ///   finite.
  public init(low: Double = 0, high: Double = 1) throws(RandomError) {
    guard low <= high, (high - low).isFinite else {
      throw .interval("uniform", low: low, high: high)
    }
    self.low = low
    self.high = high
  }

  /// Returns `fma(u, high - low, low)` with `u` in [0, 1); rounding up to `high` is prevented.
  public func sample(_ stream: inout ElementStream) -> Double {
    let value = low.addingProduct(stream.sharedUnit, high - low)
    return value < high || low == high ? value : high.nextDown
  }
}

/// Float32 numbers uniform in [low, high), or `low` itself if the two are equal.
///
/// Element by element, 32 shared bits each, 24 of which count.
public struct UniformFloatSampler: Sampler {
  /// The least value, included.
  public let low: Float
  /// The end of the interval, excluded.
  public let high: Float

  /// Creates draws on the interval from `low` to `high`.
  ///
  /// - Throws: ``RandomError/interval(_:low:high:)`` if `low > high` or `high - low` is not
  ///   finite.
  public init(low: Float = 0, high: Float = 1) throws(RandomError) {
    guard low <= high, (high - low).isFinite else {
      throw .interval("uniform", low: Double(low), high: Double(high))
    }
    self.low = low
    self.high = high
  }

  /// Returns `fma(u, high - low, low)` with `u` in [0, 1); rounding up to `high` is prevented.
  public func sample(_ stream: inout ElementStream) -> Float {
    let value = low.addingProduct(stream.sharedUnitFloat, high - low)
    return value < high || low == high ? value : high.nextDown
  }
}

/// Float16 numbers uniform in [low, high), or `low` itself if the two are equal.
///
/// Element by element, 32 shared bits each, 24 of which count.
public struct UniformHalfSampler: Sampler {
  /// The least value, included.
  public let low: Float16
  /// The end of the interval, excluded.
  public let high: Float16

  /// Creates draws on the interval from `low` to `high`.
  ///
  /// - Throws: ``RandomError/interval(_:low:high:)`` if `low > high` or an end is not finite.
  public init(low: Float16 = 0, high: Float16 = 1) throws(RandomError) {
    guard low <= high, low.isFinite, high.isFinite else {
      throw .interval("uniform", low: Double(low), high: Double(high))
    }
    self.low = low
    self.high = high
  }

  /// Returns `fma(u, high - low, low)` in float32 with `u` in [0, 1), rounded to nearest; rounding
  /// up to `high` is prevented.
  public func sample(_ stream: inout ElementStream) -> Float {
    let length = Float(high) - Float(low)
    let value = Float16(Float(low).addingProduct(stream.sharedUnitFloat, length))
    return Float(value < high || low == high ? value : high.nextDown)
  }
}
