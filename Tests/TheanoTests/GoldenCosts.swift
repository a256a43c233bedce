import Theano

extension GoldenNames {
  /// Returns the cost of this name in the section `gradients`; throws for others.
  func cost(_ name: String) throws -> Variable {
    switch name {
    case "square": return x ** 2
    case "polynomial": return 3 * x ** 3 - 2 * x * y + y ** 2
    case "quotient": return (x + y) / (x * y)
    case "logistic": return (1 / (1 + exp(-M))).sum()
    case "sigmoid": return (sigmoid(v) * w).sum()
    case "softplus": return log(1 + exp(v)).sum()
    case "trigonometry": return sin(x) * cos(y) + tan(x * y) + arctan2(x, y)
    case "hyperbolic":
      let first = sinh(x) + cosh(x) * tanh(y)
      return first + arcsinh(x) + arccosh(2 + y) + arctanh(x / 2)
    case "logarithms":
      let logarithms = log(x) + log2(x) + log10(x) + log1p(x)
      return logarithms + expm1(x) + exp2(x) + sqrt(x)
    case "special":
      let first = erf(x) + erfc(x) + gammaln(x)
      return first + gamma(x) + psi(x) + j0(x) + j1(x)
    case "erfInverse": return erfinv(x) + erfcinv(y) + erfcx(x)
    case "besselI": return i0(x) + i1(x)
    case "power": return x ** y
    case "broadcast": return (M * v + x).sum()
    case "rowAndColumn": return exp(r + c).sum()
    case "dot": return dot(M, N).sum()
    case "quadraticForm": return dot(v, dot(M, v))
    case "outer": return (outer(v, w) ** 2).sum()
    case "tensordot": return (tensordot(t, M, axes: ([1, 2], [0, 1])) ** 2).sum()
    case "batchedDot": return tanh(batchedDot(t, t)).sum()
    case "mean": return (M.mean(axis: 0) ** 2).mean()
    case "variance": return M.var(axis: 1).sum() + M.std()
    case "productReduction": return M.prod(axis: 1).sum()
    case "logSumExp": return log(exp(v).sum())
    case "softmax": return (softmax(M) * N).sum()
    case "crossEntropy": return categoricalCrossentropy(softmax(dot(M, W) + v), iv).mean()
    case "binaryCrossEntropy": return binaryCrossentropy(sigmoid(dot(M, v) + x), w).mean()
    case "indexing":
      let product = (M[0] * M[.all, 1]).sum()
      return product + M[-1, -1] ** 2 + M[.stride(by: -1), 0].sum()
    case "advancedIndexing": return (v[iv] ** 2).sum()
    case "incSubtensor": return (incSubtensor(v[1...], w) ** 2).sum()
    case "setSubtensor": return (setSubtensor(v[iv], w) ** 2).sum()
    case "joinAndStack": return (concatenate([v, w]) ** 2).sum() + stack([x, y]).prod()
    case "reshape": return (M.reshape([3, 2]).T * N).sum() + (M.flatten() ** 3).sum()
    case "cumsum": return (cumsum(v) * w).sum()
    case "repeatAndTile": return (`repeat`(v, 2) * tile(w, 2)).sum()
    case "diagonal": return (diag(v) * M).sum() + diag(M).prod()
    case "gradientOfGradient": return try grad(exp(x * y) + x ** 3, wrt: x)
    case "thirdOrder": return try grad(grad(sin(x) * x, wrt: x), wrt: x)
    case "disconnectedGrad": return x ** 2 * disconnectedGrad(x)
    case "gradClip": return gradClip(x, -1, 1) ** 2
    case "gradScale": return gradScale(x, -0.5) ** 2
    default: return try loopCost(name)
    }
  }

