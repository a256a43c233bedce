import TheanoGraph
import TheanoOps

// Gradients of stable forms are products in which a factor that underflows or overflows is divided by itself:
// d log(sigmoid x) is (1 / s) * s * (1 - s), s being sigmoid(x), which is 0 / 0 at -1000. Here such factors go,
// if they are neither zero nor infinite at any number, and something is left that is NaN where they are.

/// Products whose factors cancel or simplify.
package let factorRules = RuleFamily(at: Mul.self, TrueDiv.self, Sub.self) {
  cancelFactors
  subtractShare
}

/// Cancels factors of products and quotients.
private let cancelFactors = Rewrite(
  "factors that are not zero cancel", at: .ops([Elementwise<Mul>.self, Elementwise<TrueDiv>.self]),
  isMoreAccurate: true,
  examples: [
    RewriteExample("gradient of log(sigmoid x)", [.init([.n], -900...900), .init([1])]) {
      ($0[1] / sigmoid($0[0]) * sigmoid($0[0])) * sigmoid(-$0[0])
    } to: {
      $0[1] * sigmoid(-$0[0])
    },
    RewriteExample("exponentials", [.init([.n], -900...900)]) {
      exp($0[0]) * sigmoid(-$0[0])
    } to: {
      sigmoid($0[0])
    },
    RewriteExample("gradient of log(1 - exp x)", [.init([.n], -900 ... -0.1), .init([.n])]) {
      $0[1] / expm1($0[0]) * exp($0[0])
    },
    RewriteExample("gradient of log(erfc x)", [.init([.n], -30...30), .init([.n])]) {
      $0[1] / erfc($0[0]) * exp(-sqr($0[0]))
    } to: {
      $0[1] / erfcx($0[0])
    },
    RewriteExample("float32", [.init([.n], -90...90, dtype: .float32)]) {
      3.0 * exp(-$0[0]) * sqr(sigmoid($0[0]))
    },
    RewriteExample("powers", [.init([.n, .m], -9...9), .init([1, .m])]) {
      $0[1] / $0[0] ** 3 * $0[0] ** 2
    } to: {
      $0[1] / $0[0]
    },
  ]
) { node, _ in
  guard node.outputTypes[0].dtype.isFloat else { return nil }
  var factors = Factors(node.output(0))
  guard factors.leaves.count > 1 else { return nil }
  return factors.simplifyOnce() ? factors.assembled?.asResults : nil
}

extension Factors {
  /// Simplifies two factors, if two can be; returns whether it did.
  fileprivate mutating func simplifyOnce() -> Bool {
    let above = places(below: false)
    for i in above {
      for j in places(below: true) {
        if cancel(i, j) || simplifyQuotient(i, j) { return true }
      }
      guard let exponent = leaves[i].value.operand(of: Exp.self) else { continue }
      for j in above {
        // exp(x) sigmoid(-x) is sigmoid(x).
        guard let x = leaves[j].value.operand(of: Sigmoid.self), x.isNegative(of: exponent)
        else { continue }
        replace(i, by: nil)
        replace(j, by: sigmoid(exponent))
        return true
      }
    }
    return false
  }

  /// Cancels equal factors.
  private mutating func cancel(_ i: Int, _ j: Int) -> Bool {
    let value = leaves[i].value
    guard value == leaves[j].value, !value.isNumber else { return false }
    let others = leaves.indices.filter { $0 != i && $0 != j && leaves[$0].isKept }
    // What stays below is infinite at zero, as the whole is then.
    let staysBelow = others.contains { leaves[$0].isBelow && leaves[$0].value == value }
    let operand = value.nonvanishingOperand
    guard
      staysBelow
        || operand.map({ x in others.contains { leaves[$0].value.carriesNaN(of: x) } }) ?? false
    else { return false }
    replace(i, by: nil)
    replace(j, by: nil)
    return true
  }

  /// Simplifies the quotient of different functions of one variable.
  private mutating func simplifyQuotient(_ i: Int, _ j: Int) -> Bool {
    let (a, b) = (leaves[i].value, leaves[j].value)
    if let x = a.operand(of: Exp.self), b.operand(of: Expm1.self) == x {
      replace(i, by: Variable(weak: -1.0))
      replace(j, by: expm1(-x))
    } else if let x = a.operand(of: Exp.self)?.operand(of: Neg.self)?.operand(of: Sqr.self),
      let y = b.operand(of: Erfc.self), x == y || x.isNegative(of: y)
    {
      replace(i, by: nil)
      replace(j, by: erfcx(y))
    } else {
      return false
    }
    return true
  }
}
