import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// Rounding has the gradient zero, as in Theano: it is constant almost everywhere.

/// Where `round` takes a number that lies half-way between two integers.
public enum RoundingMode: Sendable, Hashable {
  /// To the even one: 0.5 to 0, 1.5 to 2, -2.5 to -2.
  case halfToEven
  /// To the one farther from zero: 0.5 to 1, -2.5 to -3.
  case halfAwayFromZero
}

/// Returns the least integer not below `x`, as a float, element by element. Integers and bool give
/// `floatX`.
public func ceil(_ x: Variable) -> Variable { x.ceil() }

/// Returns the greatest integer not above `x`, as a float, element by element. Integers and bool give
/// `floatX`.
public func floor(_ x: Variable) -> Variable { x.floor() }

/// Returns `x` without its fractional part, as a float, element by element. Integers and bool give
/// `floatX`.
public func trunc(_ x: Variable) -> Variable { x.trunc() }

/// Returns the nearest integer, as a float, element by element; by default halves go to the even one.
///
/// Integers and bool are returned as they are (in Theano they are an error).
public func round(_ x: Variable, mode: RoundingMode = .halfToEven) -> Variable {
  x.round(mode: mode)
}

/// Returns the nearest integer as int64, element by element; by default halves go to the even one.
public func iround(_ x: Variable, mode: RoundingMode = .halfToEven) -> Variable {
  cast(x.round(mode: mode), .int64)
}

extension Variable {
  /// Returns the least integer not below this, element by element; see the free function.
  public func ceil() -> Variable { elementwise(Rounding.ceil, self) }
  /// Returns the greatest integer not above this, element by element; see the free function.
  public func floor() -> Variable { elementwise(Rounding.floor, self) }
  /// Returns this without its fractional part, element by element; see the free function.
  public func trunc() -> Variable { elementwise(Rounding.trunc, self) }
  /// Returns the nearest integer, element by element; see the free function.
  public func round(mode: RoundingMode = .halfToEven) -> Variable {
    if dtype.isDiscrete { return self }
    return elementwise(mode == .halfToEven ? Rounding.halfToEven : .halfAwayFromZero, self)
  }
}

/// A way to make floats whole.
package enum Rounding: String, MathFunction, CaseIterable {
  case ceil, floor, trunc
  case halfToEven = "round_half_to_even"
  case halfAwayFromZero = "round_half_away_from_zero"

  package var name: String { rawValue }
  package var domains: [ClosedRange<Double>] { [-3...3] }
  package var kernel: ScalarKernel {
    switch self {
    case .ceil: .init(real: .unary { $0.rounded(.up) })
    case .floor: .init(real: .unary { $0.rounded(.down) })
    case .trunc: .init(real: .unary { $0.rounded(.towardZero) })
    case .halfToEven: .init(real: .unary { $0.rounded(.toNearestOrEven) })
    case .halfAwayFromZero: .init(real: .unary { $0.rounded(.toNearestOrAwayFromZero) })
    }
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    switch self {
    case .ceil: b.call("ceil", x)
    case .floor: b.call("floor", x)
    case .trunc: b.call("trunc", x)
    case .halfToEven: b.call("rint", x)
    case .halfAwayFromZero: b.call("round_away", x)
    }
  }
  package func outputDType(_ x: [DType]) throws -> DType {
    if x[0].isComplex {
      throw GraphError(.type, "\(name): only float type are supported, not \(x[0]).")
    }
    return x[0].promotedToFloat
  }
}
