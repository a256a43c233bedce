import TheanoArrays
import TheanoGraph
import TheanoOps

/// What people write for softmax and for its logarithm: right where exponentials overflow or underflow.
package let softmaxes = RuleFamily(
  at: TrueDiv.self, Mul.self, Exp.self, Softmax.self, LogSoftmax.self, Sub.self
) {
  exponentialsOverSum
  scaledExponentialsOverSum
  exponentialOfLogSoftmax
  logitsWithoutMaximum
  logitsLessLogSumExp
  logSumExpLessLogits
  shiftedLogits
}

/// exp(x) / Σ exp(x).
private let exponentialsOverSum = Rewrite(
  "exp(x) / sum(exp(x)) → softmax(x)", at: .ops([Elementwise<TrueDiv>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("rows", [.init([.n, .m])]) {
      exp($0[0]) / exp($0[0]).sum(axis: 1, keepdims: true)
    } to: {
      softmax($0[0])
    },
    RewriteExample("columns", [.init([.n, .m], dtype: .float32)]) {
      exp($0[0]) / exp($0[0]).sum(axis: 0)
    } to: {
      softmax($0[0], axis: 0)
    },
    RewriteExample("all", [.init([.n])]) {
      exp($0[0]) / exp($0[0]).sum()
    } to: {
      softmax($0[0])
    },
  ]
) { node, _ in
  let (top, bottom) = (node.inputs[0], node.inputs[1])
  guard let x = top.operand(of: Exp.self), let (summed, axes) = bottom.keptSum, summed == top else {
    return nil
  }
  return softmax(x, axis: axes).asResults
}

/// The same with a factor, or as a product with the reciprocal of the sum.
private let scaledExponentialsOverSum = Rewrite(
  "a * exp(x) / sum(exp(x)) → a * softmax(x)",
  at: .ops([Elementwise<TrueDiv>.self, Elementwise<Mul>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("factor", [.init([.n, .m]), .init([.n, .m])]) {
      $0[1] * exp($0[0]) / exp($0[0]).sum(axis: 1, keepdims: true)
    } to: {
      $0[1] * softmax($0[0])
    },
    RewriteExample("reciprocal", [.init([.n, .m])]) {
      exp($0[0]) * (1 / exp($0[0]).sum(axis: 1, keepdims: true))
    } to: {
      1 * softmax($0[0])
    },
    RewriteExample("factor of the reciprocal", [.init([.n, .m]), .init([.n, 1])]) {
      exp($0[0]) * ($0[1] / exp($0[0]).sum(axis: 1, keepdims: true))
    } to: {
      $0[1] * softmax($0[0])
    },
  ]
) { node, _ in
  let (a, b) = (node.inputs[0], node.inputs[1])
  if node.op is Elementwise<TrueDiv> {
    let negated = a.operand(of: Neg.self)
    guard let factors = (negated ?? a).operands(of: Mul.self), let (summed, axes) = b.keptSum
    else { return nil }
    for (exponential, other) in [(factors[0], factors[1]), (factors[1], factors[0])]
    where summed == exponential {
      guard let x = exponential.operand(of: Exp.self) else { continue }
      let product = other * softmax(x, axis: axes)
      return [negated == nil ? product : -product]
    }
    return nil
  }
  for (exponential, other) in [(a, b), (b, a)] {
    guard let x = exponential.operand(of: Exp.self) else { continue }
    if let inverted = other.operand(of: Reciprocal.self), let (summed, axes) = inverted.keptSum,
      summed == exponential
    {
      return softmax(x, axis: axes).asResults
    }
    guard let quotient = other.operands(of: TrueDiv.self),
      let (summed, axes) = quotient[1].keptSum, summed == exponential
    else { continue }
    return (quotient[0] * softmax(x, axis: axes)).asResults
  }
  return nil
}

/// exp(logSoftmax(x)), which gradients hold.
private let exponentialOfLogSoftmax = Rewrite(
  "exp(logSoftmax(x)) → softmax(x)", at: .ops([Elementwise<Exp>.self]),
  examples: [
    RewriteExample("rows", [.init([.n, .m])]) {
      exp(logSoftmax($0[0]))
    } to: {
      softmax($0[0])
    }
  ]
) { node, _ in
  guard let owner = node.inputs[0].owner, let op = owner.op as? LogSoftmax else { return nil }
  return softmax(owner.inputs[0], axis: op.axes).asResults
}

/// Logits less their maximum, by which people keep exponentials from overflowing.
private let logitsWithoutMaximum = Rewrite(
  "softmax(x - max(x)) → softmax(x)", at: .ops([Softmax.self, LogSoftmax.self]),
  isMoreAccurate: true,
  examples: [
    RewriteExample("softmax", [.init([.n, 3])]) {
      softmax($0[0] - $0[0].max(axis: 1, keepdims: true))
    } to: {
      softmax($0[0])
    },
    RewriteExample("logSoftmax", [.init([3, .n])]) {
      logSoftmax($0[0] - $0[0].max(axis: 0, keepdims: true), axis: 0)
    } to: {
      logSoftmax($0[0], axis: 0)
    },
  ]
) { node, _ in
  guard let difference = node.inputs[0].operands(of: Sub.self),
    let (x, axes) = difference[1].keptMaximum, x == difference[0],
    axes == node.op.softmaxAxes
  else { return nil }
  return node.op.applied(to: [x])
}

/// Logits with a number added to all of them.
private let shiftedLogits = Rewrite(
  "softmax(x + c) → softmax(x)", at: .ops([Softmax.self, LogSoftmax.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("softmax", [.init([.n, .m])]) {
      softmax($0[0] + 3)
    } to: {
      softmax($0[0])
    },
    RewriteExample("logSoftmax", [.init([.n, .m], dtype: .float32)]) {
      logSoftmax($0[0] - 3)
    } to: {
      logSoftmax($0[0])
    },
  ]
) { node, _ in
  let logits = node.inputs[0]
  let terms = logits.operands(of: Add.self)
  guard let pair = terms ?? logits.operands(of: Sub.self) else { return nil }
  let places = terms == nil ? [1] : [0, 1]
  for place in places where pair[1 - place].dtype == logits.dtype {
    if let number = pair[place].uniformNumber, number.isFinite {
      return node.op.applied(to: [pair[1 - place]])
    }
  }
  return nil
}

/// x - log Σ exp(x).
private let logitsLessLogSumExp = Rewrite(
  "x - logsumexp(x) → logSoftmax(x)", at: .ops([Elementwise<Sub>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("rows", [.init([.n, .m])]) {
      $0[0] - logsumexp($0[0], axis: 1, keepdims: true)
    } to: {
      logSoftmax($0[0])
    }
  ]
) { node, _ in
  guard let (x, axes) = node.inputs[1].keptLogSumExp, x == node.inputs[0] else { return nil }
  return logSoftmax(x, axis: axes).asResults
}

/// log Σ exp(x) - x.
private let logSumExpLessLogits = Rewrite(
  "logsumexp(x) - x → -logSoftmax(x)", at: .ops([Elementwise<Sub>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("rows", [.init([.n, .m])]) {
      logsumexp($0[0], axis: 1, keepdims: true) - $0[0]
    } to: {
      -logSoftmax($0[0])
    }
  ]
) { node, _ in
  guard let (x, axes) = node.inputs[0].keptLogSumExp, x == node.inputs[1] else { return nil }
  return (-logSoftmax(x, axis: axes)).asResults
}

extension Op {
  /// The axes of a softmax or of its logarithm.
  var softmaxAxes: [Int]? { (self as? Softmax)?.axes ?? (self as? LogSoftmax)?.axes }
}
