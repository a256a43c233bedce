import TheanoArrays
import TheanoGraph

extension Variable {
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
    guard ndim == 1, dtype.isDiscrete else { return nil }
    var search = KnownValueSearch()
    return search.elements(of: self)
  }
}

/// Evaluates small integer expressions whose value is known when the graph is built.
private struct KnownValueSearch {
  /// How many more nodes may be looked at; it bounds the depth too.
  private var budget = 64
  /// The longest vector that is looked at.
  private static let longest = 1000

  /// Returns the value of `variable` if all of it is known.
  mutating func value(of variable: Variable) -> NDArray? {
    guard variable.dtype.isDiscrete, variable.ndim <= 1 else { return nil }
    if let value = variable.constant {
      return value.count <= Self.longest ? value.cast(to: variable.dtype) : nil
    }
    if variable.ndim == 0 { return scalar(variable) }
    guard let elements = elements(of: variable) else { return nil }
    let known = elements.compactMap { $0 }
    if known.count < elements.count { return nil }
    return NDArray(
      integers: known.map { Int128($0) }, shape: [known.count], dtype: variable.dtype)
  }

  /// Returns the elements of a vector as far as they are known; nil if not even their number is.
  mutating func elements(of variable: Variable) -> [Int?]? {
    guard variable.type.shape.first.map({ $0 ?? 0 <= Self.longest }) == true else { return nil }
    if let value = variable.constant { return value.cast(to: variable.dtype).ints }
    let unknown = variable.type.shape[0].map { [Int?](repeating: nil, count: $0) }
    guard budget > 0, let call = variable.owner else { return unknown }
    budget -= 1
    let found: [Int?]? =
      switch call.op {
      case is Shape: call.inputs[0].type.shape
      case is MakeVector: call.inputs.map { value(of: $0)?.ints.first }
      case is Join: joined(call)
      case is Subtensor: part(call)
      default: unknown == nil ? nil : evaluated(call, variable.index)?.ints
      }
    return found ?? unknown
  }

  /// Returns the value of a scalar that is the result of an operation.
  private mutating func scalar(_ variable: Variable) -> NDArray? {
    guard budget > 0, let call = variable.owner else { return nil }
    budget -= 1
    if let op = call.op as? LengthOfAxis {
      return call.inputs[0].type.shape[op.axis].map { NDArray($0) }
    }
    if call.op is Subtensor {
      return part(call)?.first?.map { NDArray($0).cast(to: variable.dtype) }
    }
    return evaluated(call, variable.index)
  }

  /// Returns the elements of vectors one behind the other.
  private mutating func joined(_ call: Apply) -> [Int?]? {
    var result: [Int?] = []
    for input in call.inputs {
      guard let elements = elements(of: input) else { return nil }
      result += elements
    }
    return result
  }

  /// Returns the elements that an index known when the graph was built takes of a vector: it is applied
  /// to their places.
  private mutating func part(_ call: Apply) -> [Int?]? {
    guard call.inputs.count == 1, call.inputs[0].ndim == 1,
      let elements = elements(of: call.inputs[0])
    else { return nil }
    let places = NDArray(elements: Array(elements.indices), shape: [elements.count])
    guard let taken = try? call.op.evaluate([places], call).first else { return nil }
    return taken.ints.map { elements.indices.contains($0) ? elements[$0] : nil }
  }

  /// Returns the result of a node whose operands are known, from the operation's own evaluation.
  private mutating func evaluated(_ call: Apply, _ index: Int) -> NDArray? {
    guard call.op.isPure, !(call.op is any LazyOp) else { return nil }
    var values: [NDArray] = []
    for input in call.inputs {
      guard let value = value(of: input) else { return nil }
      values.append(value)
    }
    let results = try? call.op.evaluate(values, call)
    return results.flatMap { $0.indices.contains(index) ? $0[index] : nil }
  }
}