  /// Returns the cost of this name that has a loop in it.
  private func loopCost(_ name: String) throws -> Variable {
    switch name {
    case "scanPower":
      let (h, _) = try scan(outputsInfo: onesLike(x), nonSequences: x, nSteps: 4) { h, x in h * x }
      return h[-1]
    case "scanPolynomial":
      let (h, _) = try scan(sequences: [v, arange(100.0)], nonSequences: x) { c, n, x in c * x ** n
      }
      return h.sum()
    case "scanAllSteps":
      let (h, _) = try scan(sequences: v, outputsInfo: x, nonSequences: a) { u, h, a in
        tanh(a * h + u)
      }
      return (h ** 2).sum()
    case "scanRecurrentNetwork":
      let (h, _) = try scan(sequences: M, outputsInfo: v, nonSequences: W) { u, h, w in
        tanh(dot(h, w) + u)
      }
      return (h[-1] ** 2).sum()
    case "scanOutputTaps":
      let (h, _) = try scan(
        outputsInfo: Initial(v, taps: [-2, -1]), nonSequences: a, nSteps: 4
      ) { h2, h1, a in a * h1 + h2 * h1 }
      return h[-1]
    case "scanSequenceTaps":
      let (h, _) = try scan(sequences: Taps(v, [0, -1]), outputsInfo: x) { now, before, h in
        h * now - before
      }
      return (h * h).sum()
    case "scanFutureTap":
      let (h, _) = try scan(sequences: Taps(v, [0, 1]), outputsInfo: x) { now, next, h in
        h + now * next
      }
      return h[-1]
    case "scanUntil": return try growth()[-1]
    case "scanUntilSum": return try growth().sum()
    case "scanTruncate1": return try powers(4, truncateGradient: 1)[-1]
    case "scanTruncate2": return try powers(4, truncateGradient: 2)[-1]
    case "scanTruncateNot": return try powers(4, truncateGradient: -1)[-1]
    case "scanTruncateSequence":
      let (h, _) = try scan(sequences: v, outputsInfo: x, truncateGradient: 2) { u, h in u * h }
      return h[-1]
    case "scanBackwards":
      let (h, _) = try scan(sequences: v, outputsInfo: x, goBackwards: true) { u, h in u * h + u }
      return h[-1] * h[0]
    case "scanTwoStates":
      let ((p, q), _) = try scan(sequences: v, outputsInfo: [x, y]) { u, p, q in
        (p + u * q, q * p)
      }
      return p[-1] + q.sum()
    case "scanMapAndState":
      let ((p, q), _) = try scan(sequences: v, outputsInfo: [x, nil]) { u, p in (p * u, p + u ** 2)
      }
      return q.sum() * p[-1]
    case "scanMiddleStep": return try powers(5, truncateGradient: -1)[2]
    case "scanNested":
      let (h, _) = try scan(sequences: M, nonSequences: x) { m, x in try horner(m, x) }
      return h.sum()
    case "scanSecondOrder":
      let (h, _) = try scan(outputsInfo: onesLike(x), nonSequences: x, nSteps: 3) { h, x in h * x }
      return try grad(h[-1], wrt: x)
    case "scanFoldr": return try foldr(v, zerosLike(x)) { e, h in h * x + e }.0
    default: throw UnknownGolden(source: name)
    }
  }

  /// The value of a polynomial with these coefficients.
  func horner(_ coefficients: Variable, _ x: Variable) throws -> Variable {
    try scan(sequences: coefficients, outputsInfo: zerosLike(x)) { e, h in h * x + e }.0[-1]
  }

  /// Multiplies `x` by `a` until it is above 20.
  private func growth() throws -> Variable {
    try scan(outputsInfo: x, nonSequences: a, nSteps: 50) { h, a in (h * a, until(h * a .> 20)) }.0
  }

  /// `x` times powers of `a`.
  private func powers(_ count: Int, truncateGradient: Int) throws -> Variable {
    try scan(
      outputsInfo: x, nonSequences: a, nSteps: count, truncateGradient: truncateGradient
    ) { h, a in h * a }.0
  }
}
