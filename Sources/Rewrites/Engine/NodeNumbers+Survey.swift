import TheanoGraph

extension NodeNumbers {
  /// What there is in a graph.
  struct Survey {
    /// The number of nodes.
    var count = 0
    /// The types of their operations, each once.
    var types: [any Op.Type] = []
  }

  /// Returns what there is in the graph of `outputs`.
  ///
  /// - Complexity: O(nodes + edges)
  mutating func survey(_ outputs: [Variable]) -> Survey {
    var seen = [Bool](repeating: false, count: count)
    var hasKind = [Bool](repeating: false, count: types.count)
    var pending: [ID] = []
    var survey = Survey()
    func enter(_ id: ID) {
      while seen.count <= id { seen.append(false) }
      if seen[id] { return }
      seen[id] = true
      pending.append(id)
    }
    for output in outputs {
      if let owner = output.owner { enter(self.id(of: owner)) }
    }
    while let id = pending.popLast() {
      survey.count += 1
      while hasKind.count <= kinds[id] { hasKind.append(false) }
      hasKind[kinds[id]] = true
      for place in 0..<operandCount(of: id) {
        if let operand = operand(place, of: id) { enter(operand) }
      }
    }
    for (kind, isThere) in hasKind.enumerated() where isThere {
      survey.types.append(types[kind])
    }
    return survey
  }
}
