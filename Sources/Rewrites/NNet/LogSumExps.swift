import TheanoArrays
import TheanoGraph
import TheanoOps

/// Logarithms of sums of exponentials, and of probabilities.
package let logSumExps = RuleFamily(at: Log.self, LogSumExp.self) {
  logOfSum
  logOfScaledSum
  logOfSoftmax
  shiftedLogSumExp
  logSumExpOfOne
}

/// The logarithm of a sum of exponentials, also with axes moved in between.
private let logOfSum = Rewrite(
  "log(sum(exp(x))) → logsumexp(x)", at: .ops([Elementwise<Log>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("axis", [.init([.n, .m])]) {
      log(exp($0[0]).sum(axis: 1))
    } to: {
      logsumexp($0[0], axis: 1)
    },
    RewriteExample("all", [.init([.n, .m], dtype: .float32)]) {
      log(exp($0[0]).sum())
    } to: {
      logsumexp($0[0])
    },
    RewriteExample("kept axes", [.init([.n, .m])]) {
      log(exp($0[0]).sum(axis: 0, keepdims: true))
    } to: {
      logsumexp($0[0], axis: 0, keepdims: true)
    },
  ]
) { node, _ in
  node.inputs[0].logOfSumOfExponentials?.asResults
}

/// The logarithm of a mean of exponentials, or of another multiple of a sum of them.
private let logOfScaledSum = Rewrite(
  "log(a * sum(exp(x))) → log(a) + logsumexp(x)", at: .ops([Elementwise<Log>.self]),
  isMoreAccurate: true,
  examples: [
    RewriteExample("mean", [.init([.n, .m])]) {
      log(exp($0[0]).mean(axis: 1))
    },
    RewriteExample("multiple", [.init([.n, .m]), .init([.n])]) {
      log(exp($0[0]).sum(axis: 1) * $0[1])
    } to: {
      log($0[1]) + logsumexp($0[0], axis: 1)
    },
    RewriteExample("number", [.init([.n, .m])]) { log(0.5 * exp($0[0]).sum(axis: 1)) },
    RewriteExample("multiple of a mean", [.init([.n, .m])]) {
      log(0.5 * exp($0[0]).mean(axis: 1))
    },
  ]
) { node, _ in
  let x = node.inputs[0]
  return x.logOfMultiple(levels: 3, of: x.dtype)?.asResults
}

/// The logarithm of probabilities, also of some of them.
private let logOfSoftmax = Rewrite(
  "log(softmax(x)) → logSoftmax(x)", at: .ops([Elementwise<Log>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("rows", [.init([.n, .m])]) {
      log(softmax($0[0]))
    } to: {
      logSoftmax($0[0])
    },
    RewriteExample("transposed", [.init([.n, .m])]) {
      log(softmax($0[0]).transpose())
    } to: {
      logSoftmax($0[0]).transpose()
    },
    RewriteExample("some", [.init([.n, 3]), .init([.m], 0...2, dtype: .int64)]) {
      log(softmax($0[0])[.all, $0[1]])
    } to: {
      logSoftmax($0[0])[.all, $0[1]]
    },
    RewriteExample("of classes", [.init([.n, 3]), .init([.n], 0...2, dtype: .int64)]) {
      categoricalCrossentropy(softmax($0[0]), $0[1])
    } to: {
      categoricalCrossentropyWithLogits($0[0], $0[1])
    },
  ]
) { node, _ in
  // Down to the softmax, and back with the same choice of its logarithms.
  var selections: [Apply] = []
  var x = node.inputs[0]
  while selections.count < 8, let owner = x.owner, owner.op.isSelection {
    selections.append(owner)
    x = owner.inputs[0]
  }
  guard let owner = x.owner, let op = owner.op as? Softmax else { return nil }
  var result = logSoftmax(owner.inputs[0], axis: op.axes)
  for selection in selections.reversed() {
    result = selection.op.applied(to: [result] + selection.inputs.dropFirst())[0]
  }
  return result.asResults
}

/// A number added to all exponents.
private let shiftedLogSumExp = Rewrite(
  "logsumexp(c + x) → c + logsumexp(x)", at: .ops([LogSumExp.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("rows", [.init([.n, .m])]) {
      logsumexp(3 + $0[0], axis: 1)
    } to: {
      3 + logsumexp($0[0], axis: 1)
    }
  ]
) { node, _ in
  guard let op = node.op as? LogSumExp, let terms = node.inputs[0].operands(of: Add.self) else {
    return nil
  }
  for (number, x) in [(terms[0], terms[1]), (terms[1], terms[0])]
  where x.dtype == node.outputTypes[0].dtype {
    guard let value = number.uniformNumber, value.isFinite else { continue }
    return (number.dropping(op.axes) + logsumexp(x, axis: op.axes)).asResults
  }
  return nil
}

/// Sums of one exponential.
private let logSumExpOfOne = Rewrite(
  "logsumexp(x) over axes of length 1 → x", at: .ops([LogSumExp.self]),
  examples: [
    RewriteExample("column", [.init([.n, 1])]) {
      logsumexp($0[0], axis: 1)
    } to: {
      $0[0].dimshuffle(0)
    },
    RewriteExample("integers", [.init([.n, 1, .m], dtype: .int32)]) {
      logsumexp($0[0], axis: [1, 2])
    } to: {
      logsumexp($0[0].dimshuffle(0, 2), axis: 1)
    },
  ]
) { node, _ in
  guard let op = node.op as? LogSumExp else { return nil }
  let x = node.inputs[0]
  let (dropped, rest) = x.droppingSingles(among: op.axes)
  if rest.isEmpty { return cast(dropped, node.outputTypes[0].dtype).asResults }
  return rest.count < op.axes.count ? logsumexp(dropped, axis: rest).asResults : nil
}

extension Variable {
  /// The logarithm of this factor of something of `dtype`.
  fileprivate func logarithm(as dtype: DType) -> Variable {
    TheanoOps.log(type.isWeak ? self : cast(self, dtype))
  }

  /// The logarithm of this multiple of a sum of exponentials; nil if this is none.
  ///
  /// All factors but the outermost are known not to be negative: the product of two negative ones has a
  /// logarithm that they have not.
  fileprivate func logOfMultiple(levels: Int, of dtype: DType) -> Variable? {
    func log(_ sum: Variable, _ factor: Variable) -> Variable? {
      if let total = sum.logOfSumOfExponentials { return total }
      return levels > 1 && factor.isNonNegative
        ? sum.logOfMultiple(levels: levels - 1, of: dtype) : nil
    }
    if let quotient = operands(of: TrueDiv.self) {
      return log(quotient[0], quotient[1]).map { $0 - quotient[1].logarithm(as: dtype) }
    }
    guard let factors = operands(of: Mul.self) else { return nil }
    if let total = log(factors[0], factors[1]) { return factors[1].logarithm(as: dtype) + total }
    return log(factors[1], factors[0]).map { factors[0].logarithm(as: dtype) + $0 }
  }

  /// The logarithm of this sum of exponentials, with axes moved as they are here; nil if this is none.
  fileprivate var logOfSumOfExponentials: Variable? {
    var (sum, shuffle) = (self, DimShuffle?.none)
    if let owner, let op = owner.op as? DimShuffle { (sum, shuffle) = (owner.inputs[0], op) }
    guard let node = sum.owner, let axes = node.axesOfSum,
      let x = node.inputs[0].operand(of: Exp.self), !dtype.isComplex
    else { return nil }
    let result = logsumexp(x, axis: axes)
    return shuffle.map { result.dimshuffle($0.pattern) } ?? result
  }
}

extension Op {
  /// Whether the result is made of elements of the first operand, chosen by the others.
  var isSelection: Bool {
    self is DimShuffle || self is Subtensor || self is AdvancedSubtensor || self is GatherAlong
      || self is Reshape
  }
}
