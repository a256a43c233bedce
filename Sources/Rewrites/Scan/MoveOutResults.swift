import TheanoArrays
import TheanoGraph
import TheanoOps

extension Loop {
  /// What a step computes of states only to give it away, element by element or as products with matrices
  /// that do not change, is computed for all steps at once, of the states' rows.
  mutating func moveOutResults(_ needs: [Int?]) throws -> Bool {
    if until != nil || states.isEmpty { return false }
    // What the states need has to be computed step by step.
    let alone = RowWork(self)
    let core = Set(ancestors(states.map(\.next)) + states.flatMap(\.values)).filter {
      !$0.isConstant && !alone.isRows($0) && !alone.isInvariant($0)
    }
    let work = RowWork(self, given: core)
    var isChanged = false
    for map in maps {
      guard map.id >= needs.count || needs[map.id] == nil, work.isRows(map.value),
        !alone.isRows(map.value), !core.contains(map.value) || isKnown(map.value),
        let leaves = leaves(of: map.value, core)
      else { continue }
      let sources = leaves.map { ($0, source(of: $0)) }
      for case (_, .result(let id, _, _)) in sources { required.insert(id) }
      let sequenceRows = Dictionary(
        uniqueKeysWithValues: sequences.map { ($0.row, rowsRead(of: $0)) })
      let outerValues = Dictionary(uniqueKeysWithValues: invariants.map { ($0.inner, $0.outer) })
      replacements[map.id] = .rows { computed in
        var outer = sequenceRows.merging(outerValues) { first, _ in first }
        for (leaf, source) in sources { outer[leaf] = source.rows(computed) }
        try work.compute([map.value], in: &outer)
        return outer[map.value] ?? map.value
      }
      maps.removeAll { $0.id == map.id }
      isChanged = true
    }
    return isChanged
  }

  /// Where the rows of a variable of the body are found in the loop's results.
  private enum Source {
    /// In a result, from a row on and up to another.
    case result(Int, from: Int?, to: Int?)

    func rows(_ computed: [Int: Variable]) -> Variable? {
      switch self {
      case .result(let id, nil, _): computed[id]
      case .result(let id, let start?, let stop?):
        computed[id]?[.slice(from: start, to: stop)]
      case .result(let id, let start?, nil): computed[id]?[.slice(from: start)]
      }
    }
  }

  /// The variables of which the loop has to compute the rows so that `value` can be computed outside; nil if
  /// that is not worth it, because it is more to keep than `value` is.
  private func leaves(of value: Variable, _ core: Set<Variable>) -> [Variable]? {
    let inner = toposort([value], blockers: core)
    let leaves = graphInputs([value], blockers: core).filter(core.contains)
    let fresh = leaves.filter { !isKnown($0) }
    let isHeavy = inner.contains { $0.op is Dot }
    guard fresh.count <= (isHeavy ? 2 : 1), fresh.allSatisfy({ $0.ndim <= value.ndim }) else {
      return nil
    }
    return leaves
  }

  /// Whether the rows of a variable are among the loop's results anyway.
  private func isKnown(_ variable: Variable) -> Bool {
    states.contains { $0.next == variable || $0.values.contains(variable) }
  }

  /// Where the rows of a variable are; the loop gives them from now on if it did not.
  private mutating func source(of variable: Variable) -> Source {
    for state in states {
      if state.next == variable { return .result(state.id, from: state.depth, to: nil) }
      if let place = state.values.firstIndex(of: variable) {
        let tap = state.taps[place]
        return .result(state.id, from: state.depth - tap, to: -tap)
      }
    }
    return .result(addMap(variable), from: nil, to: nil)
  }
}
