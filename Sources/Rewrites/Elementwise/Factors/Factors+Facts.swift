import TheanoGraph
import TheanoOps

/// What must be known of factors for them to cancel.
extension Variable {
  /// Whether this is a function that is neither zero nor infinite at any number, of one variable, though it
  /// may underflow or overflow; and that variable.
  var nonvanishingOperand: Variable? {
    guard let owner, dtype.isFloat else { return nil }
    switch owner.op {
    case is Elementwise<Exp>, is Elementwise<Exp2>, is Elementwise<Sigmoid>,
      is Elementwise<Softplus>, is Elementwise<Cosh>, is Elementwise<Erfc>, is Elementwise<Erfcx>:
      return owner.inputs[0]
    case is Elementwise<Add> where owner.inputs[0].uniformNumber.map { $0 > 0 } ?? false:
      return owner.inputs[1].owner?.op is Elementwise<Exp>
        ? owner.inputs[1].nonvanishingOperand : nil
    case is Elementwise<Add> where owner.inputs[1].uniformNumber.map { $0 > 0 } ?? false:
      return owner.inputs[0].owner?.op is Elementwise<Exp>
        ? owner.inputs[0].nonvanishingOperand : nil
    default: return nil
    }
  }

  /// Whether this surely is no number wherever `other` is none: whether it is arithmetic on it, or on what
  /// that is the negative or a multiple of.
  func carriesNaN(of other: Variable) -> Bool {
    reaches(other.withoutScale, depth: 5)
  }

  /// What this is a number times of.
  private var withoutScale: Variable {
    guard let owner else { return self }
    switch owner.op {
    case is Elementwise<Neg>: return owner.inputs[0].withoutScale(depth: 3)
    case is Elementwise<Mul>: return withoutScale(depth: 3)
    default: return self
    }
  }

  private func withoutScale(depth: Int) -> Variable {
    guard depth > 0, let owner else { return self }
    if owner.op is Elementwise<Neg> { return owner.inputs[0].withoutScale(depth: depth - 1) }
    if owner.op is Elementwise<Mul>, let n = owner.inputs[0].uniformNumber, n.isFinite {
      return owner.inputs[1].withoutScale(depth: depth - 1)
    }
    if owner.op is Elementwise<Mul>, let n = owner.inputs[1].uniformNumber, n.isFinite {
      return owner.inputs[0].withoutScale(depth: depth - 1)
    }
    return self
  }

  private func reaches(_ other: Variable, depth: Int) -> Bool {
    if self == other { return true }
    guard depth > 0, let owner else { return false }
    switch owner.op {
    case is Elementwise<Add>, is Elementwise<Sub>, is Elementwise<Mul>, is Elementwise<TrueDiv>,
      is Elementwise<Neg>, is Elementwise<Exp>, is Elementwise<Sigmoid>, is Elementwise<Softplus>,
      is Elementwise<Sqr>, is Elementwise<Erfc>, is Elementwise<Erfcx>, is Elementwise<Expm1>,
      is Elementwise<Cosh>:
      return owner.inputs.contains { $0.reaches(other, depth: depth - 1) }
    default: return false
    }
  }

  /// Whether this is the negative of `other`, as canonical forms write it.
  func isNegative(of other: Variable) -> Bool {
    isWritten(asNegativeOf: other) || other.isWritten(asNegativeOf: self)
  }

  private func isWritten(asNegativeOf other: Variable) -> Bool {
    guard let owner else { return false }
    if owner.op is Elementwise<Neg> { return owner.inputs[0] == other }
    guard let second = other.owner else { return false }
    let (a, b) = (owner.inputs, second.inputs)
    func areOpposite(_ x: Variable, _ y: Variable) -> Bool {
      guard let x = x.uniformNumber, let y = y.uniformNumber else { return false }
      return x == -y
    }
    switch (owner.op, second.op) {
    case (is Elementwise<Sub>, is Elementwise<Sub>): return a[0] == b[1] && a[1] == b[0]
    case (is Elementwise<Sub>, is Elementwise<Add>):
      return areOpposite(a[0], b[0]) && a[1] == b[1] || areOpposite(a[0], b[1]) && a[1] == b[0]
    case (is Elementwise<Mul>, is Elementwise<Mul>):
      return [(0, 0), (0, 1), (1, 0), (1, 1)].contains { i, j in
        areOpposite(a[i], b[j]) && a[1 - i] == b[1 - j]
      }
    case (is Elementwise<TrueDiv>, is Elementwise<TrueDiv>):
      return areOpposite(a[1], b[1]) && a[0] == b[0] || areOpposite(a[0], b[0]) && a[1] == b[1]
    default: return false
    }
  }
}
