import TheanoArrays
import TheanoGraph

/// Returns the norm of the elements over `axis` (nil: all): (Σ|x|^ord)^(1/ord).
///
/// `ord` infinity gives the largest magnitude, minus infinity the smallest, and 0 the number of
/// elements that are not 0. It takes elements, as Theano's `x.norm`; matrix norms are another
/// function. Integers give `floatX`; floats keep their dtype, complex numbers give the real one.
/// The gradient of the 2-norm at 0 is not a number, as in Theano.
public func norm(
  _ x: Variable, ord: Double = 2, axis: (any AxesConvertible)? = nil, keepdims: Bool = false
)
  -> Variable
{
  let x = x.converted(to: x.dtype.promotedToFloat)
  let result = x.dtype.realCounterpart
  if ord.isNaN {
    return Variable(
      invalid: GraphError(
        .value, "The order of a norm is not a number.", op: "norm", operands: ["\(x): \(x.type)"],
        site: .capture()))
  }
  switch ord {
  case 0: return neq(x, 0).astype(result).sum(axis: axis, keepdims: keepdims)
  case .infinity: return abs(x).max(axis: axis, keepdims: keepdims)
  case -.infinity: return abs(x).min(axis: axis, keepdims: keepdims)
  case 1: return abs(x).sum(axis: axis, keepdims: keepdims)
  case 2:
    let squared = x.dtype.isComplex ? abs(x) ** 2 : x * x
    return sqrt(squared.sum(axis: axis, keepdims: keepdims))
  default: return (abs(x) ** ord).sum(axis: axis, keepdims: keepdims) ** (1 / ord)
  }
}

extension Variable {
  /// The norm of the elements over `axis` (nil: all): (Σ|x|^order)^(1/order); see the free
  /// function.
  public func norm(_ order: Double = 2, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
    -> Variable
  {
    TheanoOps.norm(self, ord: order, axis: axis, keepdims: keepdims)
  }
}
