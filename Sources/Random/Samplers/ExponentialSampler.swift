extension ElementStream {
  /// Returns a draw from the exponential distribution of mean 1, in 0...36.8, by inversion.
  ///
  /// It takes 64 bits, 53 of which count. The same bits on every machine.
  public mutating func nextExponential() -> Double {
    exponential(nextUnit())
  }
}

/// Returns what has the exponential distribution of mean 1 where `unit` is uniform in [0, 1).
private func exponential(_ unit: Double) -> Double { 0 - portableLogarithm(1 - unit) }

/// Real numbers with the exponential distribution.
public struct ExponentialSampler: Sampler {
  /// The mean, at least 0: one over the rate.
  public let scale: Double

  /// Creates draws with this mean.
  ///
  /// - Throws: ``RandomError`` unless `scale` is finite and at least 0.
  public init(scale: Double = 1) throws(RandomError) {
    try checkNonnegative(scale, "scale", of: "exponential")
    self.scale = scale
  }

  /// Returns `-scale · log u` with `u` in (0, 1].
  public func sample(_ stream: inout ElementStream) -> Double {
    scale * exponential(stream.sharedUnit)
  }
}
