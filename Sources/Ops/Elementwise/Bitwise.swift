import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// Both operands are integers, or both are bool; there is no mixing, as in Theano. Literals take the dtype of
// the other operand.

/// Returns the bits set in both operands, element by element; of bools, whether both are true.
public func and(_ x: Variable, _ y: Variable) -> Variable { elementwise(Bitwise.and, x, y) }

/// Returns the bits set in either operand, element by element; of bools, whether either is true.
public func or(_ x: Variable, _ y: Variable) -> Variable { elementwise(Bitwise.or, x, y) }

/// Returns the bits set in one operand only, element by element; of bools, whether they differ.
public func xor(_ x: Variable, _ y: Variable) -> Variable { elementwise(Bitwise.xor, x, y) }

/// Returns the complement of the bits, element by element; of bools, the negation.
public func invert(_ x: Variable) -> Variable {
  elementwise(Invert(isLogical: x.dtype == .bool), x)
}

/// Returns the bits set in both operands, element by element: the same as `and`.
public func bitwiseAnd(_ x: Variable, _ y: Variable) -> Variable { and(x, y) }

/// Returns the bits set in either operand, element by element: the same as `or`.
public func bitwiseOr(_ x: Variable, _ y: Variable) -> Variable { or(x, y) }

/// Returns the bits set in one operand only, element by element: the same as `xor`.
public func bitwiseXor(_ x: Variable, _ y: Variable) -> Variable { xor(x, y) }

/// Returns the complement of the bits, element by element: the same as `invert`.
public func bitwiseNot(_ x: Variable) -> Variable { invert(x) }

/// Returns whether each element is zero (false), as bool, for operands of any dtype.
public func logicalNot(_ x: Variable) -> Variable { x.dtype == .bool ? invert(x) : eq(x, 0) }

extension Variable {
  /// Returns the bits set in both operands, element by element; see `and`.
  public static func & (a: Variable, b: Variable) -> Variable { and(a, b) }
  /// Returns the bits set in either operand, element by element; see `or`.
  public static func | (a: Variable, b: Variable) -> Variable { or(a, b) }
  /// Returns the bits set in one operand only, element by element; see `xor`.
  public static func ^ (a: Variable, b: Variable) -> Variable { xor(a, b) }
  /// Returns the complement of the bits, element by element; see `invert`.
  public static prefix func ~ (a: Variable) -> Variable { invert(a) }
}

/// A combination of the bits of two integers or of two bools.
package enum Bitwise: String, ScalarOp, CaseIterable {
  case and = "and_"
  case or = "or_"
  case xor

  package var name: String { rawValue }
  package var isCommutative: Bool { true }
  package var domains: [ClosedRange<Double>] { [-9...9, -9...9] }
  package var kernel: ScalarKernel {
    switch self {
    case .and: .init(integer: .binary { $0 & $1 })
    case .or: .init(integer: .binary { $0 | $1 })
    case .xor: .init(integer: .binary { $0 ^ $1 })
    }
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    switch self {
    case .and: b.and(x[0], x[1])
    case .or: b.or(x[0], x[1])
    case .xor: b.binary(.xor, x[0], x[1])
    }
  }
  package func outputDType(_ x: [DType]) throws -> DType {
    if x == [.bool, .bool] { return .bool }
    for dtype in x where !dtype.isInteger {
      throw GraphError(
        .type,
        "input to a BitOp must have type (u)int8, (u)int16, (u)int32 or (u)int64 or be all bools "
          + "not \(dtype)")
    }
    let dtype = DType.promote(x[0], x[1])
    // int64 with uint64: no integer type holds both.
    if !dtype.isInteger {
      throw GraphError(.type, "input to a BitOp: no integer type holds both \(x[0]) and \(x[1])")
    }
    return dtype
  }
}

/// The complement of an integer's bits, or the negation of a bool.
package struct Invert: ScalarOp {
  /// Whether the operand is bool.
  package let isLogical: Bool

  package var name: String { "invert" }
  package var domains: [ClosedRange<Double>] { [-9...9] }
  package var kernel: ScalarKernel {
    isLogical ? .init(integer: .unary { $0 == 0 ? 1 : 0 }) : .init(integer: .unary { ~$0 })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.not(x[0]) }
  package func outputDType(_ x: [DType]) throws -> DType {
    if !x[0].isDiscrete || (x[0] == .bool) != isLogical {
      throw GraphError(
        .type,
        "input to a BitOp must have type (u)int8, (u)int16, (u)int32 or (u)int64 or bool not \(x[0])"
      )
    }
    return x[0]
  }
  package var examples: [OpExample] {
    let dtype: DType = isLogical ? .bool : .int64
    return [
      OpExample("invert \(dtype)", [.init([.n, .m], dtype: dtype)], isDifferentiable: false) {
        invert($0[0])
      }
    ]
  }
}
