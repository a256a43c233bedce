/// Float32 numbers with the normal (Gaussian) distribution. Element by element, a block for each four.
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
    mean.addingProduct(standardDeviation, stream.sharedNormalFloat)
  }
}
