extension ElementStream {
  /// Returns a float32 draw from the standard normal distribution; its magnitude is at most 6.66.
  ///
  /// Box and Muller as for ``nextNormal()``, in float32: `u` in (0, 1] from the top 31 bits of the
  /// next 32, plus a half, and `v` in [0, 1) from the 32 after. The same bits on every machine.
  public mutating func nextNormalFloat() -> Float {
    let u = (Float(Int32(nextUInt32() >> 1)) + 0.5) * 0x1p-31
    let radius = (-2 * unitLogarithm(u)).squareRoot()
    return radius * turnCosine(nextUInt32())
  }
}

/// Float32 numbers with the normal (Gaussian) distribution. Element by element, one block each.
public struct NormalFloatSampler: Sampler {
  /// The mean.
  public let mean: Float
  /// The standard deviation, at least 0.
  public let standardDeviation: Float

  /// Creates draws with this mean and deviation.
  ///
  /// - Throws: ``RandomError`` unless both are finite and `standardDeviation >= 0`.
  public init(mean: Float = 0, standardDeviation: Float = 1) throws(RandomError) {
    try checkFinite(Double(mean), "mean", of: "normal")
    try checkNonnegative(Double(standardDeviation), "standard deviation", of: "normal")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// Returns `fma(standardDeviation, z, mean)` with `z` standard normal.
  public func sample(_ stream: inout ElementStream) -> Float {
    mean.addingProduct(standardDeviation, stream.nextNormalFloat())
  }
}
