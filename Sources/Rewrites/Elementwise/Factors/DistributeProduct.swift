import TheanoGraph
import TheanoOps

/// Products multiplied out.
package let distributedProducts = RuleFamily(at: Mul.self, TrueDiv.self) { distributeProduct }

/// Multiplies out a sum whose terms are divided by what the sum is multiplied by: as the gradient of the
/// cross-entropy of sigmoid(x), (a / s - b / (1 - s)) * s * (1 - s).
private let distributeProduct = Rewrite(
  "(a / x + b / y) * x * y → a * y + b * x, of factors that are not zero",
  at: .ops([Elementwise<Mul>.self, Elementwise<TrueDiv>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample(
      "cross-entropy", [.init([.n], -900...900), .init([.n], 0...1), .init([.n], 0...1)]
    ) {
      ($0[1] / sigmoid($0[0]) - $0[2] / sigmoid(-$0[0])) * sigmoid($0[0]) * sigmoid(-$0[0])
    } to: {
      $0[1] * sigmoid(-$0[0]) - $0[2] * sigmoid($0[0])
    },
    RewriteExample(
      "one fraction, float32", [.init([.n, .m], -90...90, dtype: .float32)]
    ) { (2 / sigmoid($0[0]) + 3) * (sigmoid($0[0]) * sigmoid(-$0[0])) },
    RewriteExample("broadcast", [.init([.n, 1], -900...900), .init([.n, .m]), .init([.n, .m])]) {
      ($0[1] * ($0[2] / sigmoid(-$0[0]) + $0[1] / sigmoid($0[0])) * sigmoid(-$0[0]))
        * sigmoid($0[0])
    },
  ]
) { node, _ in
  guard node.outputTypes[0].dtype.isFloat else { return nil }
  let factors = Factors(node.output(0))
  let above = factors.places(below: false)
  // Factors that cancel with something, and the operands of which remain.
  let candidates = above.filter { factors.leaves[$0].value.nonvanishingOperand != nil }
  guard !candidates.isEmpty else { return nil }
  for place in above {
    guard let terms = Terms(factors.leaves[place].value) else { continue }
    if let new = terms.multiplied(by: candidates.filter { $0 != place }, of: factors, at: place) {
      return new.asResults
    }
  }
  return nil
}

/// The terms of a sum or difference, or of the negative of one.
private struct Terms {
  /// Each term with its sign.
  var terms: [(factors: Factors, isNegative: Bool)] = []

  /// Takes a sum apart; nil if it is none, or has many terms.
  init?(_ sum: Variable) {
    var pending = [(sum, false)]
    while let (next, isNegative) = pending.popLast() {
      guard terms.count + pending.count < 6 else { return nil }
      switch next.owner?.op {
      case is Elementwise<Add>:
        pending += (next.owner?.inputs ?? []).reversed().map { ($0, isNegative) }
      case is Elementwise<Sub>:
        let inputs = next.owner?.inputs ?? []
        pending += [(inputs[1], !isNegative), (inputs[0], isNegative)]
      default: terms.append((Factors(next), isNegative))
      }
    }
    if terms.count < 2 { return nil }
  }

  /// Returns the product of `factors`, in which this sum stands at `place`, with the sum multiplied out by those
  /// of `candidates` that cancel in terms; nil if none does, or some term stays divided by such a factor.
  func multiplied(by candidates: [Int], of factors: Factors, at place: Int) -> Variable? {
    var cancelled: [(Factors, left: [Int])] = []
    var used: Set<Int> = []
    for term in terms {
      var (rest, left) = (term.factors, candidates)
      for below in rest.places(below: true) {
        let value = rest.leaves[below].value
        guard value.nonvanishingOperand != nil else { continue }
        guard let match = left.first(where: { factors.leaves[$0].value == value }) else {
          return nil
        }
        rest.replace(below, by: nil)
        left.removeAll { $0 == match }
        used.insert(match)
      }
      cancelled.append((rest, left))
    }
    if used.isEmpty { return nil }
    var sum: Variable?
    for ((rest, left), term) in zip(cancelled, terms) {
      let product = left.filter(used.contains).reduce(rest.assembled) {
        rest.product($0, factors.leaves[$1].value)
      }
      let value = product ?? Variable(weak: 1.0)
      sum =
        sum.map { term.isNegative ? $0 - value : $0 + value } ?? (term.isNegative ? -value : value)
    }
    var outer = factors
    for place in used { outer.replace(place, by: nil) }
    outer.replace(place, by: sum)
    guard let result = outer.assembled else { return nil }
    let keepsNaN = used.allSatisfy { place in
      factors.leaves[place].value.nonvanishingOperand.map(result.carriesNaN) ?? false
    }
    return keepsNaN ? result : nil
  }
}
