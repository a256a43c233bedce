import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoScan

extension Loop {
  /// The rows of a sequence that the loop reads, all of them and no others, if the loop asks for no more than
  /// there are; otherwise computing them is an error, as it is in the loop.
  func rowsRead(of sequence: Sequence) -> Variable {
    let rows = sequence.rows
    if rows.hasRows(stepCount) { return rows }
    if stepCount.isAtMostLength(of: rows) && stepCount.isCount {
      return rows[.slice(to: stepCount)]
    }
    let length = rows.length(ofAxis: 0)
    let count = assertOp(
      stepCount, ge(stepCount, 0), le(stepCount, length),
      message: "Sequence is shorter than the required number of steps, or this is negative")
    return rows[.slice(to: count)]
  }

  /// The number of steps; computing it is an error if it is negative.
  var checkedStepCount: Variable { stepCount.asCheckedStepCount }
}

extension Variable {
  /// This number of steps; computing it is an error if it is negative.
  var asCheckedStepCount: Variable {
    if isCount { return self }
    return assertOp(
      self, ge(self, 0), message: "Scan was asked to run for a negative number of steps")
  }

  /// Whether this is a length or the least of several, and so not negative; a few levels deep.
  var isCount: Bool { isCount(depth: 16) }

  private func isCount(depth: Int) -> Bool {
    if let number = uniformNumber { return number >= 0 }
    guard depth > 0, let owner else { return false }
    switch owner.op {
    case is LengthOfAxis: return true
    case is Elementwise<Switch>:
      return owner.inputs[1].isCount(depth: depth - 1) && owner.inputs[2].isCount(depth: depth - 1)
    case is Elementwise<Minimum>: return owner.inputs.allSatisfy { $0.isCount(depth: depth - 1) }
    case is Assert: return owner.inputs[0].isCount(depth: depth - 1) || owner.saysCount
    default: return false
    }
  }

  /// Whether this is no more than the number of rows of `rows`: that of a loop of so many steps, or the least
  /// of several numbers of which one is the number of rows of `rows`.
  func isAtMostLength(of rows: Variable) -> Bool {
    if let owner = rows.owner, let scan = owner.op as? Scan, !scan.hasUntil, owner.inputs[0] == self
    {
      return true
    }
    var pending = [self]
    var seen: Set<Variable> = []
    while let variable = pending.popLast(), seen.count < 64 {
      guard seen.insert(variable).inserted else { continue }
      if rows.hasRows(variable) { return true }
      guard let owner = variable.owner else { continue }
      if owner.op is Elementwise<Minimum> { pending += owner.inputs }
      // min(a, b) as `scan` writes it: a < b ? a : b.
      if owner.op is Elementwise<Switch>, let test = owner.inputs[0].owner,
        (test.op as? Elementwise<Comparison>)?.scalar == .lt,
        test.inputs == Array(owner.inputs[1...])
      {
        pending += owner.inputs[1...]
      }
    }
    return false
  }

  /// Whether this surely has `count` rows.
  fileprivate func hasRows(_ count: Variable) -> Bool {
    if let length = type.shape[0], count.uniformNumber == Double(length) { return true }
    if let owner = count.owner, (owner.op as? LengthOfAxis)?.axis == 0, owner.inputs[0] == self {
      return true
    }
    if let owner, owner.op is Alloc, owner.inputs.count > 1, owner.inputs[1] == count {
      return true
    }
    return isMadeOfRows(count, depth: 8)
  }

  private func isMadeOfRows(_ count: Variable, depth: Int) -> Bool {
    guard depth > 0, let owner else { return false }
    func operandHasRows(_ operand: Variable) -> Bool {
      if let length = count.owner, (length.op as? LengthOfAxis)?.axis == 0,
        length.inputs[0] == operand
      {
        return true
      }
      return operand.isMadeOfRows(count, depth: depth - 1)
    }
    switch owner.op {
    case let op as Subtensor:
      guard case .slice(let slice)? = op.structure.entries.first else { return false }
      if slice.stop == nil, slice.start == nil, slice.step == .constant(-1) {
        return operandHasRows(owner.inputs[0])
      }
      if owner.isPartOfLoop(of: count, slice) { return true }
      guard slice.stop == .operand, (slice.start ?? .constant(0)) == .constant(0),
        slice.step == nil, owner.inputs.count > 1
      else { return false }
      // An assertion about the number of steps lets only that many rows through.
      let stop = owner.inputs[1]
      return stop.owner?.op is Assert && stop.owner?.inputs.first == count
        || stop == count && count.isCount && count.isAtMostLength(of: owner.inputs[0])
    case let op as DimShuffle where op.pattern.first == .axis(0):
      return operandHasRows(owner.inputs[0])
    case is Dot where owner.inputs[0].ndim == 2: return operandHasRows(owner.inputs[0])
    case is any ElementwiseOp:
      return owner.inputs.contains { $0.type.shape[0] != 1 && operandHasRows($0) }
    default: return false
    }
  }
}

extension Apply {
  /// Whether this takes as many of a loop's rows as the loop has steps, `count`: those that the body reads
  /// at some distance, or all but the initial ones.
  fileprivate func isPartOfLoop(of count: Variable, _ slice: IndexStructure.Slice) -> Bool {
    guard let loop = inputs[0].owner, let scan = loop.op as? Scan, !scan.hasUntil,
      loop.inputs[0] == count, scan.states.indices.contains(inputs[0].index),
      slice.step == nil, count.isCount, case .constant(let start) = slice.start ?? .constant(0),
      (0...scan.states[inputs[0].index].depth).contains(start)
    else { return false }
    if slice.stop == nil { return start == scan.states[inputs[0].index].depth }
    guard slice.stop == .operand, let stop = inputs.dropFirst().first else { return false }
    if start == 0 { return stop == count }
    guard let sum = stop.owner, sum.op is Elementwise<Add> else { return false }
    return sum.inputs.contains(count) && sum.inputs.contains { $0.uniformNumber == Double(start) }
  }

  /// Whether this assertion says that its operand is not negative.
  fileprivate var saysCount: Bool {
    inputs.dropFirst().contains { condition in
      guard let test = condition.owner, (test.op as? Elementwise<Comparison>)?.scalar == .ge else {
        return false
      }
      return test.inputs[0] == inputs[0] && test.inputs[1].uniformNumber == 0
    }
  }
}
