import TheanoGraph
import TheanoOps

/// Products of three matrices in the cheaper order.
package let dotOrder = RuleFamily(at: Dot.self) {
  Rewrite(
    "dot(dot(A, B), v) → dot(A, dot(B, v))", at: .ops([Dot.self]), exchangesNonFinites: true,
    examples: [
      RewriteExample("vector", [.init([.n, .m]), .init([.m, 3]), .init([3])]) {
        dot(dot($0[0], $0[1]), $0[2])
      } to: {
        dot($0[0], dot($0[1], $0[2]))
      },
      RewriteExample(
        "vector of integers",
        [
          .init([3, .n], dtype: .int32), .init([.n, .m], dtype: .int32), .init([3], dtype: .int32),
        ]
      ) {
        dot($0[2], dot($0[0], $0[1]))
      } to: {
        dot(dot($0[2], $0[0]), $0[1])
      },
      RewriteExample("known sizes", [.init([8, 2]), .init([2, 8]), .init([8, 2])]) {
        dot(dot($0[0], $0[1]), $0[2])
      } to: {
        dot($0[0], dot($0[1], $0[2]))
      },
      RewriteExample("known sizes, on the right", [.init([2, 8]), .init([8, 2]), .init([2, 8])]) {
        dot($0[0], dot($0[1], $0[2]))
      } to: {
        dot(dot($0[0], $0[1]), $0[2])
      },
    ]
  ) { node, context in
    let (left, right) = (node.inputs[0], node.inputs[1])
    if let inner = left.dotOperands, context.isUsedOnce(left) {
      let chain = Chain(inner[0], inner[1], right)
      if chain.isCheaperFromTheRight { return dot(inner[0], dot(inner[1], right)).asResults }
    }
    if let inner = right.dotOperands, context.isUsedOnce(right) {
      let chain = Chain(left, inner[0], inner[1])
      if chain.isCheaperFromTheLeft { return dot(dot(left, inner[0]), inner[1]).asResults }
    }
    return nil
  }
}

/// A product of three operands, of which the middle one is a matrix.
private struct Chain {
  let (a, b, c): (Variable, Variable, Variable)

  init(_ a: Variable, _ b: Variable, _ c: Variable) { (self.a, self.b, self.c) = (a, b, c) }

  /// Whether all are of one dtype, so that the order changes rounding only, and the middle one is a matrix.
  private var isRegular: Bool {
    b.ndim == 2 && a.dtype == b.dtype && b.dtype == c.dtype && a.dtype.hasSums
  }

  /// Whether it is cheaper to begin with the last two.
  var isCheaperFromTheRight: Bool {
    guard isRegular else { return false }
    if a.ndim == 2 && c.ndim == 1 { return true }
    guard let costs else { return false }
    return costs.fromTheRight < costs.fromTheLeft
  }

  /// Whether it is cheaper to begin with the first two.
  var isCheaperFromTheLeft: Bool {
    guard isRegular else { return false }
    if a.ndim == 1 && c.ndim == 2 { return true }
    guard let costs else { return false }
    return costs.fromTheLeft < costs.fromTheRight
  }

  /// The numbers of multiplications, if all lengths are known.
  private var costs: (fromTheLeft: Double, fromTheRight: Double)? {
    let lengths = [a.ndim == 1 ? 1 : a.type.shape[0], b.type.shape[0], b.type.shape[1]]
    let last = c.ndim == 1 ? 1 : c.type.shape[1]
    guard let m = lengths[0], let k = lengths[1], let n = lengths[2], let p = last else {
      return nil
    }
    let (left, right) = (Double(m) * Double(n), Double(k) * Double(p))
    return (left * Double(k) + left * Double(p), right * Double(n) + right * Double(m))
  }
}

extension Variable {
  /// The operands of the product of matrices that this is.
  fileprivate var dotOperands: [Variable]? { owner?.op is Dot ? owner?.inputs : nil }
}
