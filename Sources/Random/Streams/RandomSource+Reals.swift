import TheanoArrays
import TheanoGraph
import TheanoOps

// Draws of real numbers.
extension RandomSource {
  /// Returns a draw of real numbers uniform in [low, high).
  ///
  /// The dtype is `floatX`, promoted with the parameters' float dtypes, unless `dtype` says another
  /// float.
  public func uniform(
    _ size: [any SymbolicLength]? = nil, low: any VariableConvertible = 0,
    high: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawUniform(DrawShape(size, ndim: ndim), [low, high], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func uniform(
    _ size: Variable, low: any VariableConvertible = 0, high: any VariableConvertible = 1,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawUniform(DrawShape(size, ndim: ndim), [low, high], dtype: dtype)
  }

  /// Returns a draw of real numbers with the normal distribution of mean `avg` and standard
  /// deviation `std`.
  ///
  /// The dtype is `floatX`, promoted with the parameters' float dtypes, unless `dtype` says another
  /// float.
  public func normal(
    _ size: [any SymbolicLength]? = nil, avg: any VariableConvertible = 0,
    std: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawNormal(DrawShape(size, ndim: ndim), [avg, std], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func normal(
    _ size: Variable, avg: any VariableConvertible = 0, std: any VariableConvertible = 1,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawNormal(DrawShape(size, ndim: ndim), [avg, std], dtype: dtype)
  }

  /// Returns a draw of real numbers with a normal distribution cut off at both ends: none is
  /// further from `avg` than 2.27 times `std`, the standard deviation that is left.
  ///
  /// The normal distribution has standard deviation `std / 0.8796…` and is cut off at twice that,
  /// as in Theano's MRG streams. The dtype is as for `normal`.
  public func truncatedNormal(
    _ size: [any SymbolicLength]? = nil, avg: any VariableConvertible = 0,
    std: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawReals(TruncatedNormalDistribution(), DrawShape(size, ndim: ndim), [avg, std], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func truncatedNormal(
    _ size: Variable, avg: any VariableConvertible = 0, std: any VariableConvertible = 1,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawReals(TruncatedNormalDistribution(), DrawShape(size, ndim: ndim), [avg, std], dtype: dtype)
  }

  /// Returns a draw of real numbers with the exponential distribution of mean `scale`.
  ///
  /// The dtype is as for `normal`.
  public func exponential(
    _ size: [any SymbolicLength]? = nil, scale: any VariableConvertible = 1, ndim: Int? = nil,
    dtype: DType? = nil
  ) -> Draw {
    drawReals(ExponentialDistribution(), DrawShape(size, ndim: ndim), [scale], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func exponential(
    _ size: Variable, scale: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawReals(ExponentialDistribution(), DrawShape(size, ndim: ndim), [scale], dtype: dtype)
  }

  /// Returns a draw of real numbers with the gamma distribution of mean `shape · scale`.
  ///
  /// The dtype is as for `normal`.
  public func gamma(
    _ size: [any SymbolicLength]? = nil, shape: any VariableConvertible,
    scale: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawReals(GammaDistribution(), DrawShape(size, ndim: ndim), [shape, scale], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func gamma(
    _ size: Variable, shape: any VariableConvertible, scale: any VariableConvertible = 1,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawReals(GammaDistribution(), DrawShape(size, ndim: ndim), [shape, scale], dtype: dtype)
  }

  /// Returns a draw of real numbers in 0...1 with the beta distribution of mean `alpha / (alpha +
  /// beta)`.
  ///
  /// The dtype is as for `normal`.
  public func beta(
    _ size: [any SymbolicLength]? = nil, alpha: any VariableConvertible,
    beta: any VariableConvertible, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawReals(BetaDistribution(), DrawShape(size, ndim: ndim), [alpha, beta], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func beta(
    _ size: Variable, alpha: any VariableConvertible, beta: any VariableConvertible,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawReals(BetaDistribution(), DrawShape(size, ndim: ndim), [alpha, beta], dtype: dtype)
  }

  private func drawUniform(
    _ shape: DrawShape, _ values: [any VariableConvertible], dtype: DType?
  ) -> Draw {
    switch dtype ?? realDType(values.map(parameterVariable)) {
    case .float16: drawReals(UniformHalfDistribution(), shape, values, dtype: dtype)
    case .float32: drawReals(UniformFloatDistribution(), shape, values, dtype: dtype)
    default: drawReals(UniformDistribution(), shape, values, dtype: dtype)
    }
  }

  private func drawNormal(
    _ shape: DrawShape, _ values: [any VariableConvertible], dtype: DType?
  ) -> Draw {
    switch dtype ?? realDType(values.map(parameterVariable)) {
    case .float16, .float32: drawReals(NormalFloatDistribution(), shape, values, dtype: dtype)
    default: drawReals(NormalDistribution(), shape, values, dtype: dtype)
    }
  }

  private func drawReals(
    _ distribution: some Distribution, _ shape: DrawShape, _ values: [any VariableConvertible],
    dtype: DType?
  ) -> Draw {
    draw { state in
      let parameters = values.map(parameterVariable)
      let dtype = dtype ?? realDType(parameters)
      if dtype.isFloat {
        return drawing(distribution, from: state, shape, parameters, dtype: dtype)
      }
      return buildingDraw(distribution.name, parameters) {
        throw GraphError(
          .type, "\(distribution.name) draws real numbers, which \(dtype) does not hold.")
      }
    }
  }
}
