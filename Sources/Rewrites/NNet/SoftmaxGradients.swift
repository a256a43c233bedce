import TheanoArrays
import TheanoGraph
import TheanoOps

/// Gradients of logarithms of probabilities, which are built on the graph as the user wrote it: they divide by
/// probabilities, which may have underflowed, what is then multiplied by them. Without the division they are
/// what one would write by hand: `softmax(x) - target`.
package let softmaxGradients = RuleFamily(at: Mul.self, Add.self, Sub.self) {
  gradientOfSoftmax
  gradientInTwoTerms
  gradientOfSum
}

/// The gradient of a softmax `p`, where that by `p` itself is divided by `p`.
private let gradientOfSoftmax = Rewrite(
  "p * (g / p - sum(p * (g / p))) → g - p * sum(g), of softmax", at: .ops([Elementwise<Mul>.self]),
  isMoreAccurate: true,
  examples: [
    RewriteExample("rows", [.init([.n, .m]), .init([.n, .m])]) {
      gradient(softmax($0[0]), $0[1] / softmax($0[0]), axis: 1)
    } to: {
      $0[1] - softmax($0[0]) * $0[1].sum(axis: 1, keepdims: true)
    },
    RewriteExample(
      "columns", [.init([.n, .m], dtype: .float32), .init([1, .m], dtype: .float32)]
    ) { x in
      let p = softmax(x[0], axis: 0)
      return gradient(p, -(x[1] / p), axis: 0)
    },
    RewriteExample("classes", [.init([.n, 3]), .init([.n]), .init([.n], 0...2, dtype: .int64)]) {
      x in
      let (p, places) = (softmax(x[0]), x[2].dimshuffle(0, "x"))
      let picked = Variable.apply(GatherAlong(axis: 1), [p, places])
      let slope = x[1].dimshuffle(0, "x") / picked
      return gradient(p, .apply(ScatterAlong(axis: 1), [p, places, slope]), axis: 1)
    },
    RewriteExample("places", [.init([3, 4]), .init([.n]), .init([.n], 0...2, dtype: .int64)]) {
      x in
      let p = softmax(x[0])
      let slopes = incSubtensor(p.zerosLike()[x[2], x[2]], x[1] / p[x[2], x[2]])
      return gradient(p, slopes, axis: 1)
    },
    RewriteExample("transposed", [.init([.n, .m]), .init([.n, .m])]) { x in
      let p = softmax(x[0])
      let slope = (x[1].transpose() / p.transpose()).transpose()
      return gradient(p, slope * 2 + x[1], axis: 1)
    },
  ]
) { node, _ in
  for place in 0...1 {
    if let new = node.inputs[place].gradientOfSoftmax(node.inputs[1 - place]) {
      return new.asResults
    }
  }
  return nil
}

/// The same gradient where the exponentials and those in their sum were two expressions when it was built.
private let gradientInTwoTerms = Rewrite(
  "p * (g / p) - p * sum(p * (g / p)) → g - p * sum(g), of softmax",
  at: .ops([Elementwise<Add>.self, Elementwise<Sub>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("difference", [.init([.n, .m]), .init([.n, .m])]) { x in
      let p = softmax(x[0])
      let slope = x[1] / p
      return slope * p - p * (p * slope).sum(axis: 1, keepdims: true)
    } to: {
      $0[1] - softmax($0[0]) * $0[1].sum(axis: 1, keepdims: true)
    },
    RewriteExample("sum", [.init([.n, .m]), .init([.n, .m])]) { x in
      let p = softmax(x[0])
      let slope = x[1] / p
      return (-(p * slope)).sum(axis: 1, keepdims: true) * p + slope * p
    } to: {
      $0[1] - softmax($0[0]) * $0[1].sum(axis: 1, keepdims: true)
    },
  ]
) { node, _ in
  guard let a = node.inputs[0].operands(of: Mul.self),
    let b = node.inputs[1].operands(of: Mul.self)
  else { return nil }
  for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] where a[i] == b[j] && a[i].owner?.op is Softmax {
    let slope = node.op.applied(to: [a[1 - i], b[1 - j]])[0]
    if let new = a[i].gradientOfSoftmax(slope) { return new.asResults }
  }
  return nil
}

