import TheanoGraph

extension Loop {
  /// Drops results of which nobody reads a row, states that only serve such results, and what the body does
  /// not read. `needs` says how many of the last rows of each result are read, nil for all.
  mutating func dropUnused(_ needs: [Int?]) -> Bool {
    // Whether somebody outside reads a result; what was added has been asked for.
    func isRead(_ id: Int) -> Bool {
      replacements[id] == nil && (required.contains(id) || id >= needs.count || needs[id] != 0)
    }
    let before = (sequences.count, states.count, maps.count, invariants.count)
    let stand = Set(
      replacements.values.compactMap { if case .result(let id) = $0 { id } else { nil } })
    maps.removeAll { !isRead($0.id) && !stand.contains($0.id) }

    var used = Set(graphInputs(maps.map(\.value) + (until.map { [$0] } ?? [])))
    var kept = Set<Int>()
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (place, state) in states.enumerated()
      where !kept.contains(place)
        && (isRead(state.id) || stand.contains(state.id)
          || state.values.contains(where: used.contains))
      {
        kept.insert(place)
        used.formUnion(graphInputs([state.next]))
        isGrowing = true
      }
    }
    states = states.indices.filter(kept.contains).map { states[$0] }
    sequences.removeAll { !used.contains($0.row) }
    invariants.removeAll { !used.contains($0.inner) }
    return before != (sequences.count, states.count, maps.count, invariants.count)
  }
}
