import TheanoGraph
import TheanoOps

/// Products of matrices that need not be ones.
package let trivialDots = RuleFamily(at: Dot.self, BatchedDot.self) {
  dotOverOne
  batchOfOne
}

/// A sum of one product for each element: an outer product, or a scaled one.
private let dotOverOne = Rewrite(
  "dot(A, B) over an axis of length 1 → A * B", at: .ops([Dot.self]),
  examples: [
    RewriteExample("outer", [.init([.n]), .init([.m])]) {
      outer($0[0], $0[1])
    } to: {
      $0[0].dimshuffle(0, "x") * $0[1].dimshuffle("x", 0)
    },
    RewriteExample("column and row", [.init([.n, 1]), .init([1, .m], dtype: .float32)]) {
      dot($0[0], $0[1])
    },
    RewriteExample("column and vector", [.init([.n, 1]), .init([1])]) {
      dot($0[0], $0[1])
    } to: {
      $0[0].dimshuffle(0) * $0[1].dimshuffle("x")
    },
    RewriteExample("vectors", [.init([1], dtype: .int32), .init([1], dtype: .int32)]) {
      dot($0[0], $0[1])
    } to: {
      $0[0].dimshuffle([]) * $0[1].dimshuffle([])
    },
  ]
) { node, _ in
  let (a, b) = (node.inputs[0], node.inputs[1])
  guard a.type.shape[a.ndim - 1] == 1, b.type.shape[0] == 1 else { return nil }
  let (rows, columns) = (a.ndim - 1, b.ndim - 1)
  let left = a.shuffled((0..<rows).map { .axis($0) } + (0..<columns).map { _ in .new })
  let right = b.shuffled((0..<rows).map { _ in .new } + (0..<columns).map { .axis($0 + 1) })
  return (left * right).asResults
}

/// One product for one element of the first axis.
private let batchOfOne = Rewrite(
  "batchedDot of one → dot", at: .ops([BatchedDot.self]),
  examples: [
    RewriteExample("matrices", [.init([1, .n, .m]), .init([1, .m, 3])]) {
      batchedDot($0[0], $0[1])
    } to: {
      dot($0[0].dimshuffle(1, 2), $0[1].dimshuffle(1, 2)).dimshuffle("x", 0, 1)
    },
    RewriteExample("vectors", [.init([1, .n]), .init([1, .n])]) {
      batchedDot($0[0], $0[1])
    } to: {
      dot($0[0].dimshuffle(1), $0[1].dimshuffle(1)).dimshuffle("x")
    },
  ]
) { node, _ in
  guard node.inputs.allSatisfy({ $0.type.shape[0] == 1 }) else { return nil }
  let product = dot(node.inputs[0].dropping([0]), node.inputs[1].dropping([0]))
  return product.dimshuffle([.new] + (0..<product.ndim).map { .axis($0) }).asResults
}
