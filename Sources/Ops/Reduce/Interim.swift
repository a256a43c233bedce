import TheanoGraph

/// The square root.
func squareRoot(_ x: Variable) -> Variable { x ** 0.5 }
/// The magnitude.
func magnitude(_ x: Variable) -> Variable { `where`(lt(x, 0), -x, x) }
/// The logistic function.
func logistic(_ x: Variable) -> Variable { 1 / (1 + exp(-x)) }
