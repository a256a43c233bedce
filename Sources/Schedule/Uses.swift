import TheanoGraph
import TheanoLoopIR
import TheanoScan

/// A node with the way in which it is computed.
struct LoweredNode {
  var call: Apply
  /// Nil: it is evaluated outside.
  var lowering: Lowering?
}

/// How the results of nodes are used, views looked through.
struct Uses {
  /// The uses of one variable.
  struct Use {
    /// How many nodes other than views read it.
    var readers = 0
    /// Whether a reader may compute one element of it several times.
    var isRepeated = false
    /// Whether a reader needs it in memory.
    var needsMemory = false

    /// Adds other uses to these.
    mutating func add(_ other: Use) {
      readers += other.readers
      isRepeated = isRepeated || other.isRepeated
      needsMemory = needsMemory || other.needsMemory
    }
  }

  private var uses: [Variable: Use] = [:]

  /// Finds the uses in a list of nodes in order.
  /// - Complexity: O(nodes + edges)
  init(_ nodes: [LoweredNode], outputs: [Variable]) {
    for output in outputs { uses[output, default: Use()].readers += 1 }
    for node in nodes.reversed() {
      for (place, input) in node.call.inputs.enumerated() where input.constant == nil {
        uses[input, default: Use()].add(use(ofOperand: place, in: node))
      }
    }
  }

  /// The uses of a variable.
  subscript(_ variable: Variable) -> Use { uses[variable] ?? Use() }

  /// What a node does with an operand.
  private func use(ofOperand place: Int, in node: LoweredNode) -> Use {
    if node.lowering?.unread.contains(place) == true { return Use() }
    switch node.lowering?.body {
    case .elements(let cost, _)?:
      let repeats = node.lowering?.repeats == true || broadcasts(place, to: 0, node.call)
      if node.lowering?.inMemory.contains(place) == true {
        return Use(readers: 1, isRepeated: true, needsMemory: true)
      }
      if cost == .move {
        var use = self[node.call.outputs[0]]
        use.isRepeated = use.isRepeated || repeats
        return use
      }
      return Use(readers: 1, isRepeated: repeats)
    case .parts(let parts)?:
      let readers = parts.indices.filter { parts[$0].operands.contains(place) }
      let isRepeated =
        readers.count > 1 || readers.contains { broadcasts(place, to: $0, node.call) }
      return Use(readers: readers.count, isRepeated: isRepeated)
    case .reduction?: return Use(readers: 1)
    case .statements(let memory, _)?:
      let isRegular = node.lowering?.regular.contains(place) == true
      return Use(readers: 1, isRepeated: false, needsMemory: isRegular || memory.contains(place))
    case nil:
      // Each step of a loop reads a row of a sequence, the first step the initial rows of states.
      if let loop = node.call.op as? Scan, (1..<loop.firstConstant).contains(place) {
        return Use(readers: 1, isRepeated: place < loop.firstState)
      }
      return Use(readers: 1, isRepeated: true, needsMemory: true)
    }
  }

  /// Whether an operand has one place along an axis along which a result may have several.
  private func broadcasts(_ place: Int, to result: Int, _ call: Apply) -> Bool {
    let (operand, result) = (call.inputs[place].type.shape, call.outputTypes[result].shape)
    guard operand.count == result.count else { return !result.isEmpty }
    return zip(operand, result).contains { $0 == 1 && $1 != 1 }
  }
}
