import TheanoArrays
import TheanoGraph
import TheanoOps

/// Products `y * d` where `d` is something divided by `y`, made without dividing: for gradients by
/// probabilities, which divide by them what is then multiplied by them.
///
/// The search goes down from `d` through sums, products, choices, and what moves elements about; what it
/// takes `y` to there are the elements of `y` that are meant.
struct Cancellation {
  /// How many more nodes may be looked at; it bounds the depth too.
  private var budget = 40

  /// Returns `y * d` without a division by `y`, nil if `d` holds none.
  ///
  /// `y` may be broadcast against `d`, but not the other way round.
  mutating func product(_ y: Variable, _ d: Variable) -> Variable? {
    budget -= 1
    guard budget > 0, let node = d.owner, y.isBroadcast(to: d) else { return nil }
    let x = node.inputs
    switch node.op {
    case is Elementwise<TrueDiv>:
      if let new = quotient(x[0].filling(d, like: y), by: x[1], without: y) { return new }
      return product(y, x[0]).map { $0 / x[1] }
    case is Elementwise<Neg>: return product(y, x[0]).map { -$0 }
    case is Elementwise<Mul>:
      if let left = product(y, x[0]) { return left * x[1] }
      return product(y, x[1]).map { x[0] * $0 }
    case is Elementwise<Add>: return both(y, x[0], x[1], +)
    case is Elementwise<Sub>: return both(y, x[0], x[1], -)
    case let op as Elementwise<Switch>:
      return both(y, x[1], x[2]) { op.applied(to: [x[0], $0, $1]) }
    case is Elementwise<Second>: return product(y, x[1]).map { fill(x[0], $0) }
    case let op as DimShuffle:
      let old = y.shuffled(op.inverse(ndim: x[0].ndim))
      return product(old, x[0]).map { $0.shuffled(op.pattern) }
    case is Sum:
      guard let axes = node.axesOfSum else { return nil }
      let wide = y.shuffled(Variable.restoringPattern(axes, ndim: x[0].ndim))
      return product(wide, x[0]).map { $0.sum(axis: axes) }
    case let op as ScatterAlong:
      let part = GatherAlong(axis: op.axis).applied(to: [y, x[1]])[0]
      return product(part, x[2]).map { op.applied(to: [x[0], x[1], $0])[0] }
    case let op as AdvancedIncSubtensor where !op.isSet:
      return written(y, node, by: AdvancedSubtensor(structure: op.structure))
    case let op as IncSubtensor where !op.isSet:
      return written(y, node, by: Subtensor(structure: op.structure))
    default: return nil
    }
  }

  /// Returns `x / d` where one factor of `d`, `y`, is left out; nil if it is none.
  private mutating func quotient(_ x: Variable, by d: Variable, without y: Variable) -> Variable? {
    budget -= 1
    if d.isSame(as: y) { return x }
    guard budget > 0 else { return nil }
    if let root = d.operand(of: Sqr.self) {
      return quotient(x, by: root, without: y).map { $0 / root }
    }
    if let negated = d.operand(of: Neg.self) {
      return quotient(x, by: negated, without: y).map { -$0 }
    }
    if let inner = d.operands(of: TrueDiv.self) {
      return quotient(x, by: inner[0], without: y).map { $0 * inner[1] }
    }
    guard let factors = d.operands(of: Mul.self) else { return nil }
    if let new = quotient(x, by: factors[0], without: y) { return new / factors[1] }
    return quotient(x, by: factors[1], without: y).map { $0 / factors[0] }
  }

  /// Combines the products with two operands, one of which holds a division.
  private mutating func both(
    _ y: Variable, _ a: Variable, _ b: Variable, _ combine: (Variable, Variable) -> Variable
  ) -> Variable? {
    let (left, right) = (product(y, a), product(y, b))
    if left == nil && right == nil { return nil }
    return combine(left ?? (a.isZeros ? a : y * a), right ?? (b.isZeros ? b : y * b))
  }

  /// The product with values added to places of a tensor, of the elements of `y` there.
  private mutating func written(_ y: Variable, _ node: Apply, by reading: some Op) -> Variable? {
    let (base, values, index) = (node.inputs[0], node.inputs[1], node.inputs.dropFirst(2))
    let part = reading.applied(to: [y] + index)[0]
    guard part.error == nil, part.ndim == values.ndim, let new = product(part, values) else {
      return nil
    }
    let rest = base.isZeros ? base : product(y, base) ?? y * base
    return node.op.applied(to: [rest, new] + index)[0]
  }
}

extension Variable {
  /// This variable repeated to the shape of `whole`, which is that of its product with `y`.
  fileprivate func filling(_ whole: Variable, like y: Variable) -> Variable {
    broadcastable == whole.broadcastable ? self : fill(y, self)
  }

  /// Whether this has no axis that is broadcast in `whole` alone.
  fileprivate func isBroadcast(to whole: Variable) -> Bool {
    ndim == whole.ndim && zip(broadcastable, whole.broadcastable).allSatisfy { $0 || !$1 }
  }

  /// Whether both are the same expression, a few nodes deep: one may have been built just now, and not have
  /// been merged.
  fileprivate func isSame(as other: Variable) -> Bool {
    var (pending, budget) = ([(self, other)], 16)
    while let (a, b) = pending.popLast() {
      if a == b { continue }
      budget -= 1
      guard budget > 0, let x = a.owner, let y = b.owner, a.index == b.index,
        x.op.isPure, x.op.isEqual(to: y.op), x.inputs.count == y.inputs.count
      else { return false }
      pending.append(contentsOf: zip(x.inputs, y.inputs))
    }
    return true
  }
}
