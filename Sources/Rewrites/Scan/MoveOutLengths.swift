import TheanoGraph
import TheanoOps

extension Loop {
  /// Lengths in the body are asked for outside, where they are the same at each step: what is read for its lengths
  /// alone need not be kept, or computed again, for the loop.
  mutating func moveOutLengths() throws -> Bool {
    let operands = OperandLengths(self)
    var inner: Replacements = [:]
    var known: [Variable: Variable] = [:]
    func length(_ body: Variable) -> Variable? {
      guard let outer = operands.outside(body) else { return nil }
      if outer.isConstant { return outer }
      if let same = known[outer] { return same }
      let length = Variable(body.type.strong)
      known[outer] = length
      invariants.append(Invariant(inner: length, outer: outer))
      return length
    }
    for node in toposort(bodyOutputs) {
      if node.op is LengthOfAxis {
        if let length = length(node.output(0)) { inner[node.output(0)] = length }
      } else if node.op is IncSubtensor, let (model, value) = node.inputs[0].repeated {
        // As an operand of other operations a fill is left out by other rules.
        let lengths = (0..<model.ndim).map { length(model.length(ofAxis: $0)) }
        if lengths.contains(nil) { continue }
        inner[node.inputs[0]] = alloc(value, lengths.compactMap { $0 })
      }
    }
    try replace(inner)
    return !inner.isEmpty
  }
}

/// The lengths of what a loop's body reads, in terms of the loop's operands.
private struct OperandLengths {
  /// The operands by the body's inputs, and by how many axes they have more.
  private var operands: [Variable: (operand: Variable, axes: Int)] = [:]

  init(_ loop: Loop) {
    for sequence in loop.sequences { operands[sequence.row] = (sequence.rows, 1) }
    for invariant in loop.invariants { operands[invariant.inner] = (invariant.outer, 0) }
    for state in loop.states {
      for value in state.values { operands[value] = (state.initial, 1) }
    }
  }

  /// A length of the body in terms of the operands; nil if it is not known without running the body.
  func outside(_ length: Variable) -> Variable? {
    let length = length.simplestLength
    if length.isConstant { return length }
    guard let owner = length.owner, let op = owner.op as? LengthOfAxis,
      let (operand, axes) = operands[owner.inputs[0]]
    else { return nil }
    return operand.length(ofAxis: op.axis + axes)
  }
}

extension Variable {
  /// What this is a fill of, and with which number; nil if it is none.
  fileprivate var repeated: (model: Variable, value: Variable)? {
    guard let owner, owner.op is Elementwise<Second>, owner.inputs[1].isNumber else { return nil }
    return (owner.inputs[0], owner.inputs[1].strong(as: dtype))
  }
}
