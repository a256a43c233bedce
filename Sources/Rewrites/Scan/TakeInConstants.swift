import TheanoGraph
import TheanoOps

extension Loop {
  /// Constants that the loop reads become part of its body, and rows that are all the same become one operand
  /// that does not change.
  mutating func takeInConstants() throws -> Bool {
    var isChanged = false
    for place in sequences.indices.reversed() {
      // That there are enough rows is still to be checked where it is not known.
      guard stepCount.isAtMostLength(of: sequences[place].rows),
        let value = sequences[place].rows.repeatedRow,
        let row = value.standing(for: sequences[place].row.type)
      else { continue }
      invariants.append(Invariant(inner: sequences[place].row, outer: row))
      sequences.remove(at: place)
      isChanged = true
    }
    var inner: Replacements = [:]
    for place in invariants.indices.reversed() where invariants[place].outer.isConstant {
      guard let value = invariants[place].outer.standing(for: invariants[place].inner.type) else {
        continue
      }
      inner[invariants[place].inner] = value
      invariants.remove(at: place)
    }
    try replace(inner)
    return isChanged || !inner.isEmpty
  }
}

extension Variable {
  /// The row that all rows of this tensor are, if it was made by repeating it.
  fileprivate var repeatedRow: Variable? {
    if let value = constant {
      return isNumber && value.ndim > 0 && value.shape[0] > 0 ? self[0] : nil
    }
    guard let owner, owner.op is Alloc, owner.inputs.count > 1 else { return nil }
    let value = owner.inputs[0]
    let lengths = Array(owner.inputs.dropFirst(2))
    if value.ndim < ndim { return lengths.isEmpty ? value : alloc(value, lengths) }
    guard value.type.shape[0] == 1 else { return nil }
    let row = value.dimshuffle((1..<ndim).map { .axis($0) })
    return lengths.isEmpty ? row : alloc(row, lengths)
  }
}
