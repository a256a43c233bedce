import TheanoGraph

/// Which results of a loop depend on which of its operands, in a way that a gradient can ask about.
struct ScanConnections: Sendable {
  /// For each operand of the loop but the number of steps, the results that depend on it.
  private var results: [Set<Int>]

  /// Finds the connections of a loop with the given body.
  ///
  /// - Complexity: O(results · nodes of the body)
  init(inputs: [Variable], outputs: [Variable], sequenceCount: Int, states: [Scan.State]) {
    // The operand that each input of the body belongs to.
    var operands = Array(0..<sequenceCount)
    for (index, state) in states.enumerated() {
      operands += state.taps.map { _ in sequenceCount + index }
    }
    let firstConstant = sequenceCount + states.count
    operands += (firstConstant..<(firstConstant + inputs.count - operands.count))
    var places: [Variable: Int] = [:]
    for (input, operand) in zip(inputs, operands) { places[input] = operand }

    let direct = outputs.map { ScanConnections.inputs(of: $0, among: places) }
    results = (0..<(operands.last.map { Swift.max($0 + 1, firstConstant) } ?? firstConstant)).map {
      operand in Set(outputs.indices.filter { direct[$0].contains(operand) })
    }
    // A history begins with its initial rows.
    for index in states.indices { results[sequenceCount + index].insert(index) }
    spreadThroughStates(firstState: sequenceCount, count: states.count)
  }

  /// Whether the result `output` depends on the operand `input`, of which 0 is the number of steps.
  func isConnected(input: Int, output: Int) -> Bool {
    input > 0 && results.indices.contains(input - 1) && results[input - 1].contains(output)
  }

  /// What a state depends on, whatever reads that state depends on at the next step.
  private mutating func spreadThroughStates(firstState: Int, count: Int) {
    var isChanging = true
    while isChanging {
      isChanging = false
      for operand in results.indices {
        for state in 0..<count where results[operand].contains(state) {
          let more = results[operand].union(results[firstState + state])
          if more.count > results[operand].count {
            results[operand] = more
            isChanging = true
          }
        }
      }
    }
  }

  /// The places of the variables in `places` on which `output` depends.
  private static func inputs(of output: Variable, among places: [Variable: Int]) -> Set<Int> {
    var found: Set<Int> = []
    var seen: Set<Variable> = []
    var pending = [output]
    while let variable = pending.popLast() {
      guard seen.insert(variable).inserted else { continue }
      if let place = places[variable] {
        found.insert(place)
      } else if let owner = variable.owner {
        for (index, input) in owner.inputs.enumerated()
        where owner.op.isConnected(input: index, output: variable.index) {
          pending.append(input)
        }
      }
    }
    return found
  }
}
