import Glibc

// The Bessel function of the first kind, for real orders up to 10⁶ in size: the power series where it does
// not cancel, Hankel's expansion and recurrence for large arguments, Miller's backward recurrence between.

extension Double {
  /// Whether this is an odd integer.
  var isOddInteger: Bool { truncatingRemainder(dividingBy: 2).magnitude == 1 }

  /// J of the given order at x; not a number for negative x unless the order is an integer.
  ///
  /// - Complexity: O(order + 30)
  static func besselJ(_ order: Double, _ x: Double) -> Double {
    guard order.magnitude <= 1e6, !x.isNaN else { return .nan }
    let isInteger = order == order.rounded()
    if x < 0 {
      guard isInteger else { return .nan }
      let value = besselJ(order, -x)
      return order.isOddInteger ? -value : value
    }
    if isInteger && order < 0 {
      let value = besselJ(-order, x)
      return order.isOddInteger ? -value : value
    }
    if x.isInfinite { return 0 }
    if x < 2 || x * x < 4 * (order + 1) { return besselSeries(order, x, sign: -1) }
    let base = order - order.rounded(.down)
    if x < 30 {
      // Neumann's series, DLMF 10.23.15, gives the scale.
      let (values, sum) = millerJ(order, base, x)
      return values[0] * Glibc.pow(x / 2, base) / sum
    }
    let (first, second) = (hankelJ(base, x), hankelJ(base + 1, x))
    if order <= x {
      return recurrence(order, base, x, first, second)
    }
    let (values, _) = millerJ(order, base, x)
    return first.magnitude > second.magnitude
      ? values[0] * (first / values[1]) : values[0] * (second / values[2])
  }

  /// The power series of J (`sign` -1) or I (`sign` 1), DLMF 10.2.2 and 10.25.2.
  static func besselSeries(_ order: Double, _ x: Double, sign: Double) -> Double {
    let quarter = sign * x * x / 4
    var (sum, term, k) = (1.0, 1.0, 0.0)
    var logScale = 0.0
    repeat {
      k += 1
      term *= quarter / (k * (order + k))
      sum += term
      if sum > 1e250 {
        logScale += 250 * Glibc.log(10.0)
        term *= 1e-250
        sum *= 1e-250
      }
    } while term.magnitude > sum.magnitude * 1e-17 || k < -order
    if order.magnitude < 150, logScale == 0 {
      return sum * (Glibc.pow(x / 2, order) / Glibc.tgamma(order + 1))
    }
    var signOfGamma: Int32 = 1
    let logarithm = order * Glibc.log(x / 2) - lgamma_r(order + 1, &signOfGamma) + logScale
    return sum * Glibc.exp(logarithm) * Double(signOfGamma)
  }

  /// Hankel's expansion, DLMF 10.17.3, for x ≥ 30 and small orders.
  private static func hankelJ(_ order: Double, _ x: Double) -> Double {
    var (even, odd, term) = (1.0, 0.0, 1.0)
    for k in 1...60 {
      let step = Double(2 * k - 1)
      term *= (4 * order * order - step * step) / (8 * x * Double(k))
      switch k % 4 {
      case 1: odd += term
      case 2: even -= term
      case 3: odd -= term
      default: even += term
      }
      if term.magnitude < 1e-17 { break }
    }
    // cos(x - φ) and sin(x - φ) without subtracting from a large x.
    let phase = (order / 2 + 0.25) * .pi
    let (sinX, cosX, sinP, cosP) = (Glibc.sin(x), Glibc.cos(x), Glibc.sin(phase), Glibc.cos(phase))
    let cosine = cosX * cosP + sinX * sinP
    let sine = sinX * cosP - cosX * sinP
    return (2 / (.pi * x)).squareRoot() * (cosine * even - sine * odd)
  }

  /// J at `order` from its values at `base` and `base + 1`, by recurrence upwards or downwards.
  private static func recurrence(
    _ order: Double, _ base: Double, _ x: Double, _ first: Double, _ second: Double
  ) -> Double {
    var (a, b, at) = (first, second, base)
    while at < order - 0.5 {
      (a, b) = (b, 2 * (at + 1) / x * b - a)
      at += 1
    }
    while at > order + 0.5 {
      (a, b) = (2 * at / x * a - b, a)
      at -= 1
    }
    return a
  }

  /// Backward recurrence from far above: J at `order`, `base` and `base + 1` but for a common factor, and
  /// the sum that Neumann's series makes of them.
  private static func millerJ(_ order: Double, _ base: Double, _ x: Double) -> ([Double], Double) {
    let top = Swift.max(order, x)
    let count = Int((top + 20 * Glibc.cbrt(top) + 20) / 2) + 1
    var weights = [Glibc.tgamma(base + 1)]
    var ratio = weights[0]
    for k in 1...count {
      // Γ(base + k) / k!
      if k > 1 { ratio *= (base + Double(k) - 1) / Double(k) }
      weights.append((base + Double(2 * k)) * ratio)
    }
    var (current, above, sum) = (1e-250, 0.0, 0.0)
    var values = [0.0, 0.0, 0.0]
    let last = Int((order - base).rounded())
    var m = 2 * count
    while true {
      if m == last { values[0] = current }
      if m == 0 { values[1] = current }
      if m == 1 { values[2] = current }
      if m >= 0, m % 2 == 0 { sum += weights[m / 2] * current }
      if m <= Swift.min(0, last) { break }
      (current, above) = (2 * (base + Double(m)) / x * current - above, current)
      m -= 1
      if current.magnitude > 1e250 {
        current *= 1e-250
        above *= 1e-250
        sum *= 1e-250
        values = values.map { $0 * 1e-250 }
      }
    }
    return (values, sum)
  }
}
