import TheanoArrays
import TheanoGraph
import TheanoOps

/// Signs and numbers go out of products of matrices, where they come together and can be part of the product.
package let dotFactors = RuleFamily(at: Dot.self, BatchedDot.self) {
  dotOfNegative
  dotOfMultiple
}

/// A product with a negative.
private let dotOfNegative = Rewrite(
  "dot(-A, B) → -dot(A, B)", at: .ops([Dot.self, BatchedDot.self]),
  examples: [
    RewriteExample("left", [.init([.n, .m]), .init([.m, 3])]) {
      dot(-$0[0], $0[1])
    } to: {
      -dot($0[0], $0[1])
    },
    RewriteExample("right", [.init([.n, .m], dtype: .int32), .init([.m], dtype: .int32)]) {
      dot($0[0], -$0[1])
    } to: {
      -dot($0[0], $0[1])
    },
    RewriteExample("batched", [.init([.n, 2, .m]), .init([.n, .m])]) {
      batchedDot(-$0[0], $0[1])
    } to: {
      -batchedDot($0[0], $0[1])
    },
  ]
) { node, _ in
  for place in 0...1 {
    guard let x = node.inputs[place].operand(of: Neg.self), x.dtype == node.outputTypes[0].dtype
    else { continue }
    var operands = node.inputs
    operands[place] = x
    return [-node.op.applied(to: operands)[0]]
  }
  return nil
}

/// A product with a multiple or a fraction.
private let dotOfMultiple = Rewrite(
  "dot(c * A, B) → c * dot(A, B)", at: .ops([Dot.self, BatchedDot.self]),
  examples: [
    RewriteExample("left", [.init([.n, .m]), .init([.m, 3])]) {
      dot(3 * $0[0], $0[1])
    } to: {
      3 * dot($0[0], $0[1])
    },
    RewriteExample("fraction", [.init([.n, .m], dtype: .float32), .init([.m], dtype: .float32)]) {
      dot($0[0] / 3, $0[1])
    } to: {
      dot($0[0], $0[1]) / 3
    },
    RewriteExample(
      "integer", [.init([.n, .m]), .init([.m, 3]), .init([], dtype: .int32)]
    ) {
      dot($0[0], $0[1] * cast($0[2], .float64))
    } to: {
      dot($0[0], $0[1]) * cast($0[2], .float64)
    },
    RewriteExample("batched", [.init([.n, .m]), .init([.n, .m])]) {
      batchedDot(0.5 * $0[0], $0[1])
    } to: {
      0.5 * batchedDot($0[0], $0[1])
    },
  ]
) { node, _ in
  let dtype = node.outputTypes[0].dtype
  guard dtype.hasSums else { return nil }
  for place in 0...1 {
    let operand = node.inputs[place]
    var operands = node.inputs
    if let x = operand.operands(of: TrueDiv.self), x[0].dtype == dtype, x[1].isModerateNumber {
      operands[place] = x[0]
      return [node.op.applied(to: operands)[0] / x[1].asScalar]
    }
    guard let x = operand.operands(of: Mul.self) else { continue }
    for (factor, rest) in [(x[0], x[1]), (x[1], x[0])]
    where rest.dtype == dtype && factor.broadcasts(along: Array(0..<factor.ndim)) {
      guard factor.isFactor(in: dtype), rest.broadcastable == operand.broadcastable else {
        continue
      }
      operands[place] = rest
      return [node.op.applied(to: operands)[0] * factor.asScalar]
    }
  }
  return nil
}

extension Variable {
  /// The only element of this variable, all of whose axes are of length 1.
  var asScalar: Variable { dropping(Array(0..<ndim)) }
}
