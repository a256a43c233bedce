import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x` limited to `min...max`, element by element, in the three operands' common dtype.
///
/// It is `min` where `x < min`, else `max` where `x > max`, else `x`: Theano's order, which matters if `min`
/// is greater than `max`. The gradient with respect to `x` is 1 at the bounds.
public func clip(_ x: Variable, _ min: Variable, _ max: Variable) -> Variable { x.clip(min, max) }

/// Returns `x` limited to a range of Swift numbers, which take the dtype of `x`; see the form with
/// variables.
@_disfavoredOverload
public func clip(_ x: Variable, _ min: some ScalarConvertible, _ max: some ScalarConvertible)
  -> Variable
{
  x.clip(Variable(weak: min), Variable(weak: max))
}

extension Variable {
  /// Returns this limited to `min...max`, element by element; see the free function.
  public func clip(_ min: Variable, _ max: Variable) -> Variable {
    elementwise(Clip(), self, min, max)
  }

  /// Returns this limited to a range of Swift numbers, which take this variable's dtype.
  @_disfavoredOverload
  public func clip(_ min: some ScalarConvertible, _ max: some ScalarConvertible) -> Variable {
    clip(Variable(weak: min), Variable(weak: max))
  }
}

/// A number limited to a range.
package struct Clip: ScalarOp {
  package let name = "clip"
  package let domains = [-2.0...2.0, -1.0...0.0, 0.0...1.0]
  package var kernel: ScalarKernel {
    .init(
      real: .ternary { $0 < $1 ? $1 : $0 > $2 ? $2 : $0 },
      integer: .ternary { $0 < $1 ? $1 : $0 > $2 ? $2 : $0 })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let below = b.less(x[0], x[1])
    let above = b.less(x[2], x[0])
    return b.select(below, x[1], b.select(above, x[2], x[0]))
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let below = lt(x[0], x[1])
    let above = gt(x[0], x[2])
    return [
      `where`(below | above, 0, dy), `where`(below, dy, 0),
      `where`(below, 0, `where`(above, dy, 0)),
    ]
  }
}
