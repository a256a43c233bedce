import TheanoArrays
import TheanoGraph

/// Returns the sum of several tensors, element by element, broadcasting them: the function form of `+`.
public func add(_ x: Variable...) -> Variable { add(x) }

/// Returns the sum of several tensors, element by element, broadcasting them; at least one.
public func add(_ x: [Variable]) -> Variable { folded(x, "add", +) }

/// Returns the difference, element by element: the function form of `-`.
public func sub(_ x: Variable, _ y: Variable) -> Variable { x - y }

/// Returns the product of several tensors, element by element, broadcasting them: the function form of `*`.
public func mul(_ x: Variable...) -> Variable { mul(x) }

/// Returns the product of several tensors, element by element, broadcasting them; at least one.
public func mul(_ x: [Variable]) -> Variable { folded(x, "mul", *) }

/// Returns the quotient, element by element: the function form of `/`. Integers give `floatX`.
public func trueDiv(_ x: Variable, _ y: Variable) -> Variable { x / y }

/// Returns the negative, element by element: the function form of prefix `-`.
public func neg(_ x: Variable) -> Variable { -x }

/// Returns `x` to the power `y`, element by element: the same as `pow`.
public func power(_ x: Variable, _ y: Variable) -> Variable { x ** y }

/// Returns the quotient rounded down, element by element: the same as `intDiv`.
public func floorDiv(_ x: Variable, _ y: Variable) -> Variable { intDiv(x, y) }

/// Returns the quotient rounded up, element by element: `intDiv`, plus one where there is a remainder.
public func ceilIntDiv(_ x: Variable, _ y: Variable) -> Variable {
  let quotient = intDiv(x, y)
  return cast(neq(mod(x, y), 0), quotient.dtype) + quotient
}

/// Returns the quotient rounded down and the remainder with the divisor's sign, element by element.
public func divmod(_ x: Variable, _ y: Variable) -> (quotient: Variable, remainder: Variable) {
  (intDiv(x, y), mod(x, y))
}
