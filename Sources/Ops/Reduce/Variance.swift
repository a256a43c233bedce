import TheanoArrays
import TheanoGraph

/// Returns the variance of the elements over `axis` (nil: all): the mean squared distance from the
/// mean, computed in two passes.
///
/// Integers and bool give `floatX`; floats keep their dtype, complex numbers give the real one.
///
/// - Parameters:
///   - ddof: what is subtracted from the number of elements by which the sum is divided: 1 for an
///     unbiased estimate. As in NumPy a divisor is not below 0.
///   - keepdims: whether to leave axes of length 1 in place.
///   - corrected: whether to correct for the rounding of the mean (Chan, Golub and LeVeque 1983,
///     eq. 1.7).
public func `var`(
  _ x: Variable, axis: (any AxesConvertible)? = nil, ddof: Int = 0, keepdims: Bool = false,
  corrected: Bool = false
) -> Variable {
  let result = x.dtype.promotedToFloat
  let wide = result == .float16 ? x.astype(.float32) : x.converted(to: result)
  let centred = wide - wide.mean(axis: axis, keepdims: true)
  let distance = result.isComplex ? abs(centred) : centred
  var squares = (distance * distance).sum(axis: axis, keepdims: keepdims)
  if corrected && !result.isComplex {
    let rest = centred.sum(axis: axis, keepdims: keepdims)
    squares = squares - rest * rest / x.elementCount(over: axis)
  }
  let count = x.elementCount(over: axis)
  let divisor = ddof == 0 ? count : `where`(gt(count, Variable(weak: ddof)), count - ddof, 0)
  return (squares / divisor).converted(to: result.realCounterpart)
}

/// Returns the standard deviation of the elements over `axis` (nil: all): the square root of `var`.
public func std(
  _ x: Variable, axis: (any AxesConvertible)? = nil, ddof: Int = 0, keepdims: Bool = false,
  corrected: Bool = false
) -> Variable {
  sqrt(`var`(x, axis: axis, ddof: ddof, keepdims: keepdims, corrected: corrected))
}

extension Variable {
  /// The variance of the elements over `axis` (nil: all); see the free function.
  public func `var`(
    axis: (any AxesConvertible)? = nil, ddof: Int = 0, keepdims: Bool = false,
    corrected: Bool = false
  ) -> Variable {
    TheanoOps.`var`(self, axis: axis, ddof: ddof, keepdims: keepdims, corrected: corrected)
  }

  /// The standard deviation of the elements over `axis` (nil: all); see the free function.
  public func std(
    axis: (any AxesConvertible)? = nil, ddof: Int = 0, keepdims: Bool = false,
    corrected: Bool = false
  ) -> Variable {
    TheanoOps.std(self, axis: axis, ddof: ddof, keepdims: keepdims, corrected: corrected)
  }
}
