import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `a` where `condition` is true (not zero), else `b`, element by element. Both are computed;
/// `ifelse` computes only one, for a single condition.
///
/// The gradient of the side not taken is zero, also where its value is not a number.
public func `switch`(_ condition: Variable, _ a: Variable, _ b: Variable) -> Variable {
  elementwise(Switch(), condition, a, b)
}

/// Returns `a` where `condition` is true, else `b`: the same as `switch`.
public func `where`(_ condition: Variable, _ a: Variable, _ b: Variable) -> Variable {
  elementwise(Switch(), condition, a, b)
}

/// Returns `a` where `condition` is true, else a Swift number, which takes the dtype of `a`.
@_disfavoredOverload
public func `switch`(_ condition: Variable, _ a: Variable, _ b: some ScalarConvertible) -> Variable
{
  elementwise(Switch(), condition, a, Variable(weak: b))
}

/// Returns a Swift number, which takes the dtype of `b`, where `condition` is true, else `b`.
@_disfavoredOverload
public func `switch`(_ condition: Variable, _ a: some ScalarConvertible, _ b: Variable) -> Variable
{
  elementwise(Switch(), condition, Variable(weak: a), b)
}

/// Returns `a` where `condition` is true, else a Swift number, which takes the dtype of `a`.
@_disfavoredOverload
public func `where`(_ condition: Variable, _ a: Variable, _ b: some ScalarConvertible) -> Variable {
  elementwise(Switch(), condition, a, Variable(weak: b))
}

/// Returns a Swift number, which takes the dtype of `b`, where `condition` is true, else `b`.
@_disfavoredOverload
public func `where`(_ condition: Variable, _ a: some ScalarConvertible, _ b: Variable) -> Variable {
  elementwise(Switch(), condition, Variable(weak: a), b)
}

/// One of two operands, by a condition.
package struct Switch: ScalarOp {
  package let name = "switch"
  /// In the gradient of a choice the operand that is passed on, 1 or 2; the other one is zeros.
  package var passes: Int?
  package let domains = [-2.0...2.0, -2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .ternary { $0 != 0 ? $1 : $2 }, integer: .ternary { $0 != 0 ? $1 : $2 },
      complex: .ternary { $0 != .zero ? $1 : $2 })
  }
  package func computingDTypes(_ x: [DType], _ result: DType) -> [DType] {
    [x[0], result, result].map { $0 == .float16 ? .float32 : $0 }
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.select(b.convert(x[0], .bool), x[1], x[2])
  }
  package func outputDType(_ x: [DType]) throws -> DType { DType.promote(x[1], x[2]) }
  package func literalOperands(_ count: Int) -> Range<Int> { 1..<3 }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let zero = dy.zerosLike()
    return [
      nil, elementwise(Switch(passes: 1), x[0], dy, zero),
      elementwise(Switch(passes: 2), x[0], zero, dy),
    ]
  }
}

extension Variable {
  /// This term of a gradient, with zeros where `dy` has those of a side not taken: elsewhere than at the points
  /// that count, a derivative may be infinite or not a number, and zero times that is not zero.
  func masked(as dy: Variable) -> Variable {
    if self == dy || unnegated == dy { return self }
    guard let owner = dy.unnegated.owner, let choice = owner.op as? Elementwise<Switch>,
      let passes = choice.scalar.passes
    else { return self }
    let (condition, zero) = (owner.inputs[0], zerosLike())
    return passes == 1
      ? elementwise(choice.scalar, condition, self, zero)
      : elementwise(choice.scalar, condition, zero, self)
  }

  /// What this is the negative of, else this.
  private var unnegated: Variable {
    guard let owner, owner.op is Elementwise<Neg> else { return self }
    return owner.inputs[0]
  }
}
