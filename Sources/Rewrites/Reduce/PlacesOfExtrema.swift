import TheanoArrays
import TheanoGraph
import TheanoOps

/// The greatest element's place does not change by functions that grow: without them elements that they map to
/// the same number are told apart.
package let placesOfExtrema = RuleFamily(at: ArgExtremum.self) {
  Rewrite(
    "argmax(f(x)) → argmax(x), of growing f", at: .ops([ArgExtremum.self]), isMoreAccurate: true,
    examples: [
      RewriteExample("softmax", [.init([.n, 3], dtype: .int32)]) {
        softmax($0[0]).argmax(axis: 1)
      } to: {
        $0[0].argmax(axis: 1)
      },
      RewriteExample("exp", [.init([3, .n], dtype: .int32)]) {
        exp($0[0]).argmax(axis: 0)
      } to: {
        $0[0].argmax(axis: 0)
      },
      RewriteExample("sigmoid", [.init([.n, 2], dtype: .int32)]) {
        sigmoid($0[0]).argmin(axis: 1)
      } to: {
        $0[0].argmin(axis: 1)
      },
    ]
  ) { node, _ in
    guard let op = node.op as? ArgExtremum, let owner = node.inputs[0].owner else { return nil }
    let x = owner.inputs[0]
    switch owner.op {
    case is Softmax, is LogSoftmax:
      guard let rows = owner.op.softmaxAxes, op.axes.allSatisfy(rows.contains) else { return nil }
    case is Elementwise<Exp>, is Elementwise<Tanh>, is Elementwise<Sigmoid>: break
    default: return nil
    }
    guard !x.dtype.isComplex else { return nil }
    return op.applied(to: [x])
  }
}
