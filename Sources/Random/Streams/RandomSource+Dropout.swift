import TheanoArrays
import TheanoGraph
import TheanoOps

/// Zeros with probability `p`, else ones.
struct DropoutDistribution: Distribution {
  let name = "dropout"
  let parameters = [DrawParameter.real("p")]

  func sampler(_ x: ParameterValues) throws -> BernoulliSampler {
    try checkProbability(x.real(0), "p", of: name)
    return try BernoulliSampler(probability: 1 - x.real(0))
  }
}

// Dropout: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting",
// JMLR 15 (2014).
extension RandomSource {
  /// Returns a draw of zeros, with probability `p`, and ones, to be multiplied with a layer's
  /// values.
  ///
  /// The dtype is `floatX` unless `dtype` says another.
  public func dropoutMask(
    _ size: [any SymbolicLength], p: any VariableConvertible = 0.5, dtype: DType? = nil
  ) -> Draw {
    drawMask(DropoutDistribution(), DrawShape(size, ndim: nil), p, dtype)
  }

  /// Returns a draw of ones, with probability `keep`, and zeros, of dtype `floatX` or `dtype`.
  public func dropoutMask(
    _ size: [any SymbolicLength], keep: any VariableConvertible, dtype: DType? = nil
  ) -> Draw {
    drawMask(BernoulliDistribution(), DrawShape(size, ndim: nil), keep, dtype)
  }

  /// Returns a draw of zeros, with probability `p`, and ones, of the shape of `x` and of its dtype.
  public func dropoutMask(
    like x: Variable, p: any VariableConvertible = 0.5, dtype: DType? = nil
  ) -> Draw {
    let shape = DrawShape(x.lengths(ofAxes: 0..<x.ndim), ndim: nil)
    return drawMask(DropoutDistribution(), shape, p, dtype ?? x.dtype)
  }

  /// Returns a draw of ones, with probability `keep`, and zeros, of the shape of `x` and of its
  /// dtype.
  public func dropoutMask(
    like x: Variable, keep: any VariableConvertible, dtype: DType? = nil
  ) -> Draw {
    let shape = DrawShape(x.lengths(ofAxes: 0..<x.ndim), ndim: nil)
    return drawMask(BernoulliDistribution(), shape, keep, dtype ?? x.dtype)
  }

  private func drawMask(
    _ distribution: some Distribution, _ shape: DrawShape, _ probability: any VariableConvertible,
    _ dtype: DType?
  ) -> Draw {
    draw { state in
      drawing(
        distribution, from: state, shape, [parameterVariable(probability)],
        dtype: dtype ?? Configuration.current.floatX)
    }
  }

  /// Returns `x` with elements set to zero with probability `p`, and the others divided by `1 - p`,
  /// so that the mean stays.
  ///
  /// The dtype is that of `x`, `floatX` for integers. Elements dropped count neither in the result
  /// nor in the gradient, even if they are not numbers.
  public func dropout(_ x: Variable, p: any VariableConvertible = 0.5) -> Draw {
    draw { state in
      let probability = parameterVariable(p)
      return buildingDraw("dropout", [state, x, probability]) {
        guard !x.dtype.isComplex else {
          throw GraphError(.type, "dropout is for real numbers, and \(x) is \(x.dtype).")
        }
        guard probability.ndim == 0 else {
          throw GraphError(.type, "p of dropout must be a scalar: \(probability.type).")
        }
        let shape = DrawShape(x.lengths(ofAxes: 0..<x.ndim), ndim: nil)
        let (next, mask) = drawing(
          DropoutDistribution(), from: state, shape, [probability], dtype: .bool)
        return [next, `switch`(mask, x * dropoutScale(probability, of: x), 0)]
      }
    }
  }
}

/// Returns `1 / (1 - p)`, or 0 if `p` is 1, so that nothing infinite meets a zero gradient.
private func dropoutScale(_ p: Variable, of x: Variable) -> Variable {
  if let value = p.constant?.reals.first { return Variable(weak: value == 1 ? 0 : 1 / (1 - value)) }
  let keep = 1 - p
  let scale = `switch`(gt(keep, 0), 1 / keep, 0)
  return cast(scale, x.dtype.isFloat ? x.dtype : Configuration.current.floatX)
}
