import TheanoArrays
import TheanoGraph

/// Returns the cross-entropy between rows of probabilities and the true ones, for each row; without
/// the last axis of `codingDist`.
///
/// - Parameters:
///   - codingDist: probabilities along the last axis, `[n, k]`.
///   - trueDist: the true classes, integers `[n]`; or their probabilities, of `codingDist`'s rank.
///
/// The result is -log p[class], or -Σ true·log p. Of logits, `categoricalCrossentropyWithLogits` is
/// more exact.
public func categoricalCrossentropy(_ codingDist: Variable, _ trueDist: Variable) -> Variable {
  if codingDist.ndim == trueDist.ndim {
    return -(trueDist * log(codingDist)).sum(axis: -1)
  }
  if let error = labelError(codingDist, trueDist, op: "categoricalCrossentropy") { return error }
  return -log(pick(trueDist, from: codingDist))
}

/// Returns `categoricalCrossentropy(softmax(logits), trueDist)`, safe and exact for large logits:
/// where probabilities underflow, and with its gradient.
///
/// - Parameters:
///   - logits: unnormalised logarithms of probabilities along the last axis, `[n, k]`.
///   - trueDist: the true classes, integers `[n]`; or their probabilities, of `logits`' rank. A
///     class of probability 0 may have a logit of minus infinity.
public func categoricalCrossentropyWithLogits(_ logits: Variable, _ trueDist: Variable) -> Variable
{
  let logs = logSoftmax(logits)
  if logits.ndim == trueDist.ndim {
    let isImpossible = eq(trueDist, 0) * eq(logs, Variable(weak: -Double.infinity))
    return -`where`(isImpossible, 0, trueDist * logs).sum(axis: -1)
  }
  if let error = labelError(logits, trueDist, op: "categoricalCrossentropyWithLogits") {
    return error
  }
  return -pick(trueDist, from: logs)
}

/// Returns the cross-entropy of `softmax(x)` with true classes, for each row, and the softmax.
///
/// - Parameters:
///   - x: logits `[n, k]`.
///   - y: the true classes, integers `[n]`.
///   - bias: added to each row of logits, `[k]`.
public func crossentropySoftmax1hot(_ x: Variable, _ y: Variable, bias: Variable? = nil)
  -> (crossentropy: Variable, softmax: Variable)
{
  let logits = bias.map { x + $0 } ?? x
  if let error = labelError(logits, y, op: "crossentropySoftmax1hot") { return (error, error) }
  return (-pick(y, from: logSoftmax(logits)), softmax(logits))
}

/// Returns the cross-entropy between the probability `output` of a yes and the true one, element by
/// element: -(target·log(output) + (1 - target)·log(1 - output)). Of logits,
/// `sigmoidBinaryCrossentropy` is more exact.
public func binaryCrossentropy(_ output: Variable, _ target: Variable) -> Variable {
  -(target * log(output) + (1 - target) * log(1 - output))
}

/// Returns the elements of `x` along its last axis that the integers `labels` name.
private func pick(_ labels: Variable, from x: Variable) -> Variable {
  let places = labels.dimshuffle((0..<labels.ndim).map { .axis($0) } + [.new])
  let picked = Variable.apply(GatherAlong(axis: x.ndim - 1), [x, places])
  return picked.dimshuffle((0..<labels.ndim).map { .axis($0) })
}

/// Returns the error for classes that do not fit rows of numbers, if there is one.
private func labelError(_ x: Variable, _ labels: Variable, op: String) -> Variable? {
  if x.error != nil { return x }
  if labels.error != nil { return labels }
  let operands = [x, labels].map { "\($0): \($0.type)" }
  if labels.ndim != x.ndim - 1 {
    return Variable(
      invalid: GraphError(
        .type, "rank mismatch between coding and true distributions", op: op, operands: operands,
        site: .capture()))
  }
  if !labels.dtype.isInteger {
    return Variable(
      invalid: GraphError(
        .type, "integer vector required for argument: true_one_of_n (classes), not \(labels.type).",
        op: op, operands: operands, site: .capture()))
  }
  return nil
}
