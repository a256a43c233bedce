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
    RewriteExample("a square", [.init([.n, .m]), .init([1, .m])]) {
      ($0[0] / $0[1]) * sigmoid($0[1]) - sigmoid($0[1]) * ($0[0] * sigmoid($0[1])) / $0[1]
    },
    RewriteExample("the other way round", [.init([.n], -900...900), .init([.n])]) {
      sigmoid($0[0]) * $0[1] - $0[1]
    },
    RewriteExample("of one", [.init([.n], -900...900)]) {
      1 / sigmoid($0[0]) * sigmoid($0[0]) - sigmoid($0[0])
    } to: {
      sigmoid(-$0[0])
    },
    RewriteExample("float32", [.init([.n], -90...90, dtype: .float32)]) {
      sigmoid($0[0]) - sqr(sigmoid($0[0]))
    },
  ]
) { node, _ in
  guard node.outputTypes[0].dtype.isFloat else { return nil }
  let (a, b) = (node.inputs[0], node.inputs[1])
  return (a.without(share: b) ?? b.without(share: a).map { -$0 })?.asResults
}

extension Variable {
  /// The difference of this product and another, if that is this one times a sigmoid.
  fileprivate func without(share product: Variable) -> Variable? {
    var whole = Factors(self)
    let part = Factors(product)
    guard whole.isNegative == part.isNegative else { return nil }
    let cancelled = whole.cancelAll()
    var rest = part.leaves
    for leaf in whole.leaves where leaf.isKept {
      let place = rest.firstIndex { $0.value == leaf.value && $0.isBelow == leaf.isBelow }
      guard let place else { return nil }
      rest.remove(at: place)
    }
    guard rest.count == 1, let share = rest.first, !share.isBelow, let owner = share.value.owner,
      owner.op is Elementwise<Sigmoid>
    else { return nil }
    let left = sigmoid(-owner.inputs[0])
    let result = whole.assembled.map { $0 * left } ?? left
    return cancelled.allSatisfy(result.carriesNaN) ? result : nil
  }
}

extension Factors {
  /// Leaves out factors of 1, and cancels all equal factors that are not zero; returns what they are functions of.
  fileprivate mutating func cancelAll() -> [Variable] {
    var operands: [Variable] = []
    for place in leaves.indices where leaves[place].value.uniformNumber == 1 {
      replace(place, by: nil)
    }
    for i in places(below: false) {
      let value = leaves[i].value
      guard let operand = value.nonvanishingOperand,
        let j = places(below: true).first(where: { leaves[$0].value == value })
      else { continue }
      replace(i, by: nil)
      replace(j, by: nil)
      operands.append(operand)
    }
    return operands
  }
}
