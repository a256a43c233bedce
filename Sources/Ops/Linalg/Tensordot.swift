import TheanoArrays
import TheanoGraph

/// Returns the sum of products over the last `axes` axes of `a` and the first `axes` axes of `b`; the result
/// has the remaining axes of `a`, then those of `b`.
public func tensordot(_ a: Variable, _ b: Variable, axes: Int = 2) -> Variable {
  building("tensordot", [a, b]) {
    try checkCount(axes, a, b, batched: false)
    return try contraction(
      a, b,
      Contraction(
        aAxes: Array(a.ndim - axes..<a.ndim), bAxes: Array(0..<axes), name: "tensordot"))
  }
}

/// Returns the sum of products over pairs of axes: `axes.0[i]` of `a` with `axes.1[i]` of `b`. Negative ones
/// count from the end.
public func tensordot(_ a: Variable, _ b: Variable, axes: ([Int], [Int])) -> Variable {
  building("tensordot", [a, b]) {
    try contraction(a, b, pairs(axes, a, b, name: "tensordot"))
  }
}

/// Returns the sum of products over pairs of axes, given as two arrays in one, as in NumPy.
public func tensordot(_ a: Variable, _ b: Variable, axes: [[Int]]) -> Variable {
  building("tensordot", [a, b]) {
    guard axes.count == 2 else {
      throw GraphError(.axis, "Axes should be two arrays, one for each operand, not \(axes.count).")
    }
    return try contraction(a, b, pairs((axes[0], axes[1]), a, b, name: "tensordot"))
  }
}

/// Returns for each element of the first axis, which both have, the `tensordot` over the last `axes` axes of
/// `x` and the first `axes` axes of `y` after it.
public func batchedTensordot(_ x: Variable, _ y: Variable, axes: Int = 2) -> Variable {
  building("batchedTensordot", [x, y]) {
    try checkCount(axes, x, y, batched: true)
    return try contraction(
      x, y,
      Contraction(
        aAxes: Array(x.ndim - axes..<x.ndim), bAxes: Array(1..<1 + axes), isBatched: true,
        name: "batchedTensordot"))
  }
}

/// Returns for each element of the first axis, which both have, the `tensordot` over pairs of axes; they are
/// counted with the first axis, which must not be among them.
public func batchedTensordot(_ x: Variable, _ y: Variable, axes: ([Int], [Int])) -> Variable {
  building("batchedTensordot", [x, y]) {
    var sum = try pairs(axes, x, y, name: "batchedTensordot")
    if x.ndim == 0 || y.ndim == 0 || sum.aAxes.contains(0) || sum.bAxes.contains(0) {
      throw GraphError(.axis, "axes to sum over must not contain the batch axis (axes=\(axes))")
    }
    sum.isBatched = true
    return try contraction(x, y, sum)
  }
}

/// The axes of a sum of products.
struct Contraction {
  /// The first operand's axes that are summed over.
  var aAxes: [Int]
  /// The second operand's axes that are summed over, in the same order.
  var bAxes: [Int]
  /// Whether the first axis of both is not summed over, but kept once.
  var isBatched = false
  /// The function's name, for errors.
  var name: String
}

/// Throws if operands do not have `axes` axes to sum over.
private func checkCount(_ axes: Int, _ a: Variable, _ b: Variable, batched: Bool) throws {
  for (name, operand) in [("a", a), ("b", b)] {
    let available = operand.ndim - (batched ? 1 : 0)
    if axes < 0 || axes > available {
      let batch = batched ? " besides the batch axis" : ""
      throw GraphError(
        .axis,
        "axes can not be larger than the dimension of \(name)\(batch) (\(name).ndim=\(operand.ndim), "
          + "axes=\(axes))")
    }
  }
}

/// Returns given pairs of axes, counted from the start.
private func pairs(_ axes: ([Int], [Int]), _ a: Variable, _ b: Variable, name: String) throws
  -> Contraction
{
  if axes.0.count != axes.1.count {
    throw GraphError(.axis, "Axes elements must have the same length.")
  }
  let aAxes = try axes.0.map { try normalizedAxis($0, ndim: a.ndim) }
  let bAxes = try axes.1.map { try normalizedAxis($0, ndim: b.ndim) }
  if Set(aAxes).count != aAxes.count || Set(bAxes).count != bAxes.count {
    throw GraphError(.axis, "An axis to sum over is given twice: \(axes).")
  }
  return Contraction(aAxes: aAxes, bAxes: bAxes, name: name)
}

/// Returns the sum of products over pairs of axes, as one product of matrices: the axes are brought into
/// order, those of a kind made into one, and separated again in the result.
func contraction(_ a: Variable, _ b: Variable, _ sum: Contraction) throws -> Variable {
  let (a, b) = resolvedLiterals(a, b)
  for (i, j) in zip(sum.aAxes, sum.bAxes) {
    if let m = a.type.shape[i], let n = b.type.shape[j], m != n {
      throw GraphError(
        .shape,
        "\(sum.name): axis \(i) of \(a.type) has length \(m), axis \(j) of \(b.type) length \(n).")
    }
  }
  let batch = sum.isBatched ? [0] : []
  let aFree = (0..<a.ndim).filter { !sum.aAxes.contains($0) && !batch.contains($0) }
  let bFree = (0..<b.ndim).filter { !sum.bAxes.contains($0) && !batch.contains($0) }
  let left = a.grouped([batch, aFree, sum.aAxes])
  let right = b.agreeing(with: a, sum).grouped([batch, sum.bAxes, bFree])
  let product = sum.isBatched ? batchedDot(left, right) : dot(left, right)
  if aFree.count == 1 && bFree.count == 1 { return product }
  let shape = a.lengths(of: batch + aFree) + b.lengths(of: bFree)
  return product.reshape(shape.lengths)
}

/// Returns two operands, a literal among them with the dtype that it has beside the other.
func resolvedLiterals(_ a: Variable, _ b: Variable) -> (Variable, Variable) {
  let both = [a, b].withLiteralsResolved
  return (both[0], both[1])
}

extension Variable {
  /// This tensor with its axes in the order of `groups`, and those of a group made into one; an empty group
  /// gives an axis of length 1. An empty first group gives none.
  fileprivate func grouped(_ groups: [[Int]]) -> Variable {
    let order = groups.flatMap { $0 }
    let moved = order == Array(0..<ndim) ? self : dimshuffle(order.map { .axis($0) })
    let kept = groups.first == [] ? Array(groups.dropFirst()) : groups
    if kept.allSatisfy({ $0.count == 1 }) { return moved }
    return moved.reshape(kept.map { lengths(of: $0).product }.lengths)
  }

  /// This second operand, checked at run time: the axes of several pairs must agree one by one, not only
  /// in their product.
  fileprivate func agreeing(with a: Variable, _ sum: Contraction) -> Variable {
    if sum.aAxes.count < 2 { return self }
    var shape = [(any SymbolicLength)?](repeating: nil, count: ndim)
    for (i, j) in zip(sum.aAxes, sum.bAxes) where a.type.shape[i] == nil || type.shape[j] == nil {
      shape[j] = a.length(ofAxis: i)
    }
    return shape.contains { $0 != nil } ? specifyShape(self, shape) : self
  }
}
