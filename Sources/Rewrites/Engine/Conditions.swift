import TheanoArrays
import TheanoGraph

// What the conditions of rules ask of what wildcards stand for.

extension Match {
  /// The number that a wildcard stands for.
  func number(_ name: String) -> Double? { bindings[name]?.uniformNumber }

  /// Whether a wildcard stands for a number with a property.
  func isNumber(_ name: String, _ property: (Double) -> Bool) -> Bool {
    number(name).map(property) ?? false
  }

  /// Whether a wildcard stands for floats of the result's dtype, or for a literal.
  func isAsResult(_ name: String) -> Bool {
    bindings[name].map { $0.type.isWeak || $0.dtype == root.dtype } ?? false
  }

  /// Whether the operands of what matched have no other use.
  var ownsOperands: Bool {
    root.owner.map { $0.inputs.allSatisfy(context.isUsedOnce) } ?? false
  }
}

/// Whether a wildcard stands for something that is no single number, so that numbers move past it once.
func isNoNumber(_ name: String) -> @Sendable (Match) -> Bool {
  { !$0.holds(name, \.isNumber) }
}

/// Whether a wildcard stands for something that is never negative.
func isNonNegative(_ name: String) -> @Sendable (Match) -> Bool {
  { $0.holds(name, \.isNonNegative) }
}

/// Whether the quotient of `c` and `d` is a normal number.
func quotientIsNormal(_ match: Match) -> Bool {
  guard let c = match.number("c"), let d = match.number("d") else { return false }
  return match.root.dtype.represents(c / d)
}

extension DType {
  /// Whether `number` is within the range of normal numbers of a float dtype, with room for rounding; for
  /// integers, whether it is one that float64 holds exactly.
  func represents(_ number: Double) -> Bool {
    let size = number.magnitude
    switch self {
    case .float32, .complex64: return size > 1e-37 && size < 1e38
    case .float16: return size > 1e-4 && size < 6e4
    case .float64, .complex128: return size > 1e-300 && size < 1e300
    default: return number == number.rounded() && size < 0x1p53
    }
  }
}
