import TheanoGraph

/// An operation whose outputs begin with initial states, as a loop's do.
///
/// What its user sees of an output is `history[L...]`, where L rows are initial states. Indexing that by
/// a constant -k with k ≤ L indexes the history itself: the last state of no steps is the initial one,
/// and a history of which only the last rows are read need not be kept whole.
package protocol HistoryOp: Op {}

extension Variable {
  /// The history of which this is the part after the initial states, if the row `index` of this part, a
  /// negative number, is the row `index` of that history, whatever the number of steps.
  func history(forRow index: Int) -> Variable? {
    guard index < 0, let owner, let op = owner.op as? Subtensor,
      case .slice(let rows)? = op.structure.entries.first,
      case .constant(let initial)? = rows.start, initial > 0, index >= -initial,
      rows.stop == nil, rows.step == nil || rows.step == .constant(1),
      op.structure.entries.dropFirst().allSatisfy(\.isFullSlice),
      let history = owner.inputs.first, history.owner?.op is any HistoryOp
    else { return nil }
    return history
  }
}
