import TheanoArrays
import TheanoGraph

/// The axes over which batch normalisation takes its statistics.
public enum BatchNormalizationAxes: Sendable, Hashable {
  /// The first axis: each activation by itself.
  case perActivation
  /// All axes but the second: each channel of images.
  case spatial
  /// These axes; negative ones count from the end.
  case axes([Int])

  /// The axes of a tensor of rank `ndim`, counted from the start.
  func of(ndim: Int) -> Axes {
    switch self {
    case .perActivation: 0
    case .spatial: Axes([0] + (2..<Swift.max(2, ndim)))
    case .axes(let axes): Axes(Axes(axes).normalized(ndim: ndim))
    }
  }
}

/// What `batchNormalizationTrain` returns.
public struct BatchNormalization {
  /// The normalised inputs.
  public let output: Variable
  /// The means over the batch, of the parameters' shape.
  public let mean: Variable
  /// The inverses of the standard deviations, of the parameters' shape.
  public let inverseStd: Variable
  /// The new running mean, if one was given.
  public let runningMean: Variable?
  /// The new running variance, if one was given.
  public let runningVar: Variable?
}

/// Returns `inputs` normalised by the statistics of the batch, which it returns too:
/// (inputs - mean)·gamma/√(variance + epsilon) + beta.
///
/// - Parameters:
///   - inputs: the batch, floats.
///   - gamma: factors, of `inputs`' rank with length 1 along the axes, or without these axes.
///   - beta: summands, as `gamma`.
///   - axes: the axes over which statistics are taken.
///   - epsilon: what is added to variances, at least 1e-5.
///   - runningAverageFactor: the weight of this batch in the running statistics.
///   - runningMean: the mean so far; gives the new one.
///   - runningVar: the variance so far; gives the new one, to which the batch contributes without bias.
public func batchNormalizationTrain(
  _ inputs: Variable, gamma: Variable, beta: Variable,
  axes: BatchNormalizationAxes = .perActivation, epsilon: Double = 1e-4,
  runningAverageFactor: Double = 0.1, runningMean: Variable? = nil, runningVar: Variable? = nil
) -> BatchNormalization {
  let operands = [inputs, gamma, beta] + [runningMean, runningVar].compactMap { $0 }
  let axes = axes.of(ndim: inputs.ndim)
  if let error = misuse("batchNormalizationTrain", operands, axes, epsilon) {
    return BatchNormalization(
      output: error, mean: error, inverseStd: error, runningMean: runningMean.map { _ in error },
      runningVar: runningVar.map { _ in error })
  }
  let mean = inputs.mean(axis: axes, keepdims: true)
  let variance = inputs.var(axis: axes, keepdims: true)
  let inverse = 1 / sqrt(variance + epsilon)
  let scale = gamma.alongside(inputs, axes) * inverse
  let output = (inputs - mean) * scale + beta.alongside(inputs, axes)
  /// Adds what this batch has found to what was known.
  func updated(_ old: Variable?, _ found: Variable) -> Variable? {
    old.map {
      let new = $0.alongside(inputs, axes) * (1 - runningAverageFactor)
      return (new + found * runningAverageFactor).reduced(like: gamma, axes)
    }
  }
  let count = cast(inputs.elementCount(over: axes), inputs.dtype)
  return BatchNormalization(
    output: output, mean: mean.reduced(like: gamma, axes),
    inverseStd: inverse.reduced(like: gamma, axes), runningMean: updated(runningMean, mean),
    runningVar: updated(runningVar, variance * (count / (count - 1))))
}

/// Returns `inputs` normalised by given statistics, such as running ones:
/// (inputs - mean)·gamma/√(variance + epsilon) + beta. The other operands are as in
/// `batchNormalizationTrain`.
public func batchNormalizationTest(
  _ inputs: Variable, gamma: Variable, beta: Variable, mean: Variable, variance: Variable,
  axes: BatchNormalizationAxes = .perActivation, epsilon: Double = 1e-4
) -> Variable {
  let axes = axes.of(ndim: inputs.ndim)
  let operands = [inputs, gamma, beta, mean, variance]
  if let error = misuse("batchNormalizationTest", operands, axes, epsilon) { return error }
  let aligned = operands.dropFirst().map { $0.alongside(inputs, axes) }
  return (inputs - aligned[2]) * (aligned[0] / sqrt(aligned[3] + epsilon)) + aligned[1]
}

/// Returns (inputs - mean)·gamma/std + beta, the operands broadcast as in arithmetic.
public func batchNormalization(
  _ inputs: Variable, gamma: Variable, beta: Variable, mean: Variable, std: Variable
) -> Variable {
  (inputs - mean) * (gamma / std) + beta
}

/// Returns the error for operands that do not fit, if there is one.
private func misuse(_ op: String, _ operands: [Variable], _ axes: Axes, _ epsilon: Double)
  -> Variable?
{
  if let invalid = operands.first(where: { $0.error != nil }) { return invalid }
  let inputs = operands[0]
  var message: String?
  if (try? normalizedAxes(axes.axes, ndim: inputs.ndim)) == nil {
    message = "Axes \(axes.axes) do not fit inputs of rank \(inputs.ndim)."
  } else if !(epsilon >= 1e-5) {
    message = "epsilon must be at least 1e-5, and is \(epsilon)."
  } else if !inputs.dtype.isFloat {
    message = "inputs must be floats, not \(inputs.dtype)."
  } else if let odd = operands.first(where: {
    $0.ndim != inputs.ndim && $0.ndim != inputs.ndim - axes.axes.count
  }) {
    message =
      "Parameters must have the rank of inputs, \(inputs.ndim), or "
      + "\(inputs.ndim - axes.axes.count) without the axes, not \(odd.ndim)."
  }
  return message.map {
    let types = operands.map { "\($0): \($0.type)" }
    return Variable(
      invalid: GraphError(.value, $0, op: op, operands: types, site: .capture()))
  }
}

extension Variable {
  /// This parameter of `inputs`' rank, with length 1 along `axes`, along which it broadcasts.
  fileprivate func alongside(_ inputs: Variable, _ axes: Axes) -> Variable {
    if ndim != inputs.ndim { return restoringAxes(axes.axes, ndim: inputs.ndim) }
    if axes.axes.allSatisfy({ type.shape[$0] == 1 }) { return self }
    return specifyShape(self, (0..<ndim).map { axes.axes.contains($0) ? 1 : nil })
  }

  /// This statistic, of the inputs' rank, in the form of `parameter`: without `axes` if that is.
  fileprivate func reduced(like parameter: Variable, _ axes: Axes) -> Variable {
    if parameter.ndim == ndim { return self }
    return dimshuffle((0..<ndim).filter { !axes.axes.contains($0) }.map { .axis($0) })
  }
}
