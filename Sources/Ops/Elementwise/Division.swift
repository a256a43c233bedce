import TheanoArrays
import TheanoGraph
import TheanoLoopIR

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
  package var cost: Lowering.Cost { .costly }
  package func computingDTypes(_ x: [DType], _ result: DType) -> [DType] {
    divisionDTypes(x, result)
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    b.division("floor_divide", x)
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
  package var cost: Lowering.Cost { .costly }
  package func computingDTypes(_ x: [DType], _ result: DType) -> [DType] {
    divisionDTypes(x, result)
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.division("mod", x) }
  package func validate(_ x: [NDArray]) throws { try forbidIntegerZero(x) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy, -(dy * intDiv(x[0], x[1]))]
  }
}

extension LoopBuilder {
  /// The result of a division, with a check that integers are not divided by zero. An int64 and a uint64, which
  /// come as they are, are divided as float64.
  fileprivate func division(_ name: String, _ x: [Value]) -> Value {
    if x[0].dtype.isFloat { return call(name, x) }
    let isKnown =
      if case .integer(let divisor) = literal(x[1]), divisor != 0 { true } else { false }
    // The same divisor is no mistake where nothing is divided.
    if !isKnown { check(notEqual(x[1], constant(0, x[1].dtype)), onlyHere: true) }
    return call(name, x[0].dtype == x[1].dtype ? x : x.map { convert($0, .float64) })
  }
}

/// The dtypes in which to divide: an int64 and a uint64, whose quotients are floats, stay as they are.
private func divisionDTypes(_ x: [DType], _ result: DType) -> [DType] {
  if result.isFloat && x.allSatisfy(\.isDiscrete) { return x }
  return x.map { _ in result == .float16 ? .float32 : result }
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
