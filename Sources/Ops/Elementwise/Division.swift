import TheanoArrays
import TheanoGraph

/// Returns the quotient rounded down, element by element: Python's `//`. Division of integers by zero is an
/// error when it happens.
public func intDiv(_ x: Variable, _ y: Variable) -> Variable { elementwise(IntDiv(), x, y) }

/// Returns the remainder with the divisor's sign, element by element: the function form of `%`.
public func mod(_ x: Variable, _ y: Variable) -> Variable { elementwise(Mod(), x, y) }

/// The quotient rounded down.
package struct IntDiv: ScalarOp {
  package let name = "int_div"
  package let domains = [-8.0...8.0, 1.0...3.0]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { ($0 / $1).rounded(.down) },
      integer: .binary { x, y in y == 0 ? 0 : x.floorDivided(by: y) })
  }
  package func validate(_ x: [NDArray]) throws { try forbidIntegerZero(x) }
  package func description(_ x: [String]) -> String { "(\(x[0]) // \(x[1]))" }
}

/// The remainder with the divisor's sign.
package struct Mod: ScalarOp {
  package let name = "mod"
  package let domains = [-8.0...8.0, 1.0...3.0]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { x, y in x.floorRemainder(by: y) },
      integer: .binary { x, y in y == 0 ? 0 : x &- x.floorDivided(by: y) &* y })
  }
  package func validate(_ x: [NDArray]) throws { try forbidIntegerZero(x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy, -(dy * intDiv(x[0], x[1]))]
  }
}

/// Throws if integers are to be divided by zero.
private func forbidIntegerZero(_ x: [NDArray]) throws {
  if x.allSatisfy(\.dtype.isDiscrete), x[1].integers.contains(0), x[0].count > 0 {
    throw EvaluationError("integer division by zero")
  }
}

extension Int128 {
  /// The quotient rounded down.
  func floorDivided(by divisor: Int128) -> Int128 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
  }
}

extension Double {
  /// The remainder with the divisor's sign, as Python's `%`.
  func floorRemainder(by divisor: Double) -> Double {
    let remainder = truncatingRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder
  }
}
