import TheanoArrays
import TheanoGraph
import TheanoOps

// Draws of integers. With a float `dtype` the integers are converted.
extension RandomSource {
  /// Returns a draw of the numbers of successes in `n` trials, each of which succeeds with
  /// probability `p`.
  ///
  /// The dtype is int64 unless `dtype` says another.
  public func binomial(
    _ size: [any SymbolicLength]? = nil, n: any VariableConvertible = 1,
    p: any VariableConvertible = 0.5, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(BinomialDistribution(), DrawShape(size, ndim: ndim), [n, p], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func binomial(
    _ size: Variable, n: any VariableConvertible = 1, p: any VariableConvertible = 0.5,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(BinomialDistribution(), DrawShape(size, ndim: ndim), [n, p], dtype: dtype)
  }

  /// Returns a draw of ones, with probability `p`, and zeros.
  ///
  /// The dtype is int64 unless `dtype` says another.
  public func bernoulli(
    _ size: [any SymbolicLength]? = nil, p: any VariableConvertible = 0.5, ndim: Int? = nil,
    dtype: DType? = nil
  ) -> Draw {
    drawIntegers(BernoulliDistribution(), DrawShape(size, ndim: ndim), [p], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func bernoulli(
    _ size: Variable, p: any VariableConvertible = 0.5, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(BernoulliDistribution(), DrawShape(size, ndim: ndim), [p], dtype: dtype)
  }

  /// Returns a draw of the numbers of independent events where `lam` are expected.
  ///
  /// The dtype is int64 unless `dtype` says another.
  public func poisson(
    _ size: [any SymbolicLength]? = nil, lam: any VariableConvertible = 1, ndim: Int? = nil,
    dtype: DType? = nil
  ) -> Draw {
    drawIntegers(PoissonDistribution(), DrawShape(size, ndim: ndim), [lam], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func poisson(
    _ size: Variable, lam: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(PoissonDistribution(), DrawShape(size, ndim: ndim), [lam], dtype: dtype)
  }

  /// Returns a draw of integers from `low` to `high`, both included.
  ///
  /// The dtype is int64 unless `dtype` says another.
  public func randomIntegers(
    _ size: [any SymbolicLength]? = nil, low: any VariableConvertible = 0,
    high: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(
      IntegersDistribution(includesHigh: true), DrawShape(size, ndim: ndim), [low, high],
      dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func randomIntegers(
    _ size: Variable, low: any VariableConvertible = 0, high: any VariableConvertible = 1,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(
      IntegersDistribution(includesHigh: true), DrawShape(size, ndim: ndim), [low, high],
      dtype: dtype)
  }

  /// Returns a draw of integers from `low` to before `high`, as NumPy's `integers`.
  ///
  /// The dtype is int64 unless `dtype` says another.
  public func integers(
    _ size: [any SymbolicLength]? = nil, low: any VariableConvertible = 0,
    high: any VariableConvertible, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(
      IntegersDistribution(includesHigh: false), DrawShape(size, ndim: ndim), [low, high],
      dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func integers(
    _ size: Variable, low: any VariableConvertible = 0, high: any VariableConvertible,
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(
      IntegersDistribution(includesHigh: false), DrawShape(size, ndim: ndim), [low, high],
      dtype: dtype)
  }

  /// Returns a draw of vectors: for each, how often each outcome occurs in `n` trials.
  ///
  /// `pvals` has the probabilities of the outcomes along its last axis, which sum to 1; the result
  /// has one axis more than the shape, of their number. The dtype is int64 unless `dtype` says
  /// another.
  public func multinomial(
    _ size: [any SymbolicLength]? = nil, n: any VariableConvertible = 1,
    pvals: any VariableConvertible = [0.5, 0.5], ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(MultinomialDistribution(), DrawShape(size, ndim: ndim), [n, pvals], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func multinomial(
    _ size: Variable, n: any VariableConvertible = 1, pvals: any VariableConvertible = [0.5, 0.5],
    ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(MultinomialDistribution(), DrawShape(size, ndim: ndim), [n, pvals], dtype: dtype)
  }

  /// Returns a draw of permutations: the integers of `0..<n` in random order.
  ///
  /// `n` is a scalar; the result has one axis more than the shape, of length `n`. The dtype is
  /// int64 unless `dtype` says another.
  public func permutation(
    _ size: [any SymbolicLength]? = nil, n: any VariableConvertible = 1, ndim: Int? = nil,
    dtype: DType? = nil
  ) -> Draw {
    drawIntegers(PermutationDistribution(), DrawShape(size, ndim: ndim), [n], dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func permutation(
    _ size: Variable, n: any VariableConvertible = 1, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawIntegers(PermutationDistribution(), DrawShape(size, ndim: ndim), [n], dtype: dtype)
  }

  private func drawIntegers(
    _ distribution: some Distribution, _ shape: DrawShape, _ values: [any VariableConvertible],
    dtype: DType?
  ) -> Draw {
    draw { state in
      drawing(
        distribution, from: state, shape, values.map(parameterVariable), dtype: dtype ?? .int64)
    }
  }
}
