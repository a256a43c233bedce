import TheanoGraph

/// What a pass knows of nodes, by their numbers.
struct NodeStates {
  /// What a pass knows of a node.
  enum State {
    case unseen
    /// The node stands for itself.
    case final
    /// Others stand for its results.
    case replaced
    /// Its replacement is being worked on.
    case inProgress
  }

  private var states: [State]
  /// For each node that is replaced what stands for its results.
  private(set) var replacements: [[Variable]]

  /// Creates states of `count` nodes; more may come.
  init(count: Int = 0) {
    states = Array(repeating: .unseen, count: count)
    replacements = Array(repeating: [], count: count)
  }

  /// The state of a node; those that have come since then are unseen.
  subscript(id: NodeNumbers.ID) -> State {
    get { id < states.count ? states[id] : .unseen }
    set {
      grow(toHold: id)
      states[id] = newValue
    }
  }

  /// Notes what stands for the results of a node.
  mutating func replace(_ id: NodeNumbers.ID, by results: [Variable]) {
    self[id] = .replaced
    replacements[id] = results
  }

  /// The variable that stands for a result of the node `id`.
  func final(_ variable: Variable, of id: NodeNumbers.ID) -> Variable {
    self[id] == .replaced ? replacements[id][variable.index] : variable
  }

  private mutating func grow(toHold id: NodeNumbers.ID) {
    while states.count <= id {
      states.append(.unseen)
      replacements.append([])
    }
  }
}
