import TheanoArrays
import TheanoGraph

/// A comparison of two numbers, to bool.
package enum Comparison: String, ScalarOp, CaseIterable {
  case lt, gt, le, ge, eq, neq

  package var name: String { rawValue }
  package var isCommutative: Bool { self == .eq || self == .neq }
  package var domains: [ClosedRange<Double>] { [-2...2, -2...2] }
  package var kernel: ScalarKernel {
    switch self {
    case .lt: .init(real: .binary { $0 < $1 ? 1 : 0 }, integer: .binary { $0 < $1 ? 1 : 0 })
    case .gt: .init(real: .binary { $0 > $1 ? 1 : 0 }, integer: .binary { $0 > $1 ? 1 : 0 })
    case .le: .init(real: .binary { $0 <= $1 ? 1 : 0 }, integer: .binary { $0 <= $1 ? 1 : 0 })
    case .ge: .init(real: .binary { $0 >= $1 ? 1 : 0 }, integer: .binary { $0 >= $1 ? 1 : 0 })
    case .eq:
      .init(
        real: .binary { $0 == $1 ? 1 : 0 }, integer: .binary { $0 == $1 ? 1 : 0 },
        complex: .binary { $0.isSame(as: $1) ? .one : .zero })
    case .neq:
      .init(
        real: .binary { $0 != $1 ? 1 : 0 }, integer: .binary { $0 != $1 ? 1 : 0 },
        complex: .binary { $0.isSame(as: $1) ? .zero : .one })
    }
  }
  package func outputDType(_ x: [DType]) throws -> DType { .bool }
}

extension Complex where RealType == Double {
  /// Whether both parts are equal: `==` counts all infinities and not-a-numbers as one.
  fileprivate func isSame(as other: Complex) -> Bool {
    rawStorage.x == other.rawStorage.x && rawStorage.y == other.rawStorage.y
  }
}

/// Returns whether `a < b`, element by element, as bool.
public func lt(_ a: Variable, _ b: Variable) -> Variable { elementwise(Comparison.lt, a, b) }
/// Returns whether `a > b`, element by element, as bool.
public func gt(_ a: Variable, _ b: Variable) -> Variable { elementwise(Comparison.gt, a, b) }
/// Returns whether `a <= b`, element by element, as bool.
public func le(_ a: Variable, _ b: Variable) -> Variable { elementwise(Comparison.le, a, b) }
/// Returns whether `a >= b`, element by element, as bool.
public func ge(_ a: Variable, _ b: Variable) -> Variable { elementwise(Comparison.ge, a, b) }
/// Returns whether `a` equals `b`, element by element, as bool.
public func eq(_ a: Variable, _ b: Variable) -> Variable { elementwise(Comparison.eq, a, b) }
/// Returns whether `a` differs from `b`, element by element, as bool.
public func neq(_ a: Variable, _ b: Variable) -> Variable { elementwise(Comparison.neq, a, b) }

extension Variable {
  /// Whether `a < b`, element by element; the same as `lt`.
  public static func .< (a: Variable, b: Variable) -> Variable { lt(a, b) }
  /// Whether `a > b`, element by element; the same as `gt`.
  public static func .> (a: Variable, b: Variable) -> Variable { gt(a, b) }
  /// Whether `a <= b`, element by element; the same as `le`.
  public static func .<= (a: Variable, b: Variable) -> Variable { le(a, b) }
  /// Whether `a >= b`, element by element; the same as `ge`.
  public static func .>= (a: Variable, b: Variable) -> Variable { ge(a, b) }
  /// Whether `a` equals `b`, element by element; the same as `eq`.
  public static func .== (a: Variable, b: Variable) -> Variable { eq(a, b) }
  /// Whether `a` differs from `b`, element by element; the same as `neq`.
  public static func .!= (a: Variable, b: Variable) -> Variable { neq(a, b) }
}
