import TheanoArrays
import TheanoGraph

/// Returns `x` with the scalar `value` on its main diagonal; a tensor of more than two axes must have equal
/// lengths, which is checked at run time. The dtype is that of `x`.
public func fillDiagonal(_ x: Variable, _ value: Variable) -> Variable {
  building("fillDiagonal", [x, value]) {
    guard x.ndim >= 2, value.ndim == 0 else {
      throw GraphError(
        .type,
        "fillDiagonal takes a tensor of at least two axes and a scalar, not \(x.type) and "
          + "\(value.type).")
    }
    var cube = x
    if x.ndim > 2 {
      let length = x.length(ofAxis: 0)
      cube = specifyShape(x, (0..<x.ndim).map { $0 == 0 ? nil : length })
    }
    let coordinates = ogrid(x.lengths(of: 0..<x.ndim))
    let masks = coordinates.dropFirst().map { coordinates[0] .== $0 }
    guard let first = masks.first else { return x }
    let mask = masks.dropFirst().reduce(first) { $0 * $1 }
    return `where`(mask, try value.element(for: x), cube)
  }
}

/// Returns the matrix `x` with the scalar `value` on its diagonal `offset`, positive above the main one. The
/// dtype is that of `x`.
public func fillDiagonalOffset(_ x: Variable, _ value: Variable, _ offset: any SymbolicLength)
  -> Variable
{
  let distance = offset.symbolicLength
  return building("fillDiagonalOffset", [x, value, distance]) {
    guard x.ndim == 2, value.ndim == 0 else {
      throw GraphError(
        .type, "fillDiagonalOffset takes a matrix and a scalar, not \(x.type) and \(value.type).")
    }
    let coordinates = ogrid(x.lengths(of: 0..<2))
    let start = try distance.integerScalar("fillDiagonalOffset: the offset")
    let mask = coordinates[0] + start .== coordinates[1]
    return `where`(mask, try value.element(for: x), x)
  }
}

extension Variable {
  /// Returns this scalar as an element of `x`.
  /// - Throws: `GraphError` if its dtype is not promoted to that of `x`: it would lose something.
  fileprivate func element(for x: Variable) throws -> Variable {
    let dtype = type.isWeak ? self.dtype.asLiteral(beside: x.dtype) : self.dtype
    if DType.promote(dtype, x.dtype) != x.dtype {
      throw GraphError(
        .type,
        "fill_diagonal: type of second input must be the same as the first's: \(dtype) does not "
          + "fit in \(x.dtype).")
    }
    return cast(self, x.dtype)
  }
}
