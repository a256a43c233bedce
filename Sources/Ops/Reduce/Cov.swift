import TheanoArrays
import TheanoGraph

/// Returns the covariance matrix of the variables that the rows of `m` are, as NumPy's `cov`.
///
/// - Parameters:
///   - m: observations `[variables, n]`, or of one variable, `[n]`.
///   - y: further variables, in the same form.
///   - rowvar: whether variables are rows; if not, they are columns.
///   - bias: whether to divide by n, not n - 1.
///   - ddof: what is subtracted from n instead.
///   - fweights: how often each observation occurs, integers `[n]`.
///   - aweights: the weights of the observations, `[n]`.
/// - Returns: `[k, k]` for k variables in all, of a vector a scalar. Integers give `floatX`.
public func cov(
  _ m: Variable, _ y: Variable? = nil, rowvar: Bool = true, bias: Bool = false, ddof: Int? = nil,
  fweights: Variable? = nil, aweights: Variable? = nil
) -> Variable {
  let operands = [m, y, fweights, aweights].compactMap { $0 }
  if let invalid = operands.first(where: { $0.error != nil }) { return invalid }
  func refused(_ message: String) -> Variable {
    let types = operands.map { "\($0): \($0.type)" }
    return Variable(
      invalid: GraphError(.value, message, op: "cov", operands: types, site: .capture()))
  }
  if m.ndim > 2 { return refused("m has more than 2 dimensions") }
  if let y, y.ndim > 2 { return refused("y has more than 2 dimensions") }
  if let weights = fweights ?? aweights, weights.ndim > 1 || (aweights?.ndim ?? 0) > 1 {
    return refused("cannot handle multidimensional weights")
  }
  if let fweights, !fweights.dtype.isDiscrete { return refused("fweights must be integer") }

  var x = asRows(m, rowvar: rowvar)
  if let y { x = concatenate([x, asRows(y, rowvar: rowvar)], axis: 0) }
  x = x.converted(to: x.dtype.promotedToFloat)
  let degrees = ddof ?? (bias ? 0 : 1)
  let divisor: Variable
  var weighted = x
  if let weights = [fweights, aweights].compactMap({ $0 }).reduce(nil, multiplied) {
    let total = weights.sum()
    let row = weights.leftPadded(to: 2)
    weighted = (x - (x * row).sum(axis: 1, keepdims: true) / total) * row
    let excess = aweights.map { (weights * $0).sum() / total } ?? Variable(weak: 1)
    divisor = total - Variable(weak: degrees) * excess
    x = x - (x * row).sum(axis: 1, keepdims: true) / total
  } else {
    x = x - x.mean(axis: 1, keepdims: true)
    weighted = x
    divisor = x.length(ofAxis: 1) - degrees
  }
  let result = dot(x, conj(weighted).transpose()) / divisor
  return m.ndim < 2 && y == nil ? result.sum() : result
}

/// Returns observations as a matrix with a row for each variable.
private func asRows(_ x: Variable, rowvar: Bool) -> Variable {
  x.ndim == 2 ? (rowvar ? x : x.transpose()) : x.leftPadded(to: 2)
}

/// Returns the product with a factor that there may be.
private func multiplied(_ a: Variable?, _ b: Variable) -> Variable? { a.map { $0 * b } ?? b }
