import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the greater of two numbers, element by element; not a number if either is.
///
/// Where they are equal, the whole gradient goes to `x`, as in Theano.
public func maximum(_ x: Variable, _ y: Variable) -> Variable { elementwise(Maximum(), x, y) }

/// Returns the lesser of two numbers, element by element; not a number if either is.
///
/// Where they are equal, the whole gradient goes to `x`, as in Theano.
public func minimum(_ x: Variable, _ y: Variable) -> Variable { elementwise(Minimum(), x, y) }

/// Returns the greater of `x` and a Swift number, which takes the dtype of `x`, element by element.
@_disfavoredOverload
public func maximum(_ x: Variable, _ y: some ScalarConvertible) -> Variable {
  maximum(x, Variable(weak: y))
}

/// Returns the lesser of `x` and a Swift number, which takes the dtype of `x`, element by element.
@_disfavoredOverload
public func minimum(_ x: Variable, _ y: some ScalarConvertible) -> Variable {
  minimum(x, Variable(weak: y))
}

/// Returns the greatest of several tensors, element by element, broadcasting them; at least one.
public func largest(_ x: Variable...) -> Variable { largest(x) }

/// Returns the greatest of several tensors, element by element, broadcasting them; at least one.
public func largest(_ x: [Variable]) -> Variable { folded(x, "largest", maximum) }

/// Returns the least of several tensors, element by element, broadcasting them; at least one.
public func smallest(_ x: Variable...) -> Variable { smallest(x) }

/// Returns the least of several tensors, element by element, broadcasting them; at least one.
public func smallest(_ x: [Variable]) -> Variable { folded(x, "smallest", minimum) }

/// Returns `x` combined from the left by `combine`; an error that names `op` if there are none.
func folded(_ x: [Variable], _ op: String, _ combine: (Variable, Variable) -> Variable)
  -> Variable
{
  guard let first = x.first else {
    return Variable(
      invalid: GraphError(
        .value, "\(op) needs at least one operand.", op: op, site: .capture()))
  }
  return x.dropFirst().reduce(first, combine)
}

/// The greater of two numbers.
package struct Maximum: ScalarOp {
  package let name = "maximum"
  package let isCommutative = true
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { $0 >= $1 || $0.isNaN ? $0 : $1 },
      integer: .binary { $0 >= $1 ? $0 : $1 })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    // Of two equal numbers, which may be zeros of both signs, the first one.
    b.maximum(x[1], x[0])
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let first = ge(x[0], x[1])
    return [`where`(first, dy, 0), `where`(first, 0, dy)]
  }
}

/// The lesser of two numbers.
package struct Minimum: ScalarOp {
  package let name = "minimum"
  package let isCommutative = true
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { $0 <= $1 || $0.isNaN ? $0 : $1 },
      integer: .binary { $0 <= $1 ? $0 : $1 })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    // Of two equal numbers, which may be zeros of both signs, the first one.
    b.minimum(x[1], x[0])
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let first = le(x[0], x[1])
    return [`where`(first, dy, 0), `where`(first, 0, dy)]
  }
}
