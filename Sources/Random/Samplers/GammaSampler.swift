/// Positive real numbers with the gamma distribution.
///
/// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26
/// (2000), with their step from `shape + 1` to `shape` where it is below 1.
public struct GammaSampler: Sampler {
  /// The shape, at least 0: the mean in units of `scale`.
  public let shape: Double
  /// What the draws are multiplied by, at least 0.
  public let scale: Double

  /// Creates draws with this shape and scale.
  ///
  /// - Throws: ``RandomError`` unless both are finite and at least 0.
  public init(shape: Double, scale: Double = 1) throws(RandomError) {
    try checkNonnegative(shape, "shape", of: "gamma")
    try checkNonnegative(scale, "scale", of: "gamma")
    self.shape = shape
    self.scale = scale
  }

  /// Returns a draw of mean `shape · scale`; 0 if the shape is 0.
  public func sample(_ stream: inout ElementStream) -> Double {
    if shape == 0 { return 0 }
    if shape >= 1 { return scale * stream.nextGamma(shape: shape) }
    let larger = stream.nextGamma(shape: shape + 1)
    return scale * (larger * portableExponential(portableLogarithm(stream.nextOpenUnit()) / shape))
  }
}

extension ElementStream {
  /// Returns a gamma draw of scale 1, for a finite `shape` of at least 1; 1.05 rounds on average.
  mutating func nextGamma(shape: Double) -> Double {
    let d = shape - 1.0 / 3
    let c = 1 / (3 * d.squareRoot())
    while true {
      let x = nextNormal()
      let u = nextOpenUnit()
      let root = 1.0.addingProduct(c, x)
      guard root > 0 else { continue }
      let v = root * root * root
      let square = x * x
      if u < 1.0.addingProduct(-0.0331 * square, square) { return d * v }
      let sum = 1.0.addingProduct(-(root * root), root) + portableLogarithm(v)
      if portableLogarithm(u) < (0.5 * square).addingProduct(d, sum) { return d * v }
    }
  }

  /// Returns the logarithm of a gamma draw of scale 1, for a positive, finite `shape`.
  ///
  /// It is -infinity only where even the logarithm overflows: at shapes below 1e-306.
  mutating func nextLogGamma(shape: Double) -> Double {
    if shape >= 1 { return portableLogarithm(nextGamma(shape: shape)) }
    let larger = portableLogarithm(nextGamma(shape: shape + 1))
    return larger + portableLogarithm(nextOpenUnit()) / shape
  }
}
