import TheanoArrays

/// Variables to be replaced by others, wherever they occur.
public typealias Replacements = [Variable: Variable]

/// Returns `output` with variables replaced, which may be inputs, shared variables or intermediate ones.
///
/// What does not depend on a replaced variable is shared with the original, not copied.
/// - Throws: `GraphError` if a replacement's type differs from the original's, or if an operation no
///   longer applies.
/// - Complexity: O(nodes + edges)
public func clone(_ output: Variable, replacing replacements: Replacements) throws -> Variable {
  try clone([output], replacing: replacements)[0]
}

/// Returns `outputs` with variables replaced; see `clone(_:replacing:)` for one.
public func clone(_ outputs: [Variable], replacing replacements: Replacements) throws -> [Variable]
{
  for new in replacements.values { try new.check() }
  for (old, new) in replacements where !old.type.isCompatible(with: new.type) {
    throw GraphError(
      .type,
      "Cannot convert Type \(new.type) (of Variable \(new)) into Type \(old.type). You can try to "
        + "manually convert \(new) into a \(old.type).", site: new.site)
  }
  return try rebuild(outputs, replacing: replacements)
}

/// Returns `outputs` with variables replaced by others of any type; operations infer their types anew
/// where an operand's type has changed.
package func rebuild(_ outputs: [Variable], replacing replacements: Replacements) throws
  -> [Variable]
{
  for output in outputs { try output.check() }
  if replacements.isEmpty { return outputs }
  var new = replacements
  for node in toposort(outputs, blockers: Set(replacements.keys)) {
    guard node.inputs.contains(where: { new[$0] != nil }) else { continue }
    let inputs = node.inputs.map { new[$0] ?? $0 }
    let copy = try node.copy(with: inputs)
    for (old, result) in zip(node.outputs, copy.outputs) where new[old] == nil { new[old] = result }
  }
  return outputs.map { new[$0] ?? $0 }
}

extension Apply {
  /// Returns this node with other operands, of the same place and with the same names.
  package func copy(with newInputs: [Variable]) throws -> Apply {
    let same = zip(inputs, newInputs).allSatisfy { $0.type == $1.type && $0.constant == nil }
    let types = same ? outputTypes : try inferred(for: newInputs)
    let copy = Apply(op, newInputs, types: types, site: site)
    for index in outputTypes.indices {
      if let name = self[nameOf: index] { copy[nameOf: index] = name }
    }
    return copy
  }

  private func inferred(for newInputs: [Variable]) throws -> [TensorType] {
    for input in newInputs { try input.check() }
    do {
      return try op.infer(newInputs)
    } catch let error as GraphError {
      throw error.located(op: op.name, inputs: newInputs, site: site)
    }
  }
}
