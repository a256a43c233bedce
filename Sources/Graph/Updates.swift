/// New values for shared variables, as expressions: `[(state, state + 1)]` or `[state: state + 1]`.
public struct Updates: Sendable, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, Sequence
{
  /// The shared variables with the expressions of their new values, in the order in which they were added.
  public private(set) var pairs: [(SharedVariable, Variable)] = []
  /// The first shared variable that was given two expressions.
  private var clash: SharedVariable?

  /// No updates.
  public init() {}

  /// Creates updates from pairs.
  public init(_ pairs: some Sequence<(SharedVariable, Variable)>) {
    for (shared, expression) in pairs { add(shared, expression) }
  }

  /// Creates updates from pairs.
  public init(arrayLiteral elements: (SharedVariable, Variable)...) { self.init(elements) }

  /// Creates updates from a dictionary.
  public init(dictionaryLiteral elements: (SharedVariable, Variable)...) { self.init(elements) }

  /// The expression for a shared variable; nil if it has none.
  public subscript(_ shared: SharedVariable) -> Variable? {
    get { pairs.first { $0.0 == shared }?.1 }
    set {
      pairs.removeAll { $0.0 == shared }
      if let newValue { pairs.append((shared, newValue)) }
    }
  }

  /// The updates of both. If they have different expressions for one shared variable, `function` throws.
  public static func + (a: Updates, b: Updates) -> Updates {
    var sum = a
    for (shared, expression) in b where a[shared] != expression { sum.add(shared, expression) }
    sum.clash = sum.clash ?? b.clash
    return sum
  }

  /// Adds updates to these.
  public static func += (a: inout Updates, b: Updates) { a = a + b }

  /// The pairs, in order.
  public func makeIterator() -> IndexingIterator<[(SharedVariable, Variable)]> {
    pairs.makeIterator()
  }

  /// Throws if a shared variable has two expressions.
  package func check() throws {
    guard let clash else { return }
    throw GraphError(
      .value, "This shared variable already has an update expression: \(clash)", site: clash.site)
  }

  private mutating func add(_ shared: SharedVariable, _ expression: Variable) {
    if pairs.contains(where: { $0.0 == shared }) { clash = clash ?? shared }
    pairs.append((shared, expression))
  }
}
