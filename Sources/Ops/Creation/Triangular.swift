import TheanoArrays
import TheanoGraph

/// Returns the matrix `[n, m]` (`[n, n]` by default) with ones on and below the diagonal `k` and zeros above
/// it, `floatX` by default.
public func tri(
  _ n: any SymbolicLength, _ m: (any SymbolicLength)? = nil, k: any SymbolicLength = 0,
  dtype: DType? = nil
) -> Variable {
  let operands = [n, m ?? n, k].variables
  return building("tri", operands) {
    let scalars = try zip(operands, ["n", "m", "k"]).map {
      try $0.integerScalar("tri: \($1)")
    }
    let mask = triangle(rows: scalars[0], columns: scalars[1], k: scalars[2])
    return cast(mask, dtype ?? Configuration.current.floatX)
  }
}

/// Returns `x` with zeros above the diagonal `k`; of more than two axes, for each matrix in the last two.
public func tril(_ x: Variable, k: any SymbolicLength = 0) -> Variable {
  let diagonal = k.symbolicLength
  return building("tril", [x, diagonal]) {
    `where`(try lowerTriangle(of: x, k: diagonal, "tril"), x, 0)
  }
}

/// Returns `x` with zeros below the diagonal `k`; of more than two axes, for each matrix in the last two.
public func triu(_ x: Variable, k: any SymbolicLength = 0) -> Variable {
  let diagonal = k.symbolicLength
  return building("triu", [x, diagonal]) {
    `where`(try lowerTriangle(of: x, k: diagonal - 1, "triu"), 0, x)
  }
}

/// Returns where a matrix of the shape of the last two axes of `x` is on or below the diagonal `k`.
private func lowerTriangle(of x: Variable, k: Variable, _ op: String) throws -> Variable {
  guard x.ndim >= 2 else {
    throw GraphError(.type, "\(op) takes a matrix, and \(x) is a \(x.type).")
  }
  return triangle(
    rows: x.length(ofAxis: -2), columns: x.length(ofAxis: -1),
    k: try k.integerScalar("\(op): k"))
}

/// Returns the bool matrix that is true on and below the diagonal `k`.
private func triangle(rows: Variable, columns: Variable, k: Variable) -> Variable {
  arange(columns).dimshuffle("x", 0) .<= arange(rows).dimshuffle(0, "x") + k
}
