import TheanoGraph

extension Loop {
  /// Makes one of inputs of the body that stand for the same variable outside.
  mutating func mergeInputs() throws -> Bool {
    var same: Replacements = [:]
    var known: [Variable: Variable] = [:]
    sequences.removeAll { sequence in
      guard let first = known[sequence.rows] else {
        known[sequence.rows] = sequence.row
        return false
      }
      if first.type != sequence.row.type { return false }
      same[sequence.row] = first
      return true
    }
    known = [:]
    invariants.removeAll { invariant in
      guard let first = known[invariant.outer] else {
        known[invariant.outer] = invariant.inner
        return false
      }
      if first.type != invariant.inner.type { return false }
      same[invariant.inner] = first
      return true
    }
    if same.isEmpty { return false }
    try replace(same)
    return true
  }

  /// Makes one of results without feedback that are the same at each step.
  mutating func mergeMaps() -> Bool {
    var known: [Variable: Int] = [:]
    let before = maps.count
    maps.removeAll { map in
      guard let first = known[map.value] else {
        known[map.value] = map.id
        return false
      }
      replacements[map.id] = .result(first)
      return true
    }
    return maps.count < before
  }

  /// Makes one of states that begin the same and go on the same way if they are the same so far.
  ///
  /// States are put into classes by how they begin; then classes are split by what their members become
  /// where all members of a class are taken for one, until no class splits.
  mutating func mergeStates() throws -> Bool {
    struct Start: Hashable {
      var initial: Variable
      var taps: [Int]
      var type: TensorType
    }
    struct Split: Hashable {
      var old: Int
      var next: Variable
    }
    if states.count < 2 { return false }
    var classes = states.map {
      Start(initial: $0.initial, taps: $0.taps, type: $0.values.first?.type ?? $0.next.type)
    }.numbered
    while Set(classes).count < states.count {
      let nexts = try Optimiser.merging(
        rebuild(states.map(\.next), replacing: representatives(of: classes)))
      let split = zip(classes, nexts).map { Split(old: $0, next: $1) }.numbered
      if split == classes { break }
      classes = split
    }
    guard Set(classes).count < states.count else { return false }
    try replace(representatives(of: classes))
    // What was computed for each is computed once now.
    bodyOutputs = try Optimiser.merging(bodyOutputs)
    var firsts: [Int: Int] = [:]
    var merged: [State] = []
    for (state, number) in zip(states, classes) {
      if let first = firsts[number] {
        replacements[state.id] = .result(first)
      } else {
        firsts[number] = state.id
        merged.append(state)
      }
    }
    states = merged
    return true
  }

  /// What replaces the taps of all states but the first of each class.
  private func representatives(of classes: [Int]) -> Replacements {
    var firsts: [Int: State] = [:]
    var result: Replacements = [:]
    for (state, number) in zip(states, classes) {
      guard let first = firsts[number] else {
        firsts[number] = state
        continue
      }
      for (old, new) in zip(state.values, first.values) { result[old] = new }
    }
    return result
  }
}

extension Array where Element: Hashable {
  /// For each element a number, equal for equal elements: numbers in the order in which they first occur.
  fileprivate var numbered: [Int] {
    var numbers: [Element: Int] = [:]
    return map { element in
      let number = numbers[element] ?? numbers.count
      numbers[element] = number
      return number
    }
  }
}

extension Optimiser {
  /// Returns the same graph with equal nodes merged.
  static func merging(_ outputs: [Variable]) throws -> [Variable] {
    try Optimiser(phases: [RewritePhase("merge", [])]).optimise(outputs).0
  }
}
