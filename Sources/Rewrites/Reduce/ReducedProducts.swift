import TheanoGraph
import TheanoOps

/// Products of repeated values.
package let reducedProducts = RuleFamily(at: Prod.self) {
  productOfRepeated
}

/// Logarithms of products.
package let logarithmsOfProducts = RuleFamily(at: Log.self) {
  logarithmOfProduct
}

/// A product of the same value again and again: of no elements it is 1.
private let productOfRepeated = Rewrite(
  "prod(fill(x, v)) → v ** size", at: .ops([Prod.self]),
  examples: [
    RewriteExample("all", [.init([.n, .m]), .init([])]) { fill($0[0], $0[1]).prod() },
    RewriteExample("one axis", [.init([.n, .m]), .init([.n])]) {
      fill($0[0], $0[1].dimshuffle(0, "x")).prod(axis: 1)
    },
    RewriteExample(
      "known length", [.init([3, .m], dtype: .float32), .init([.m], dtype: .float32)]
    ) {
      fill($0[0], $0[1].dimshuffle("x", 0)).prod(axis: 0)
    } to: {
      $0[1] ** 3
    },
    RewriteExample("alloc", [.init([.m]), .init([.n])]) {
      alloc($0[0], [$0[1].length(ofAxis: 0), $0[0].length(ofAxis: 0)]).prod(axis: 0)
    },
  ]
) { node, _ in
  guard let reduction = Reduction(node), reduction.type.dtype.isFloat,
    let repetition = Repetition(node.inputs[0]), repetition.axes.allSatisfy(reduction.axes.contains)
  else { return nil }
  let product = reduction.appliedWithoutSingles(to: repetition.value, axes: reduction.axes)
  let count = repetition.count(over: reduction.axes)
  if let known = count.knownInteger { return (product ** Variable(weak: known)).asResults }
  // The sign of a power depends on whether the exponent is even: it must be exact.
  guard product.dtype == .float64 else { return nil }
  return (product ** cast(count, .float64)).asResults
}

/// A product of many numbers overflows or underflows where the sum of their logarithms does not.
private let logarithmOfProduct = Rewrite(
  "log(prod(x)) → sum(log x), if x ≥ 0", at: .ops([Elementwise<Log>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("all", [.init([.n, .m])]) {
      log(exp($0[0]).prod())
    } to: {
      log(exp($0[0])).sum()
    },
    RewriteExample("axis", [.init([.n, .m], dtype: .float32)]) { log(abs($0[0]).prod(axis: 0)) },
  ]
) { node, _ in
  guard let product = node.inputs[0].owner, let op = product.op as? Prod,
    product.inputs[0].isNonNegative, product.inputs[0].dtype == node.outputTypes[0].dtype,
    node.outputTypes[0].dtype.isFloat
  else { return nil }
  return log(product.inputs[0]).sum(axis: op.axes.map { Axes($0) }, accDtype: op.accDtype)
    .asResults
}
