extension ElementStream {
  /// Returns a draw from the standard normal distribution; its magnitude is at most 8.58.
  ///
  /// Box and Muller (1958): `√(-2 log u) cos(2πv)`, `u` in (0, 1] from the next 64 bits and `v` in
  /// [0, 1) from the 64 after, 53 bits of each. The same bits on every machine.
  public mutating func nextNormal() -> Double {
    normal(of: nextUInt64(), turn: nextUInt64() >> 11)
  }

  /// Returns Box and Muller's normal number of a word, of which the top 53 bits count, and an angle in units of
  /// 2^-53 turns.
  func normal(of word: UInt64, turn: UInt64) -> Double {
    let unit = Double(word >> 11) * 0x1p-53
    return (-2 * portableLogarithm(1 - unit)).squareRoot() * turnCosine(turn)
  }
}

/// Real numbers with the normal (Gaussian) distribution. Element by element, a block for each two.
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
    mean.addingProduct(standardDeviation, stream.sharedNormal)
  }
}
