import TheanoArrays
import TheanoGraph

/// Returns tensors of one rank as the elements along a new axis, which counts from the end of the result if
/// it is negative. Their lengths must agree; the dtype is the one to which they are promoted.
public func stack(_ tensors: [Variable], axis: Int = 0) -> Variable {
  building("stack", tensors) {
    guard let first = tensors.first else {
      throw GraphError(.value, "No tensor arguments provided to stack.")
    }
    if let odd = tensors.first(where: { $0.ndim != first.ndim }) {
      throw GraphError(
        .type,
        "stack takes tensors of one rank. \(first) is a \(first.type), \(odd) is a \(odd.type).")
    }
    let rank = first.ndim + 1
    guard (-rank..<rank).contains(axis) else {
      throw GraphError(
        .axis,
        "Axis value \(axis) is out of range [\(-rank), \(rank)) of the result of stack.")
    }
    if rank == 1 { return makeVector(tensors) }
    return concatenate(
      tensors.withLiteralsResolved.map { expandDims($0, axis) },
      axis: axis)
  }
}

/// Returns tensors of one rank as the elements along a new axis, by default the first: `stack([first, …])`.
public func stack(_ first: Variable, _ others: Variable..., axis: Int = 0) -> Variable {
  stack([first] + others, axis: axis)
}

/// Returns scalars or tensors as the elements along a new first axis: `stack`.
public func stacklists(_ tensors: [Variable]) -> Variable { stack(tensors) }

/// Returns nested arrays of tensors of one rank as one tensor with two axes more.
public func stacklists(_ rows: [[Variable]]) -> Variable { stack(rows.map { stacklists($0) }) }

/// Returns nested arrays of tensors of one rank as one tensor with three axes more.
public func stacklists(_ blocks: [[[Variable]]]) -> Variable {
  stack(blocks.map { stacklists($0) })
}

/// Returns matrices side by side.
public func horizontalStack(_ matrices: Variable...) -> Variable {
  stackedMatrices(matrices, "horizontalStack", axis: 1)
}

/// Returns matrices one below the other.
public func verticalStack(_ matrices: Variable...) -> Variable {
  stackedMatrices(matrices, "verticalStack", axis: 0)
}

/// Returns two or more matrices joined along an axis.
private func stackedMatrices(_ matrices: [Variable], _ op: String, axis: Int) -> Variable {
  building(op, matrices) {
    if matrices.count < 2 {
      throw GraphError(.value, "Too few arguments: \(op) takes two or more.")
    }
    if let odd = matrices.first(where: { $0.ndim != 2 }) {
      throw GraphError(.type, "\(op) takes matrices, and \(odd) is a \(odd.type).")
    }
    return concatenate(matrices, axis: axis)
  }
}