/// The gradient of a function of a sum of exponentials.
private let gradientOfSum = Rewrite(
  "exp(x) * (g / sum(exp(x))) → g * softmax(x), in gradients", at: .ops([Elementwise<Mul>.self]),
  isMoreAccurate: true,
  examples: [
    RewriteExample("of logsumexp", [.init([.n, .m]), .init([.n])]) { x in
      let e = exp(x[0])
      return e * fill(e, (x[1] / e.sum(axis: 1)).dimshuffle(0, "x"))
    } to: { x in
      x[1].dimshuffle(0, "x") * softmax(x[0])
    },
    RewriteExample("of a quotient", [.init([.n, .m]), .init([.n, .m])]) { x in
      let e = exp(x[0])
      let s = e.sum(axis: 1, keepdims: true)
      return (x[1] / s + fill(e, (-(x[1] * e) / (s * s)).sum(axis: 1, keepdims: true))) * e
    },
  ]
) { node, _ in
  for place in 0...1 {
    let (exponential, slope) = (node.inputs[place], node.inputs[1 - place])
    guard let x = exponential.operand(of: Exp.self), !x.dtype.isComplex,
      let (total, axes) = slope.sum(of: exponential)
    else { continue }
    var cancellation = Cancellation()
    let wide = total.shuffled(Variable.restoringPattern(axes, ndim: x.ndim))
    guard var new = cancellation.product(wide, slope) else { continue }
    // The softmax has the whole shape.
    while let repeated = new.operands(of: Second.self) { new = repeated[1] }
    return (new * softmax(x, axis: axes)).asResults
  }
  return nil
}

/// The gradient of the softmax `p`, given that by `p`, as the operation builds it; for examples.
private func gradient(_ p: Variable, _ slope: Variable, axis: Int) -> Variable {
  p * (slope - (p * slope).sum(axis: axis, keepdims: true))
}

extension Variable {
  /// The product of this softmax `p` with `slope`, if that is `d - sum(p * d)` where `d` is divided by `p`.
  fileprivate func gradientOfSoftmax(_ slope: Variable) -> Variable? {
    guard let axes = (owner?.op as? Softmax)?.axes,
      let direct = slope.lessWeightedSum(of: self, axes)
    else { return nil }
    var cancellation = Cancellation()
    guard let new = cancellation.product(self, direct) else { return nil }
    return new - self * new.sum(axis: axes, keepdims: true)
  }

  /// The `d` of which this is `d - sum(p * d)`, the sum being over `axes`, which are kept.
  fileprivate func lessWeightedSum(of p: Variable, _ axes: [Int]) -> Variable? {
    if let x = operands(of: Sub.self) {
      return x[1].isWeightedSum(of: x[0], p, axes, isNegative: false) ? x[0] : nil
    }
    guard let x = operands(of: Add.self) else { return nil }
    if x[1].isWeightedSum(of: x[0], p, axes, isNegative: true) { return x[0] }
    return x[0].isWeightedSum(of: x[1], p, axes, isNegative: true) ? x[1] : nil
  }

  /// Whether this is the sum over `axes` of `p * d`, or its negative, repeated along them.
  private func isWeightedSum(
    of d: Variable, _ p: Variable, _ axes: [Int], isNegative: Bool
  ) -> Bool {
    var (x, sign) = (self, false)
    var pattern = [DimPattern].identity(ndim)
    for _ in 0..<8 {
      guard let owner = x.owner else { return false }
      switch owner.op {
      case is Elementwise<Neg>:
        x = owner.inputs[0]
        sign.toggle()
      case is Elementwise<Second>: x = owner.inputs[1]
      case let op as DimShuffle:
        x = owner.inputs[0]
        pattern = pattern.following(op.pattern)
      case is Sum:
        guard owner.axesOfSum == axes,
          pattern == Variable.restoringPattern(axes, ndim: owner.inputs[0].ndim)
        else { return false }
        return owner.inputs[0].isProduct(of: p, d, isNegative: sign != isNegative)
      default: return false
      }
    }
    return false
  }

  /// Whether this is `p * d`, or its negative.
  private func isProduct(of p: Variable, _ d: Variable, isNegative: Bool) -> Bool {
    if let inner = operand(of: Neg.self) {
      return inner.isProduct(of: p, d, isNegative: !isNegative)
    }
    guard !isNegative, let factors = operands(of: Mul.self) else { return false }
    return factors[0] == p && factors[1] == d || factors[0] == d && factors[1] == p
  }

  /// A sum of `x` over axes, not far down in this expression.
  fileprivate func sum(of x: Variable) -> (sum: Variable, axes: [Int])? {
    var (pending, budget) = ([self], 40)
    while let variable = pending.popLast() {
      guard let owner = variable.owner, budget > 0 else { continue }
      budget -= 1
      if let axes = owner.axesOfSum, owner.inputs[0] == x { return (variable, axes) }
      pending.append(contentsOf: owner.inputs)
    }
    return nil
  }
}
