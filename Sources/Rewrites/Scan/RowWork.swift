import TheanoArrays
import TheanoGraph
import TheanoOps

/// What a body computes from rows and from what does not change alone, by operations that never fail and of
/// which one can do the work of all steps.
struct RowWork {
  /// Whether a variable is another one at each step; nil for what cannot be computed outside.
  private var changes: [Variable: Bool] = [:]
  /// Variables of which the rows of all steps take no more memory than those of the loop's sequences: nothing
  /// grows by broadcasting.
  private var compact: Set<Variable> = []
  /// The lengths of the sequences that count from 0: of tensors so long each step has a place.
  private var counted: [Variable: Variable] = [:]
  /// What stands outside for what does not change.
  private var outer: [Variable: Variable] = [:]

  /// Looks for such work in the body of a loop, where the rows of `given` are known too.
  ///
  /// - Complexity: O(nodes + edges)
  init(_ loop: Loop, given: Set<Variable> = []) {
    for variable in given {
      changes[variable] = true
      compact.insert(variable)
    }
    for sequence in loop.sequences {
      changes[sequence.row] = true
      compact.insert(sequence.row)
      if let owner = sequence.rows.owner, owner.op is ARange,
        owner.inputs[0].uniformNumber == 0, owner.inputs[2].uniformNumber == 1
      {
        counted[sequence.row] = owner.inputs[1]
      }
    }
    for invariant in loop.invariants {
      changes[invariant.inner] = false
      outer[invariant.inner] = invariant.outer
    }
    for node in toposort(loop.bodyOutputs) {
      let operands = node.inputs.map { $0.isConstant ? false : changes[$0] }
      if node.outputTypes.count > 1 || given.contains(node.output(0)) { continue }
      guard !operands.contains(nil), node.op.isMovable(node) || writesAtStep(node) else { continue }
      let isChanging = operands.contains(true)
      if isChanging && !hasRowsForm(node, operands.map { $0 ?? false }) { continue }
      for output in node.outputs { changes[output] = isChanging }
      if isChanging && isCompact(node, operands.map { $0 ?? false }) {
        compact.insert(node.output(0))
      }
    }
  }

  /// Whether the rows of a variable can be computed outside of the loop.
  func isRows(_ variable: Variable) -> Bool { changes[variable] == true }

  /// Whether a variable that is the same at each step can be computed outside of the loop.
  func isInvariant(_ variable: Variable) -> Bool { changes[variable] == false }

  /// Whether the rows of a variable are worth computing outside of a loop that stays: this takes no more
  /// memory than the rows that it is made of, and is more than another view of them.
  func isWorthMoving(_ variable: Variable) -> Bool {
    guard isRows(variable), compact.contains(variable), let op = variable.owner?.op else {
      return false
    }
    return !(op is DimShuffle) && !(op is Elementwise<Second>)
  }

  /// Whether an operation of one row is also one of all rows.
  private func hasRowsForm(_ node: Apply, _ changing: [Bool]) -> Bool {
    switch node.op {
    case is any ElementwiseOp, is DimShuffle, is IncSubtensor: return true
    case is Sum: return compact.contains(node.inputs[0])
    case is Dot:
      let vectors = node.inputs.allSatisfy { $0.ndim == 1 }
      return zip(node.inputs, changing).allSatisfy { !$1 || compact.contains($0) }
        && (changing == [true, false] || changing == [false, true] && node.inputs[1].ndim == 1
          || vectors)
    default: return false
    }
  }

  /// Whether a node writes a number that does not change to the place of a vector that has the step's number: of
  /// all steps that makes a diagonal. So does the gradient of one element after the other.
  private func writesAtStep(_ node: Apply) -> Bool {
    guard let op = node.op as? IncSubtensor, op.structure.entries == [.integer(.operand)],
      node.inputs.count == 3, node.inputs[..<2].allSatisfy({ $0.isConstant || changes[$0] == false }),
      let count = counted[node.inputs[2]]
    else { return false }
    let vector = node.inputs[0]
    return count.isLength(ofAxis: 0, of: outer[vector] ?? vector)
  }

  private func isCompact(_ node: Apply, _ changing: [Bool]) -> Bool {
    if node.op is Dot || node.op is Sum || node.op is IncSubtensor { return true }
    if node.op is DimShuffle { return compact.contains(node.inputs[0]) }
    let pattern = node.outputTypes[0].broadcastable
    return zip(node.inputs, changing).contains { input, isChanging in
      isChanging && compact.contains(input) && input.broadcastable == pattern
    }
  }

  /// Adds to `outer` the rows of `targets`, given those of the body's inputs that they are made of; of what
  /// does not change, the value.
  func compute(_ targets: [Variable], in outer: inout [Variable: Variable]) throws {
    for node in toposort(targets, blockers: Set(outer.keys)) where outer[node.output(0)] == nil {
      let operands = node.inputs.map { outer[$0] ?? $0 }
      let changing = node.inputs.map(isRows)
      if !changing.contains(true) {
        let copy = node.with(inputs: operands)
        for place in node.outputTypes.indices { outer[node.output(place)] = copy.output(place) }
      } else {
        let rows = node.rows(operands, changing)
        try rows.check()
        outer[node.output(0)] = rows
      }
    }
  }
}

extension Op {
  /// Whether this may be done outside of a loop that may take no step: it never fails but for shapes.
  func isMovable(_ node: Apply) -> Bool {
    if !isPure { return false }
    switch self {
    case is any ElementwiseOp: return !node.mayFailForValues
    case is DimShuffle, is Dot, is Sum, is LengthOfAxis, is Shape: return true
    case let op as Subtensor:
      return op.structure.entries.allSatisfy { if case .slice = $0 { true } else { false } }
    default: return false
    }
  }
}

extension Apply {
  /// What the rows of the result are, if `operands` are the rows of those that change, and the values of the
  /// others.
  fileprivate func rows(_ operands: [Variable], _ changing: [Bool]) -> Variable {
    switch op {
    case let op as DimShuffle:
      return operands[0].dimshuffle(op.pattern.ofRows)
    case let op as Sum:
      let axes = op.axes ?? Array(0..<inputs[0].ndim)
      return sum(
        operands[0], axis: Axes(axes.map { ($0 < 0 ? $0 + inputs[0].ndim : $0) + 1 }),
        dtype: op.dtype, accDtype: op.accDtype)
    case is Dot where changing == [true, true]:
      return sum(operands[0] * operands[1], axis: Axes(1), dtype: outputTypes[0].dtype)
    case is Dot where changing == [true, false]: return dot(operands[0], operands[1])
    case is Dot:
      return dot(operands[1], inputs[0].ndim == 1 ? operands[0] : operands[0].dimshuffle(1, 0))
    case let op as any ElementwiseOp: return op.applied(to: operands)
    case let op as IncSubtensor:
      let (vector, value) = (operands[0].dimshuffle("x", 0), operands[1].dimshuffle("x", "x"))
      let places = arange(operands[0].length(ofAxis: 0)).dimshuffle("x", 0)
      let isHere = operands[2].dimshuffle(0, "x") .== places
      return `switch`(isHere, op.isSet ? value : vector + value, vector)
    default: return operands[0]
    }
  }
}
