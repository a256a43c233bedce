import TheanoArrays
import TheanoGraph
import TheanoOps

extension Loop {
  /// What a step computes from rows alone, element by element or as products with matrices that do not
  /// change, is computed for all steps at once, outside: results altogether; other work becomes a sequence.
  mutating func moveOutRows() throws -> Bool {
    if until != nil { return false }
    let work = RowWork(self)
    let results = Set(
      maps.map(\.value).filter { work.isRows($0) }
        + states.map(\.next).filter { work.isRows($0) })
    let inner = worthMoving(work, besides: results)
    let hasFixed = maps.contains { isFixed($0.value, work) }
    if results.isEmpty && inner.isEmpty && !hasFixed { return false }

    var outer: [Variable: Variable] = [:]
    for invariant in invariants { outer[invariant.inner] = invariant.outer }
    let needed = Set(graphInputs(Array(results) + inner))
    for sequence in sequences where needed.contains(sequence.row) {
      outer[sequence.row] = rowsRead(of: sequence)
    }
    try work.compute(Array(results) + inner, in: &outer)
    try replaceMaps(work, outer)
    try replaceStates(work, outer)
    try addSequences(inner, outer)
    return true
  }

  /// The greatest expressions, other than results, whose rows are worth computing outside.
  private func worthMoving(_ work: RowWork, besides results: Set<Variable>) -> [Variable] {
    var found: [Variable] = []
    var seen: Set<Variable> = []
    var pending = bodyOutputs.filter { !results.contains($0) }
    while let variable = pending.popLast() {
      guard seen.insert(variable).inserted else { continue }
      if work.isWorthMoving(variable) {
        found.append(variable)
      } else {
        // Of a choice only the condition is needed at each step.
        let inputs = variable.owner?.inputs ?? []
        pending += variable.owner?.op is any LazyOp ? Array(inputs.prefix(1)) : inputs
      }
    }
    return found
  }

  /// Whether a result is the same at each step.
  private func isFixed(_ value: Variable, _ work: RowWork) -> Bool {
    work.isInvariant(value) && invariants.contains { $0.inner == value } || value.isConstant
  }

  private mutating func replaceMaps(_ work: RowWork, _ outer: [Variable: Variable]) throws {
    for map in maps {
      if work.isRows(map.value), let rows = outer[map.value] {
        replacements[map.id] = .variable(rows)
      } else if isFixed(map.value, work) {
        let value = outer[map.value] ?? map.value
        let lengths = (0..<value.ndim).map { value.length(ofAxis: $0) }
        replacements[map.id] = .variable(alloc(value, [checkedStepCount] + lengths))
      }
    }
    maps.removeAll { replacements[$0.id] != nil }
  }

  /// A state that does not depend on earlier ones is known at all times beforehand.
  private mutating func replaceStates(_ work: RowWork, _ outer: [Variable: Variable]) throws {
    var rowsOfTaps: Replacements = [:]
    for state in states where work.isRows(state.next) {
      guard let rows = outer[state.next] else { continue }
      let history = concatenate([state.initial[.slice(from: -state.depth)], rows])
      for (value, tap) in zip(state.values, state.taps) {
        let row = Variable(value.type, name: value.name)
        let start = state.depth - tap
        let read = history[.slice(from: start, to: rows.length(ofAxis: 0) + start)]
        sequences.append(Sequence(row: row, rows: read))
        rowsOfTaps[value] = row
      }
      replacements[state.id] = .variable(history)
    }
    states.removeAll { replacements[$0.id] != nil }
    try replace(rowsOfTaps)
  }

  private mutating func addSequences(
    _ inner: [Variable], _ outer: [Variable: Variable]
  ) throws {
    var rowsOfInner: Replacements = [:]
    for value in inner {
      guard let rows = outer[value] else { continue }
      let row = Variable(value.type, name: value.name)
      sequences.append(Sequence(row: row, rows: rows))
      rowsOfInner[value] = row
    }
    try replace(rowsOfInner)
  }
}
