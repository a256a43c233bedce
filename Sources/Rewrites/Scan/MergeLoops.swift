import TheanoGraph
import TheanoScan

/// Returns the same graph in which loops of the same number of steps are one if none of them depends on
/// another; nil if there are none.
///
/// - Complexity: O(nodes + edges)
func mergedLoops(_ outputs: [Variable], _ order: [Apply]) throws -> [Variable]? {
  // Of two branches only one is computed; what is merged is computed together.
  if order.contains(where: { $0.op is any LazyOp }) { return nil }
  struct Key: Hashable {
    var stepCount: Variable
    var level: Int
  }
  // Loops with as many other loops below them, along the longest way, do not depend on each other.
  var levels: [Apply: Int] = [:]
  var groups: [Key: [(node: Apply, loop: Loop)]] = [:]
  var keys: [Key] = []
  for node in order {
    let below = node.inputs.compactMap { $0.owner.flatMap { levels[$0] } }.max() ?? 0
    levels[node] = below + (node.op is Scan ? 1 : 0)
    guard let loop = Loop(node), loop.until == nil, !loop.states.isEmpty || !loop.maps.isEmpty
    else { continue }
    let key = Key(stepCount: loop.stepCount, level: below)
    if groups[key] == nil { keys.append(key) }
    groups[key, default: []].append((node, loop))
  }
  var merged: Replacements = [:]
  for group in keys.compactMap({ groups[$0] }) where group.count > 1 {
    let (loop, places) = try joined(group.map(\.loop))
    let results = try Site.$inherited.withValue(group[0].node.site) {
      try loop.applied { try $0.makeBody() }
    }
    for ((node, _), ids) in zip(group, places) {
      for (place, id) in ids {
        guard let result = results[id]?.standing(for: node.outputTypes[place]) else { return nil }
        merged[node.output(place)] = result
      }
    }
  }
  return merged.isEmpty ? nil : redirected(outputs, merged)
}

/// Returns the loop that does what several do, and for each of them the numbers of its results there.
private func joined(_ loops: [Loop]) throws -> (Loop, [[Int: Int]]) {
  var whole = loops[0]
  whole.label = loops.map(\.label).reduce(into: [String]()) { labels, label in
    if !labels.contains(label) { labels.append(label) }
  }.joined(separator: "&")
  var places = [
    Dictionary(uniqueKeysWithValues: whole.ids.map { ($0, $0) })
  ]
  for other in loops.dropFirst() {
    // Two loops may have the same body.
    var fresh = other
    try fresh.renewInputs()
    var numbers: [Int: Int] = [:]
    for state in fresh.states {
      numbers[state.id] = whole.makeID()
      var state = state
      state.id = numbers[state.id] ?? state.id
      whole.states.append(state)
    }
    for map in fresh.maps {
      numbers[map.id] = whole.makeID()
      whole.maps.append(Loop.Map(id: numbers[map.id] ?? map.id, value: map.value))
    }
    whole.sequences += fresh.sequences
    whole.invariants += fresh.invariants
    places.append(numbers)
  }
  return (whole, places)
}

extension Loop {
  /// The numbers of the results.
  fileprivate var ids: [Int] { states.map(\.id) + maps.map(\.id) }

  /// Gives the body inputs of its own.
  fileprivate mutating func renewInputs() throws {
    var new: Replacements = [:]
    func renewed(_ variable: Variable) -> Variable {
      let copy = Variable(variable.type, name: variable.name)
      new[variable] = copy
      return copy
    }
    for place in sequences.indices { sequences[place].row = renewed(sequences[place].row) }
    for place in states.indices { states[place].values = states[place].values.map(renewed) }
    for place in invariants.indices {
      invariants[place].inner = renewed(invariants[place].inner)
    }
    try replace(new)
  }
}

/// Returns the graph with variables replaced by others, which may depend on variables replaced themselves.
///
/// - Complexity: O(nodes + edges)
private func redirected(_ outputs: [Variable], _ replacements: Replacements) -> [Variable] {
  var new: [Variable: Variable] = [:]
  func value(of variable: Variable) -> Variable {
    let target = replacements[variable] ?? variable
    return new[target] ?? target
  }
  var seen: Set<Apply> = []
  var stack: [(node: Apply, next: Int)] = []
  func enter(_ variable: Variable) {
    guard let owner = (replacements[variable] ?? variable).owner, seen.insert(owner).inserted
    else { return }
    stack.append((owner, 0))
  }
  for output in outputs {
    enter(output)
    while let (node, next) = stack.last {
      if next < node.inputs.count {
        stack[stack.count - 1].next += 1
        enter(node.inputs[next])
      } else {
        stack.removeLast()
        let copy = node.with(inputs: node.inputs.map(value))
        if copy == node { continue }
        for place in node.outputTypes.indices { new[node.output(place)] = copy.output(place) }
      }
    }
  }
  return outputs.map(value)
}
