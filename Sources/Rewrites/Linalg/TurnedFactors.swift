import TheanoGraph
import TheanoOps

/// Products read transposed matrices as quickly as others, loops do not: so what a factor is computed of stays as it
/// lies, and the factor is transposed.
package let turnedFactors = RuleFamily(at: Dot.self) {
  Rewrite(
    "dot(f(A.T), B) → dot(f(A).T, B)", at: .ops([Dot.self]),
    examples: [
      RewriteExample("left", [.init([.n, .m]), .init([.n, 3])]) {
        dot(exp($0[0].T), $0[1])
      } to: {
        dot(exp($0[0]).T, $0[1])
      },
      RewriteExample("right", [.init([.n]), .init([3, .n])]) {
        dot($0[0], exp($0[1].T))
      } to: {
        dot($0[0], exp($0[1]).T)
      },
      RewriteExample("scaled rows", [.init([.n, .m]), .init([.n])]) {
        dot($0[0].T * tanh($0[1]), $0[0])
      } to: {
        dot(($0[0] * tanh($0[1]).dimshuffle(0, "x")).T, $0[0])
      },
    ]
  ) { node, context in
    for place in node.inputs.indices {
      let factor = node.inputs[place]
      guard factor.ndim == 2, factor.owner?.op is any ElementwiseOp,
        factor.readsTransposed(context), let turned = factor.turned(context)
      else { continue }
      var operands = node.inputs
      operands[place] = turned.dimshuffle(.transposed)
      return node.op.applied(to: operands)
    }
    return nil
  }
}

extension [DimPattern] {
  /// The two axes of a matrix in the other order.
  fileprivate static let transposed: [DimPattern] = [.axis(1), .axis(0)]
}

extension Variable {
  /// The function of which this is computed element by element for nothing else.
  private func ownFunction(_ context: RewriteContext) -> (any ElementwiseOp)? {
    context.isUsedOnce(self) ? owner?.op as? any ElementwiseOp : nil
  }

  /// Whether a transposed matrix is among what this is computed of, in at most `depth` steps.
  fileprivate func readsTransposed(_ context: RewriteContext, depth: Int = 8) -> Bool {
    if let op = owner?.op as? DimShuffle { return op.pattern == .transposed }
    guard depth > 0, ownFunction(context) != nil, let owner else { return false }
    return owner.inputs.contains { $0.readsTransposed(context, depth: depth - 1) }
  }

  /// Returns the transpose of this matrix, in which nothing is transposed that is not so now; nil if there is none,
  /// or it is computed in more than `depth` steps.
  fileprivate func turned(_ context: RewriteContext, depth: Int = 8) -> Variable? {
    if owner?.op is DimShuffle { return shuffled(.transposed) }
    if isConstant, type.shape == [1, 1] { return dimshuffle(.transposed) }
    guard depth > 0, let function = ownFunction(context), let owner else { return nil }
    let operands = owner.inputs.compactMap { $0.turned(context, depth: depth - 1) }
    return operands.count == owner.inputs.count ? function.applied(to: operands) : nil
  }
}
