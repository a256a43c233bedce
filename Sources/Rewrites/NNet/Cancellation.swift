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
      if let rest = x[1].cofactor(of: y) { return x[0].filling(d, like: y) / rest }
      if x[1].isSame(as: y) { return x[0].filling(d, like: y) }
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
  /// Whether this is zeros of any shape.
  var isZeros: Bool {
    var x = self
    for _ in 0..<4 {
      guard let owner = x.owner else { break }
      switch owner.op {
      case is Elementwise<Second>: x = owner.inputs[1]
      case is Alloc, is DimShuffle: x = owner.inputs[0]
      default: return false
      }
    }
    return x.uniformNumber == 0
  }

  /// This variable repeated to the shape of `whole`, which is that of its product with `y`.
  fileprivate func filling(_ whole: Variable, like y: Variable) -> Variable {
    broadcastable == whole.broadcastable ? self : fill(y, self)
  }

  /// Whether this has no axis that is broadcast in `whole` alone.
  fileprivate func isBroadcast(to whole: Variable) -> Bool {
    ndim == whole.ndim && zip(broadcastable, whole.broadcastable).allSatisfy { $0 || !$1 }
  }

  /// The other factor of a product of which `y` is one.
  fileprivate func cofactor(of y: Variable) -> Variable? {
    if let root = operand(of: Sqr.self), root.isSame(as: y) { return root }
    guard let factors = operands(of: Mul.self) else { return nil }
    if factors[0].isSame(as: y) { return factors[1] }
    return factors[1].isSame(as: y) ? factors[0] : nil
  }

  /// This variable with its axes in another order, in one step.
  func shuffled(_ pattern: [DimPattern]) -> Variable {
    guard let owner, let inner = owner.op as? DimShuffle else {
      return pattern == (0..<ndim).map { .axis($0) } ? self : dimshuffle(pattern)
    }
    let composed = pattern.map { entry -> DimPattern in
      if case .axis(let axis) = entry { inner.pattern[axis] } else { .new }
    }
    let x = owner.inputs[0]
    return composed == (0..<x.ndim).map { .axis($0) } ? x : x.dimshuffle(composed)
  }

  /// The pattern that puts axes of length 1 in the places `axes` of a tensor of rank `ndim`.
  static func restoringPattern(_ axes: [Int], ndim: Int) -> [DimPattern] {
    var next = 0
    return (0..<ndim).map { axis in
      if axes.contains(axis) { return .new }
      defer { next += 1 }
      return .axis(next)
    }
  }

  /// Whether both are the same expression, a few nodes deep: one may have been built just now, and not have
  /// been merged.
  func isSame(as other: Variable) -> Bool {
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

extension DimShuffle {
  /// The pattern that undoes this change of a tensor of rank `ndim`.
  func inverse(ndim: Int) -> [DimPattern] {
    (0..<ndim).map { axis in pattern.firstIndex(of: .axis(axis)).map { .axis($0) } ?? .new }
  }
}
