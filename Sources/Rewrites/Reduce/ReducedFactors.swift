import TheanoArrays
import TheanoGraph
import TheanoOps

/// Signs and factors go out of sums, where there are fewer elements to multiply.
package let reducedFactors = RuleFamily(at: Sum.self, Extremum.self, Prod.self) {
  sumOfProduct
  sumOfQuotient
  sumOfNegative
  extremumOfNegative
  productOfNegative
}

/// A factor that is the same along the axes of a sum: numbers, and integers, as only finite ones give the same
/// result with terms of both signs, and with no terms at all.
private let sumOfProduct = Rewrite(
  "sum(c * x) → c * sum(x)", at: .ops([Sum.self]),
  examples: [
    RewriteExample("number", [.init([.n, .m])]) {
      (3 * $0[0]).sum(axis: 0)
    } to: {
      3 * $0[0].sum(axis: 0)
    },
    RewriteExample("integers", [.init([.n, .m], -9...9, dtype: .int64), .init([], dtype: .int64)]) {
      ($0[0] * $0[1]).sum()
    } to: {
      $0[0].sum() * $0[1]
    },
    RewriteExample("column", [.init([.n, .m]), .init([.n], dtype: .int32)]) {
      (cast($0[1].dimshuffle(0, "x"), .float64) * $0[0]).sum(axis: 1)
    } to: {
      cast($0[1].dimshuffle(0, "x"), .float64).dimshuffle(0) * $0[0].sum(axis: 1)
    },
    RewriteExample("one axis", [.init([.n, .m], dtype: .float32)]) {
      ($0[0] * 0.5).sum(axis: 1)
    } to: {
      $0[0].sum(axis: 1) * 0.5
    },
  ]
) { node, _ in
  guard let axes = node.axesOfSum, let factors = node.inputs[0].operands(of: Mul.self),
    node.inputs[0].dtype.hasSums
  else { return nil }
  for (factor, rest) in [(factors[0], factors[1]), (factors[1], factors[0])] {
    guard factor.broadcasts(along: axes), rest.dtype == node.outputTypes[0].dtype,
      factor.isFactor(in: rest.dtype)
    else { continue }
    return (factor.dropping(axes) * rest.sum(like: node, axes)).asResults
  }
  return nil
}

/// A number by which all terms of a sum are divided.
private let sumOfQuotient = Rewrite(
  "sum(x / c) → sum(x) / c", at: .ops([Sum.self]),
  examples: [
    RewriteExample("number", [.init([.n, .m])]) {
      ($0[0] / 3).sum(axis: 0)
    } to: {
      $0[0].sum(axis: 0) / 3
    }
  ]
) { node, _ in
  guard let axes = node.axesOfSum, let x = node.inputs[0].operands(of: TrueDiv.self),
    x[0].dtype == node.outputTypes[0].dtype, x[0].dtype.hasSums,
    x[1].broadcasts(along: axes), x[1].isModerateNumber
  else { return nil }
  return (x[0].sum(like: node, axes) / x[1].dropping(axes)).asResults
}

/// A sum of negatives.
private let sumOfNegative = Rewrite(
  "sum(-x) → -sum(x)", at: .ops([Sum.self]),
  examples: [
    RewriteExample("rows", [.init([.n, .m])]) {
      (-$0[0]).sum(axis: 1)
    } to: {
      -$0[0].sum(axis: 1)
    },
    RewriteExample("complex", [.init([.n], dtype: .complex128)]) { (-$0[0]).sum() },
    RewriteExample("integers", [.init([.n], dtype: .int64)]) {
      (-$0[0]).sum()
    } to: {
      -$0[0].sum()
    },
  ]
) { node, _ in
  guard let axes = node.axesOfSum, let x = node.inputs[0].operand(of: Neg.self) else { return nil }
  return (-x.sum(like: node, axes)).asResults
}

/// An extremum of negatives: the negative of the other extremum. Of integers the least has no negative.
private let extremumOfNegative = Rewrite(
  "max(-x) → -min(x)", at: .ops([Extremum.self]),
  examples: [
    RewriteExample("maximum", [.init([.n, 3])]) {
      (-$0[0]).max(axis: 1)
    } to: {
      -$0[0].min(axis: 1)
    },
    RewriteExample("minimum", [.init([3, .n], dtype: .float32)]) {
      (-$0[0]).min(axis: 0)
    } to: {
      -$0[0].max(axis: 0)
    },
  ]
) { node, _ in
  guard let op = node.op as? Extremum, let x = node.inputs[0].operand(of: Neg.self),
    x.dtype.isFloat
  else { return nil }
  return [op.kind == .maximum ? -x.min(axis: op.axes) : -x.max(axis: op.axes)]
}

/// A product of a known number of negatives.
private let productOfNegative = Rewrite(
  "prod(-x) → ±prod(x), of a known number of elements", at: .ops([Prod.self]),
  examples: [
    RewriteExample("odd", [.init([.n, 3])]) {
      (-$0[0]).prod(axis: 1)
    } to: {
      -$0[0].prod(axis: 1)
    },
    RewriteExample("even", [.init([2, .n], dtype: .int64)]) {
      (-$0[0]).prod(axis: 0)
    } to: {
      $0[0].prod(axis: 0)
    },
  ]
) { node, _ in
  guard let reduction = Reduction(node), let x = reduction.operand.operand(of: Neg.self),
    x.dtype == reduction.type.dtype, !x.dtype.isComplex
  else { return nil }
  let lengths = reduction.axes.compactMap { x.type.shape[$0] }
  guard lengths.count == reduction.axes.count else { return nil }
  let isOdd = lengths.allSatisfy { !$0.isMultiple(of: 2) }
  let product = reduction.applied(to: x, axes: reduction.axes)
  return [isOdd ? -product : product]
}

extension DType {
  /// Whether factors may be taken out of sums of this dtype: not of float16, whose sums overflow soon, nor of
  /// complex numbers, whose infinities are of many kinds.
  var hasSums: Bool { self != .float16 && !isComplex }
}

extension Variable {
  /// The sum of this variable as a node sums its operand, of this variable's dtype.
  fileprivate func sum(like node: Apply, _ axes: [Int]) -> Variable {
    let accumulator = (node.op as? Sum)?.accDtype
    return sum(axis: axes.count == ndim ? nil : Axes(axes), accDtype: accumulator)
  }

  /// Whether this may be multiplied after other terms of `dtype` were added, instead of before.
  func isFactor(in dtype: DType) -> Bool {
    if dtype.isDiscrete { return self.dtype.isDiscrete && self.dtype != .bool }
    return isModerateNumber || isCastOfInteger
  }

  /// Whether this is an integer as a float, which is neither infinite nor NaN, so that it gives 0 also where
  /// there are no terms.
  private var isCastOfInteger: Bool {
    var x = self
    while let owner = x.owner, owner.op is DimShuffle { x = owner.inputs[0] }
    guard let owner = x.owner, owner.op is Cast else { return false }
    return owner.inputs[0].dtype.isDiscrete
  }
}
