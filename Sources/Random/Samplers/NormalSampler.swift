extension ElementStream {
  /// Returns a draw from the standard normal distribution; its magnitude is at most 8.58.
  ///
  /// Box and Muller (1958): `√(-2 log u) cos(2πv)`, `u` in (0, 1] from the next 64 bits and `v` in
  /// [0, 1) from the 64 after, 53 bits of each. The same bits on every machine.
  public mutating func nextNormal() -> Double {
    let radius = (-2 * unitLogarithm(1 - nextUnit())).squareRoot()
    return radius * turnCosine(nextUInt64() >> 11)
  }
}

/// Real numbers with the normal (Gaussian) distribution. Element by element, one block each.
public struct NormalSampler: Sampler {
  /// The mean.
  public let mean: Double
  /// The standard deviation, at least 0.
  public let standardDeviation: Double

  /// Creates draws with this mean and deviation.
  ///
  /// - Throws: ``RandomError`` unless both are finite and `standardDeviation >= 0`.
  public init(mean: Double = 0, standardDeviation: Double = 1) throws(RandomError) {
    try checkFinite(mean, "mean", of: "normal")
    try checkNonnegative(standardDeviation, "standard deviation", of: "normal")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Returns `fma(standardDeviation, z, mean)` with `z` standard normal.
  public func sample(_ stream: inout ElementStream) -> Double {
    mean.addingProduct(standardDeviation, stream.nextNormal())
  }
}
