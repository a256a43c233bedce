import TheanoArrays
import TheanoGraph

/// Returns a variable with a value that functions share.
///
/// The dtype is the value's: int64 for `Int`, float64 for `Double`, whatever `floatX` is. Lengths may change
/// later, so an axis of length 1 broadcasts only if `broadcastable` says so.
///
/// - Parameters:
///   - value: a number, nested arrays or an `NDArray`.
///   - name: the variable's name.
///   - broadcastable: for each axis whether it has length 1 for good.
///   - borrow: whether memory may be shared with `value`; arrays are values, so it makes no difference.
/// - Throws: `GraphError` if `broadcastable` does not fit the value, `ArrayError` if it is ragged.
public func shared(
  _ value: some ArrayConvertible, name: String? = nil, broadcastable: [Bool]? = nil,
  borrow: Bool = false
) throws -> SharedVariable {
  try makeShared(try value.toHostValue().array, name, broadcastable, .capture())
}

/// Returns a variable with the value of a Swift number, which always fits.
public func shared(_ value: some ScalarConvertible, name: String? = nil) -> SharedVariable {
  SharedVariable(
    NDArray(value), type: TensorType(NDArray(value).dtype, shape: []), name: name, site: .capture())
}

/// Returns a variable with the value of an array, none of whose axes broadcasts.
public func shared(_ value: NDArray, name: String? = nil, borrow: Bool = false) -> SharedVariable {
  SharedVariable(
    value, type: TensorType(value.dtype, ndim: value.ndim), name: name, site: .capture())
}

private func makeShared(
  _ value: NDArray, _ name: String?, _ broadcastable: [Bool]?, _ site: Site
) throws -> SharedVariable {
  let pattern = broadcastable ?? value.shape.map { _ in false }
  let type = TensorType(value.dtype, broadcastable: pattern)
  if !type.admits(shape: value.shape) {
    throw GraphError(
      .type,
      "A value of shape \(shapeText(value.shape)) cannot have the broadcast pattern \(pattern).",
      site: site)
  }
  return SharedVariable(value, type: type, name: name, site: site)
}
