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
