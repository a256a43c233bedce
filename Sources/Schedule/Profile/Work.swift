import TheanoLoopIR

/// A number times counts of loops.
struct Work {
  var factor: Int
  var counts: [Value]
}

/// The floating-point operations of statements: each instruction or call is one, a multiplication with an
/// addition two, a product of matrices 2 m n k.
struct WorkCount {
  private(set) var terms: [Work] = []
  /// Whether it is known how often loops run.
  private(set) var isKnown = true

  /// Adds the operations of statements that are run so often.
  mutating func add(_ statements: [Statement], times: Work) {
    var here = 0
    for statement in statements {
      switch statement {
      case .define(let value, let instruction) where value.dtype.isFloat:
        here += instruction.operation.count
      case .combine(let register, _, _) where register.dtype.isFloat: here += 1
      case .accumulate(_, _, let value) where value.dtype.isFloat: here += 1
      case .loop(let loop):
        add(loop.body, times: Work(factor: times.factor, counts: times.counts + [loop.count]))
      case .branch(_, let yes, let no):
        // The longer side stands for both.
        add(yes.count >= no.count ? yes : no, times: times)
      case .product(let product):
        let counts = times.counts + [product.m, product.n, product.k]
        terms.append(Work(factor: 2 * times.factor, counts: counts))
      case .exit, .evaluate: isKnown = false
      default: break
      }
    }
    if here > 0 { terms.append(Work(factor: times.factor &* here, counts: times.counts)) }
  }
}

extension Operation {
  /// How many floating-point operations it is on floats.
  fileprivate var count: Int {
    switch self {
    case .add, .subtract, .multiply, .divide, .negate, .absolute, .minimum, .maximum, .call: 1
    case .fusedMultiplyAdd: 2
    default: 0
    }
  }
}
