import TheanoGraph
import TheanoOps

/// Changes of the order of axes: one, or none, as near to the inputs as possible.
package let dimShuffles = RuleFamily(at: DimShuffle.self) {
  mergeDimShuffles
  dimShuffleOfOperands
  transposeOfProduct
  dimShuffleOfAlloc
  dimShuffleOfVector
}

/// Two changes are one; one that changes nothing is none.
private let mergeDimShuffles = Rewrite(
  "x.dimshuffle(p).dimshuffle(q) → one or none", at: .ops([DimShuffle.self]),
  examples: [
    RewriteExample("M.T.T", [.init([.n, .m])]) {
      $0[0].T.T
    } to: {
      $0[0]
    },
    RewriteExample("nothing", [.init([.n], dtype: .bool)]) {
      $0[0].dimshuffle(0)
    } to: {
      $0[0]
    },
    RewriteExample("new axes", [.init([.n, .m])]) {
      $0[0].dimshuffle(1, "x", 0).dimshuffle("x", 2, 1, 0)
    } to: {
      $0[0].dimshuffle("x", 0, "x", 1)
    },
    RewriteExample("dropped", [.init([.n, 1])]) { $0[0].dimshuffle(0).dimshuffle(0, "x") },
  ]
) { node, _ in
  guard let op = node.op as? DimShuffle else { return nil }
  let x = node.inputs[0]
  guard op.pattern == .identity(x.ndim) || x.owner?.op is DimShuffle else { return nil }
  return [x.shuffled(op.pattern)]
}

/// The axes of the operands are changed instead of those of the result, so that changes meet. Not where the
/// result is used as it is too, and would be computed twice.
private let dimShuffleOfOperands = Rewrite(
  "f(x, y).dimshuffle(p) → f(x.dimshuffle(p), y.dimshuffle(p))", at: .ops([DimShuffle.self]),
  examples: [
    RewriteExample("unary", [.init([.n])]) {
      exp($0[0]).dimshuffle("x", 0)
    } to: {
      exp($0[0].dimshuffle("x", 0))
    },
    RewriteExample("binary", [.init([.n, .m]), .init([1, .m], dtype: .int32)]) {
      ($0[0] * $0[1] + 2).T
    },
    RewriteExample("fill", [.init([.n])]) { fill($0[0], 1.0).dimshuffle(0, "x") },
    RewriteExample("cast", [.init([.n, 1])]) { cast($0[0], .int8).dimshuffle(0) },
  ]
) { node, context in
  guard let op = node.op as? DimShuffle, let inner = node.inputs[0].owner,
    let function = inner.op as? any ElementwiseOp,
    context.isUsedOnce(node.inputs[0]) || function is Elementwise<Second>
  else { return nil }
  return function.applied(to: inner.inputs.map { $0.dimshuffle(op.pattern) }).asResults
}

/// The transpose of a product is the product of the transposes.
private let transposeOfProduct = Rewrite(
  "dot(A, B).T → dot(B.T, A.T)", at: .ops([DimShuffle.self]),
  examples: [
    RewriteExample("matrices", [.init([.n, .m]), .init([.m, 3])]) {
      dot($0[0], $0[1]).T
    } to: {
      dot($0[1].T, $0[0].T)
    }
  ]
) { node, context in
  guard let op = node.op as? DimShuffle, op.pattern == [1, 0], let product = node.inputs[0].owner,
    product.op is Dot, product.inputs.allSatisfy({ $0.ndim == 2 }),
    context.isUsedOnce(node.inputs[0])
  else { return nil }
  return [dot(product.inputs[1].T, product.inputs[0].T)]
}

/// Axes of repeated values: those of the value, and the lengths in their order.
private let dimShuffleOfAlloc = Rewrite(
  "alloc(v, lengths).dimshuffle(p) → alloc", at: .ops([DimShuffle.self]),
  examples: [
    RewriteExample("transpose", [.init([.n])]) {
      alloc($0[0], 2, $0[0].length(ofAxis: 0)).T
    },
    RewriteExample("new axis", [.init([])]) {
      alloc($0[0], 2, 3).dimshuffle(0, "x", 1)
    },
    RewriteExample("dropped", [.init([])]) { alloc($0[0], 2, 1).dimshuffle(0) },
  ]
) { node, _ in
  guard let op = node.op as? DimShuffle, let inner = node.inputs[0].owner, inner.op is Alloc else {
    return nil
  }
  let value = inner.inputs[0].leftPadded(to: inner.outputTypes[0].ndim)
  let lengths = op.pattern.map { entry -> Variable in
    if case .axis(let axis) = entry { inner.inputs[1 + axis] } else { 1.int64 }
  }
  let new = alloc(value.dimshuffle(op.pattern), lengths)
  return new.error == nil ? [new] : nil
}

/// The only element of a vector.
private let dimShuffleOfVector = Rewrite(
  "[a] as a scalar → a", at: .ops([DimShuffle.self]),
  examples: [
    RewriteExample("scalar", [.init([])]) {
      makeVector($0).dimshuffle([])
    } to: {
      $0[0]
    },
    RewriteExample("matrix", [.init([])]) {
      makeVector($0).dimshuffle("x", 0)
    } to: {
      $0[0].dimshuffle("x", "x")
    },
  ]
) { node, _ in
  guard let op = node.op as? DimShuffle, let inner = node.inputs[0].owner, inner.op is MakeVector,
    inner.inputs.count == 1
  else { return nil }
  return [inner.inputs[0].leftPadded(to: op.pattern.count)]
}
