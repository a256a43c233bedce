import TheanoGraph

/// Returns the matrix `[m, n]` of the products of each of the `m` elements of `x` with each of the `n` of
/// `y`; operands other than vectors are flattened.
/// - Complexity: O(m·n)
public func outer(_ x: Variable, _ y: Variable) -> Variable {
  building("outer", [x, y]) {
    let (x, y) = resolvedLiterals(x, y)
    return dot(x.flatten().dimshuffle(0, "x"), y.flatten().dimshuffle("x", 0))
  }
}

/// Returns the Kronecker product of matrices `[m, n]` and `[p, q]`: the matrix `[m·p, n·q]` of blocks
/// `a[i, j]·b`. Scalars and vectors count as rows; of two vectors the result is a vector.
/// - Complexity: O(m·n·p·q)
public func kron(_ a: Variable, _ b: Variable) -> Variable {
  building("kron", [a, b]) {
    guard a.ndim + b.ndim > 0, a.ndim <= 2, b.ndim <= 2 else {
      throw GraphError(
        .type,
        "kron: inputs dimensions must sum to 3 or more and be at most 2 each; got \(a.ndim) and "
          + "\(b.ndim).")
    }
    if a.ndim == 0 || b.ndim == 0 { return a * b }
    let rank = max(a.ndim, b.ndim)
    let (left, right) = (a.leftPadded(to: rank), b.leftPadded(to: rank))
    let axes = 0..<rank
    let product =
      left.dimshuffle(axes.flatMap { [DimPattern.axis($0), .new] })
      * right.dimshuffle(axes.flatMap { [DimPattern.new, .axis($0)] })
    let shape = axes.map { [left.length(ofAxis: $0), right.length(ofAxis: $0)].product }
    return product.reshape(shape.lengths)
  }
}

/// Returns the matrix product of several matrices, multiplied from the left.
public func matrixDot(_ matrices: Variable...) -> Variable { matrixDot(matrices) }

/// Returns the matrix product of several matrices, multiplied from the left.
public func matrixDot(_ matrices: [Variable]) -> Variable {
  building("matrixDot", matrices) {
    guard let first = matrices.first else {
      throw GraphError(.value, "matrixDot needs at least one matrix.")
    }
    return matrices.dropFirst().reduce(first, dot)
  }
}
