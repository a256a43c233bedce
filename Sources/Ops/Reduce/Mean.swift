import TheanoArrays
import TheanoGraph

/// Returns the mean of the elements over `axis` (nil: all); of no elements, not a number.
///
/// Integers and bool give `floatX`, floats and complex numbers keep their dtype; `dtype` says
/// otherwise. `keepdims` leaves axes of length 1 in place of those averaged. Elements add up in
/// `accDtype`, as in `sum`.
public func mean(
  _ x: Variable, axis: (any AxesConvertible)? = nil, dtype: DType? = nil, keepdims: Bool = false,
  accDtype: DType? = nil
) -> Variable {
  let result = dtype ?? x.dtype.promotedToFloat
  // The sum of float16 may leave its range where the mean does not.
  let total = x.sum(
    axis: axis, dtype: result == .float16 ? .float32 : result, keepdims: keepdims,
    accDtype: accDtype)
  return (total / x.elementCount(over: axis)).converted(to: result)
}

extension Variable {
  /// The mean of the elements over `axis` (nil: all); see the free function.
  public func mean(
    axis: (any AxesConvertible)? = nil, dtype: DType? = nil, keepdims: Bool = false,
    accDtype: DType? = nil
  ) -> Variable {
    TheanoOps.mean(self, axis: axis, dtype: dtype, keepdims: keepdims, accDtype: accDtype)
  }

  /// The number of elements that a reduction over `axis` takes together, as an int64 scalar.
  func elementCount(over axis: (any AxesConvertible)?) -> Variable {
    if error != nil { return self }
    return lengths(of: axis?.tensorAxes.normalized(ndim: ndim) ?? Array(0..<ndim)).product
  }

  /// This variable as `dtype`; itself, with its error, if it has one.
  func converted(to dtype: DType) -> Variable { self.dtype == dtype ? self : astype(dtype) }
}
