import TheanoArrays
import TheanoGraph
import TheanoOps

/// The greatest number of terms of a sum that are looked at.
private let termLimit = 16

extension Variable {
  /// The terms of this sum, of operands of sums in it, and so on; nil if they are too many.
  fileprivate var terms: [Variable]? {
    var found: [Variable] = []
    var pending = [self]
    while let next = pending.popLast() {
      if found.count + pending.count > termLimit { return nil }
      if let owner = next.owner, owner.op is Elementwise<Add> {
        pending += owner.inputs.reversed()
      } else {
        found.append(next)
      }
    }
    return found
  }

  /// What this sum of exponentials, one of which may be 1, is the exponential of; nil for others.
  package var logOfExponentials: Variable? {
    guard dtype.isFloat, let terms, terms.count > 1 else { return nil }
    var exponents: [Variable] = []
    for term in terms {
      if let owner = term.owner, owner.op is Elementwise<Exp>, owner.inputs[0].dtype == dtype {
        exponents.append(owner.inputs[0])
      } else if term.uniformNumber == 1, term.type.isWeak, exponents.isEmpty || terms.count > 2 {
        exponents.append(Variable(weak: 0.0))
      } else {
        return nil
      }
    }
    return exponents.dropFirst().reduce(exponents[0], logaddexp)
  }
}

/// Logarithms of sums of exponentials, and what their gradients are made of.
package let logarithmsOfSums = RuleFamily(at: Log.self, Mul.self, TrueDiv.self) {
  logOfExponentials
  shareOfExponentials
}

/// The logarithm of a sum of exponentials without the exponentials, which may overflow.
private let logOfExponentials = Rewrite(
  "log(exp x + exp y) → logaddexp(x, y)", at: .ops([Elementwise<Log>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("two terms", [.init([.n], -900...900), .init([.n], -900...900)]) {
      log(exp($0[0]) + exp($0[1]))
    } to: {
      logaddexp($0[0], $0[1])
    },
    RewriteExample(
      "three terms, float32",
      [.init([.n], -90...90, dtype: .float32), .init([1], -90...90, dtype: .float32)]
    ) { log(exp(-$0[0]) + exp($0[1]) + exp($0[0] * 2)) },
    RewriteExample("with 1", [.init([.n, .m], -900...900), .init([.n, 1], -900...900)]) {
      log(1 + exp($0[0]) + exp($0[1]))
    },
  ]
) { node, _ in
  let sum = node.inputs[0]
  // A 1 and one exponential are a softplus.
  guard let owner = sum.owner, owner.op is Elementwise<Add>,
    !owner.inputs.contains(where: \.isNumber) || (sum.terms?.count ?? 0) > 2
  else { return nil }
  return sum.logOfExponentials?.asResults
}

/// An exponential's share in a sum of which it is a term: the derivative of the logarithm of the sum.
private let shareOfExponentials = Rewrite(
  "exp(x) * (z / (exp x + exp y)) → z * exp(x - logaddexp(x, y))",
  at: .ops([Elementwise<Mul>.self, Elementwise<TrueDiv>.self]), isMoreAccurate: true,
  examples: [
    RewriteExample("a quotient", [.init([.n], -900...900), .init([.n], -900...900)]) {
      exp($0[0]) / (exp($0[0]) + exp($0[1]))
    },
    RewriteExample(
      "in a gradient", [.init([.n], -900...900), .init([.n], -900...900), .init([1])]
    ) { exp($0[1]) * ($0[2] / (exp($0[0]) + exp($0[1]))) },
    RewriteExample(
      "of three, float32", [.init([.n], -90...90, dtype: .float32)]
    ) { exp($0[0]) / (exp($0[0]) + exp(-$0[0]) + exp(3 * $0[0])) },
  ]
) { node, _ in
  guard node.outputTypes[0].dtype.isFloat else { return nil }
  for (exponential, rest) in node.factorPairs {
    guard let owner = exponential.owner, owner.op is Elementwise<Exp>,
      let quotient = rest.quotient, let terms = quotient.below.terms, terms.count > 1,
      terms.contains(exponential),
      terms.count > 2 || !terms.contains(where: \.isNumber),
      let log = quotient.below.logOfExponentials
    else { continue }
    let x = owner.inputs[0]
    let other = terms.count == 2 ? terms.first { $0 != exponential }?.owner?.inputs.first : nil
    let share = other.map { sigmoid(x - $0) } ?? exp(x - log)
    return (quotient.above.map { $0 * share } ?? share).asResults
  }
  return nil
}

extension Apply {
  /// The ways to see this product or quotient as a factor and the rest, which is nil where it is one over
  /// something.
  fileprivate var factorPairs: [(Variable, Rest)] {
    if op is Elementwise<TrueDiv> { return [(inputs[0], .below(inputs[1]))] }
    return [(inputs[0], .factor(inputs[1])), (inputs[1], .factor(inputs[0]))]
  }
}

/// What stands beside a factor.
private enum Rest {
  case factor(Variable)
  case below(Variable)

  /// Numerator, if it is not 1, and denominator.
  var quotient: (above: Variable?, below: Variable)? {
    switch self {
    case .below(let value): return (nil, value)
    case .factor(let value):
      guard let owner = value.owner, owner.op is Elementwise<TrueDiv> else { return nil }
      return (owner.inputs[0], owner.inputs[1])
    }
  }
}
