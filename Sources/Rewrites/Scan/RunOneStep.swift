import TheanoArrays
import TheanoGraph
import TheanoOps

extension Loop {
  /// A loop of one step is its body.
  mutating func runOneStep() throws -> Bool {
    guard stepCount.uniformNumber == 1, !(states.isEmpty && maps.isEmpty) else { return false }
    var values: Replacements = [:]
    for sequence in sequences {
      values[sequence.row] = sequence.rows[0].standing(for: sequence.row.type)
    }
    for state in states {
      for (value, tap) in zip(state.values, state.taps) {
        values[value] = state.initial[-tap].standing(for: value.type)
      }
    }
    for invariant in invariants {
      values[invariant.inner] = invariant.outer.standing(for: invariant.inner.type)
    }
    for input in bodyInputs {
      guard let value = values[input] else { return false }
      try value.check()
    }
    let results = try rebuild(bodyOutputs, replacing: values)
    for (state, next) in zip(states, results) {
      let history = concatenate([state.initial[.slice(from: -state.depth)], next.asRow])
      replacements[state.id] = .variable(history)
    }
    for (map, value) in zip(maps, results[states.count...]) {
      replacements[map.id] = .variable(value.asRow)
    }
    states = []
    maps = []
    return true
  }
}

extension Variable {
  /// This tensor as the one row of one of higher rank.
  fileprivate var asRow: Variable { dimshuffle([.new] + (0..<ndim).map { .axis($0) }) }
}
