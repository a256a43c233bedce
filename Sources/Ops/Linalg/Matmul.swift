import TheanoGraph

/// Returns the product of matrices `[…, m, k]` and `[…, k, n]`; leading axes broadcast where their length
/// is known to be 1. A vector counts as a row on the left and as a column on the right, and the axis that it
/// lacks is missing in the result too. Scalars are an error: NumPy's `matmul`.
/// - Complexity: O(m·k·n) for each matrix
public func matmul(_ a: Variable, _ b: Variable) -> Variable {
  building("matmul", [a, b]) {
    for (place, operand) in [a, b].enumerated() where operand.ndim == 0 {
      throw GraphError(
        .type,
        "matmul: Input operand \(place) does not have enough dimensions (has 0, and needs at least 1); "
          + "use * for scalars.")
    }
    if a.ndim <= 2 && b.ndim <= 2 || a.ndim == 1 || b.ndim <= 2 && a.ndim > 2 { return dotOf(a, b) }
    return try batched(a, b.ndim == 1 ? b.dimshuffle(0, "x") : b)
  }
}

/// Returns `matmul` where one operand has no leading axes, so that one product of matrices does it.
private func dotOf(_ a: Variable, _ b: Variable) -> Variable {
  if a.ndim > 1 || b.ndim <= 2 { return dot(a, b) }
  return tensordot(b, a, axes: ([b.ndim - 2], [0]))
}

/// Returns `matmul` of operands of rank 2 or more, one of them more.
private func batched(_ a: Variable, _ b: Variable) throws -> Variable {
  let rank = max(a.ndim, b.ndim)
  let (left, right) = (a.leftPadded(to: rank), b.leftPadded(to: rank))
  let batch = 0..<rank - 2
  var shape: [Variable] = []
  for axis in batch {
    let (m, n) = (left.type.shape[axis], right.type.shape[axis])
    if let m, let n, m != n, m != 1, n != 1 {
      throw GraphError(
        .shape, "matmul: lengths \(m) and \(n) along axis \(axis) of \(a.type) and \(b.type).")
    }
    shape.append((m == 1 ? right : left).length(ofAxis: axis))
  }
  /// Returns an operand repeated to the common leading axes, and those made into one.
  func stacked(_ x: Variable) -> Variable {
    let matrix = x.lengths(of: [rank - 2, rank - 1])
    let needsRepeat = batch.contains { x.type.shape[$0] == 1 && shape[$0].knownInteger != 1 }
    let checked = batch.count > 1 || needsRepeat
    let full = checked ? broadcastTo(x, (shape + matrix).lengths) : x
    return batch.count == 1 ? full : full.reshape(([shape.product] + matrix).lengths)
  }
  let product = batchedDot(stacked(left), stacked(right))
  if batch.count == 1 { return product }
  let lengths = shape + [left.length(ofAxis: rank - 2), right.length(ofAxis: rank - 1)]
  return product.reshape(lengths.lengths)
}
