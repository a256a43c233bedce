import Glibc

// The modified Bessel function of the first kind, for real orders: the power series, all of whose terms are
// positive, and asymptotic expansions for large arguments and large orders.

extension Double {
  /// I of the given order at x; not a number for negative x unless the order is an integer.
  ///
  /// - Complexity: O(x) up to x = 2000, where the result overflows
  static func besselI(_ order: Double, _ x: Double) -> Double {
    guard order.isFinite, !x.isNaN else { return .nan }
    let isInteger = order == order.rounded()
    if x < 0 {
      guard isInteger else { return .nan }
      let value = besselI(order, -x)
      return order.isOddInteger ? -value : value
    }
    if isInteger && order < 0 { return besselI(-order, x) }
    if order < -1000 { return .nan }
    if x.isInfinite { return x }
    if order > 1000 { return x == 0 ? 0 : debyeI(order, x) }
    if x > 2000 { return .infinity }
    if x > 30, x > order * order / 2 { return asymptoticI(order, x) }
    return besselSeries(order, x, sign: 1)
  }

  /// The expansion for large arguments, DLMF 10.40.1.
  private static func asymptoticI(_ order: Double, _ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for k in 1...60 where term.magnitude > 1e-17 {
      let step = Double(2 * k - 1)
      term *= -(4 * order * order - step * step) / (8 * x * Double(k))
      sum += term
    }
    // In two factors, as the exponential alone overflows earlier than the result.
    let half = Glibc.exp(x / 2)
    return half * (half / (2 * .pi * x).squareRoot()) * sum
  }

  /// Debye's expansion for large orders, DLMF 10.41.3.
  private static func debyeI(_ order: Double, _ x: Double) -> Double {
    let z = x / order
    let root = Glibc.hypot(1, z)
    let eta = root + Glibc.log(z / (1 + root))
    let p = 1 / root
    let q = p * p
    let first = p * (3 - 5 * q) / 24
    let second = q * (81 + q * (-462 + 385 * q)) / 1152
    let third = p * q * (30375 + q * (-369603 + q * (765765 - 425425 * q))) / 414720
    let sum = 1 + (first + (second + third / order) / order) / order
    return Glibc.exp(order * eta) / (2 * .pi * order * root).squareRoot() * sum
  }
}
