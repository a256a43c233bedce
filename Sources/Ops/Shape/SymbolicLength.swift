import TheanoArrays
import TheanoGraph

/// The length of an axis, or another integer that is part of a shape: a Swift integer, or a scalar integer
/// variable. Shapes are arrays of them: `[2, n, -1]`.
public protocol SymbolicLength: Sendable {
  /// The length as a variable.
  var symbolicLength: Variable { get }
}

extension Int: SymbolicLength {
  /// The constant of this value.
  public var symbolicLength: Variable { Variable(weak: self) }
}

extension Variable: SymbolicLength {
  /// This variable.
  public var symbolicLength: Variable { self }
}

extension Array where Element == any SymbolicLength {
  /// The lengths as variables, as they are.
  var variables: [Variable] { map(\.symbolicLength) }

  /// Returns the lengths as int64 scalars.
  /// - Throws: `GraphError` if one is not an integer scalar; the sentence calls them `role`.
  func integerScalars(_ role: String) throws -> [Variable] {
    try variables.enumerated().map { try $1.integerScalar("\(role) \($0)") }
  }
}

extension Array where Element == Variable {
  /// The variables as lengths.
  var lengths: [any SymbolicLength] { self }
}

extension Variable {
  /// Returns this integer scalar as int64.
  /// - Throws: `GraphError` if it is none; the sentence calls it `role`.
  func integerScalar(_ role: String) throws -> Variable {
    try check()
    guard dtype.isInteger else {
      throw GraphError(.type, "\(role) must be an integer, and \(self) is \(dtype).")
    }
    guard ndim == 0 else {
      throw GraphError(.type, "\(role) must be a scalar, and \(self) is a \(type).")
    }
    return cast(self, .int64)
  }

  /// The value, if it follows from constants and static shapes in a few steps: for shapes, so only of
  /// integers and bool, and only of scalars and short vectors.
  package var knownValue: NDArray? {
    var search = KnownValueSearch()
    return search.value(of: self)
  }

  /// The value of an integer scalar, if it follows from constants and static shapes in a few steps.
  package var knownInteger: Int? {
    ndim == 0 ? knownValue?.ints.first : nil
  }

  /// The elements of an integer vector as far as they follow from constants and static shapes; nil if
  /// not even their number does.
  package var knownElements: [Int?]? {
    guard ndim == 1 else { return nil }
    if let whole = knownValue { return whole.ints }
    if let owner, owner.op is MakeVector { return owner.inputs.map(\.knownInteger) }
    if let owner, owner.op is Shape { return owner.inputs[0].type.shape }
    return type.shape[0].map { Array(repeating: nil, count: Swift.min($0, 1000)) }
  }
}

/// Evaluates small integer expressions whose value is known when the graph is built.
private struct KnownValueSearch {
  /// How many more nodes may be looked at; it bounds the depth too.
  private var budget = 64

  /// Returns the value of `variable` if it is known.
  mutating func value(of variable: Variable) -> NDArray? {
    guard variable.dtype.isDiscrete, variable.ndim <= 1,
      variable.type.shape.allSatisfy({ ($0 ?? 65) <= 64 })
    else { return nil }
    if let value = variable.constant { return value.cast(to: variable.dtype) }
    guard budget > 0, let call = variable.owner, call.op.isPure, !(call.op is any LazyOp) else {
      return nil
    }
    budget -= 1
    if call.op is Shape || call.op is LengthOfAxis { return length(call) }
    if let length = elementOfShape(call) { return length }
    var values: [NDArray] = []
    for input in call.inputs {
      guard let value = value(of: input) else { return nil }
      values.append(value)
    }
    guard let results = try? call.op.evaluate(values, call), variable.index < results.count else {
      return nil
    }
    return results[variable.index]
  }

  /// Returns the length that a node takes of a tensor's shape, if that is part of its type.
  private func elementOfShape(_ call: Apply) -> NDArray? {
    guard let op = call.op as? Subtensor, let source = call.inputs.first?.owner, source.op is Shape,
      case .integer(.constant(let place))? = op.structure.entries.first
    else { return nil }
    let shape = source.inputs[0].type.shape
    let axis = place < 0 ? place + shape.count : place
    return shape.indices.contains(axis) ? shape[axis].map { NDArray($0) } : nil
  }

  /// Returns the result of a node that asks for lengths, if those are part of the operand's type.
  private func length(_ call: Apply) -> NDArray? {
    let shape = call.inputs[0].type.shape
    if let op = call.op as? LengthOfAxis { return shape[op.axis].map { NDArray($0) } }
    let known = shape.compactMap { $0 }
    return known.count == shape.count ? NDArray(elements: known, shape: [known.count]) : nil
  }
}
