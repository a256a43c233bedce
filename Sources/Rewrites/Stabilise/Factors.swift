import TheanoGraph
import TheanoOps

/// A product or quotient taken apart into its factors, a few levels deep; it can be put together again as it
/// was, without some of them, or with others in their places.
struct Factors {
  /// One factor.
  struct Leaf {
    /// What it is.
    let value: Variable
    /// Whether it is divided by.
    let isBelow: Bool
    /// What stands in its place; nil for 1.
    var replacement: Variable?

    /// Whether it stands as it was.
    var isKept: Bool { replacement == value }
  }

  /// How factors are put together.
  private indirect enum Tree {
    case leaf(Int)
    case product(Tree, Tree)
    case quotient(Tree, Tree)
    case negative(Tree)
    case power(Variable, Range<Int>)
  }

  /// The factors from left to right.
  private(set) var leaves: [Leaf] = []
  private var tree: Tree = .leaf(0)

  /// How many factors are looked at, and how deep.
  private static let leafLimit = 12
  private static let depthLimit = 6

  /// Takes a real float expression apart.
  init(_ root: Variable) {
    tree = part(root, isBelow: false, depth: 0)
  }

  private mutating func part(_ value: Variable, isBelow: Bool, depth: Int) -> Tree {
    if depth < Self.depthLimit, leaves.count < Self.leafLimit, let owner = value.owner {
      switch owner.op {
      case is Elementwise<Mul>:
        let a = part(owner.inputs[0], isBelow: isBelow, depth: depth + 1)
        return .product(a, part(owner.inputs[1], isBelow: isBelow, depth: depth + 1))
      case is Elementwise<TrueDiv>:
        let a = part(owner.inputs[0], isBelow: isBelow, depth: depth + 1)
        return .quotient(a, part(owner.inputs[1], isBelow: !isBelow, depth: depth + 1))
      case is Elementwise<Neg>:
        return .negative(part(owner.inputs[0], isBelow: isBelow, depth: depth + 1))
      case is Elementwise<Sqr>: return power(owner.inputs[0], 2, isBelow)
      case is Elementwise<Pow>:
        if let n = owner.inputs[1].uniformNumber, n == n.rounded(), (2...6).contains(n) {
          return power(owner.inputs[0], Int(n), isBelow)
        }
      default: break
      }
    }
    return .leaf(add(value, isBelow))
  }

  private mutating func add(_ value: Variable, _ isBelow: Bool) -> Int {
    leaves.append(Leaf(value: value, isBelow: isBelow, replacement: value))
    return leaves.count - 1
  }

  private mutating func power(_ base: Variable, _ n: Int, _ isBelow: Bool) -> Tree {
    let start = leaves.count
    for _ in 0..<n { _ = add(base, isBelow) }
    return .power(base, start..<start + n)
  }

  /// Puts something in a factor's place, or 1.
  mutating func replace(_ place: Int, by value: Variable?) { leaves[place].replacement = value }

  /// The places of the factors that are kept, above or below.
  func places(below: Bool) -> [Int] {
    leaves.indices.filter { leaves[$0].isBelow == below && leaves[$0].isKept }
  }

  /// Whether an odd number of the products are taken the negative of.
  var isNegative: Bool { isNegative(tree) }

  private func isNegative(_ tree: Tree) -> Bool {
    switch tree {
    case .leaf, .power: false
    case .product(let a, let b), .quotient(let a, let b): isNegative(a) != isNegative(b)
    case .negative(let a): !isNegative(a)
    }
  }

  /// What the factors make together; nil for 1.
  var assembled: Variable? { assemble(tree) }

  private func assemble(_ tree: Tree) -> Variable? {
    switch tree {
    case .leaf(let place): return leaves[place].replacement
    case .product(let a, let b): return product(assemble(a), assemble(b))
    case .quotient(let a, let b):
      let above = assemble(a)
      guard let below = assemble(b) else { return above }
      return above.map { $0 / below } ?? 1 / below
    case .negative(let a): return assemble(a).map { -$0 } ?? Variable(weak: -1.0)
    case .power(let base, let places):
      let kept = places.filter { leaves[$0].isKept }.count
      let power: Variable? = kept == 0 ? nil : kept == 1 ? base : base ** Variable(weak: kept)
      let others = places.filter { !leaves[$0].isKept }.map { leaves[$0].replacement }
      return others.reduce(kept == 2 ? sqr(base) : power) { product($0, $1) }
    }
  }

  /// The product of what may be 1.
  func product(_ a: Variable?, _ b: Variable?) -> Variable? {
    guard let a, let b else { return a ?? b }
    return a * b
  }
}

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
