import TheanoGraph
import TheanoOps

/// What is left of a product after taking off its share by a sigmoid, which is nearly all of it where the
/// sigmoid is nearly 1: as the gradient of exp(x) / (1 + exp(x)).
let subtractShare = Rewrite(
  "y - y * sigmoid(x) → y * sigmoid(-x)", at: .ops([Elementwise<Sub>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("a factor", [.init([.n], -900...900), .init([.n])]) {
      $0[1] - $0[1] * sigmoid($0[0])
    } to: {
      $0[1] * sigmoid(-$0[0])
    },
    RewriteExample("a square", [.init([.n], -900...900), .init([.n, .m]), .init([1, .m])]) {
      ($0[1] / $0[2]) * sigmoid($0[2]) - sigmoid($0[2]) * ($0[1] * sigmoid($0[2])) / $0[2]
    },
    RewriteExample("float32", [.init([.n], -90...90, dtype: .float32)]) {
      sigmoid($0[0]) - sqr(sigmoid($0[0]))
    },
  ]
) { node, _ in
  guard node.outputTypes[0].dtype.isFloat else { return nil }
  let whole = Factors(node.inputs[0])
  let part = Factors(node.inputs[1])
  guard part.leaves.count == whole.leaves.count + 1, whole.isNegative == part.isNegative else {
    return nil
  }
  var rest = part.leaves
  for leaf in whole.leaves {
    let place = rest.firstIndex { $0.value == leaf.value && $0.isBelow == leaf.isBelow }
    guard let place else { return nil }
    rest.remove(at: place)
  }
  guard let share = rest.first, !share.isBelow, let owner = share.value.owner,
    owner.op is Elementwise<Sigmoid>
  else { return nil }
  return (node.inputs[0] * sigmoid(-owner.inputs[0])).asResults
}
