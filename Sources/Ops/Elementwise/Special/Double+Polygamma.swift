import Glibc

// The derivatives of the logarithm of the gamma function: recurrence up to where the asymptotic series is
// accurate, reflection for negative numbers.

extension Double {
  /// The first derivative of log Γ; not a number at the negative integers.
  static func digamma(_ x: Double) -> Double {
    if x <= 0 {
      if x == 0 { return x.sign == .minus ? .infinity : -.infinity }
      let fraction = x - x.rounded()
      if fraction == 0 || x.isInfinite { return .nan }
      return digamma(1 - x) - .pi / Glibc.tan(.pi * fraction)
    }
    var (shift, y) = (0.0, x)
    while y < 10 {
      shift += 1 / y
      y += 1
    }
    // DLMF 5.11.2.
    let square = 1 / (y * y)
    let series = bernoulli.prefix(8).enumerated().reversed().reduce(0.0) { sum, entry in
      (sum + entry.element / Double(2 * entry.offset + 2)) * square
    }
    return Glibc.log(y) - 0.5 / y - series - shift
  }

  /// The derivative of order `n + 1` of log Γ, for `n` from 1 to 100; infinite at poles of odd `n`, not a
  /// number at those of even `n`.
  static func polygamma(_ n: Int, _ x: Double) -> Double {
    let isOdd = n % 2 == 1
    let factorial = Glibc.tgamma(Double(n + 1))
    if x < 0 || (x == 0 && !isOdd) {
      if x.isInfinite { return .nan }
      let below = x.rounded(.down)
      if below == x { return isOdd ? .infinity : .nan }
      // Reflection, DLMF 5.15.6, with the cotangent's derivative as a sum to both sides, of which all
      // terms but those that are sought cancel.
      let s = Double(n + 1)
      let (right, left) = (hurwitzZeta(s, x - below), hurwitzZeta(s, below + 1 - x))
      let beyond = hurwitzZeta(s, 1 - x)
      return factorial * (isOdd ? right + left - beyond : left - right - beyond)
    }
    let size = factorial * hurwitzZeta(Double(n + 1), x)
    return isOdd ? size : -size
  }

  /// The sum over k ≥ 0 of (x + k)^-s, for s > 1 and x ≥ 0, by the Euler–Maclaurin formula, DLMF 25.11.5.
  private static func hurwitzZeta(_ s: Double, _ x: Double) -> Double {
    var (sum, y) = (0.0, x)
    while y < s + 15 {
      sum += Glibc.pow(y, -s)
      y += 1
    }
    sum += Glibc.pow(y, 1 - s) / (s - 1) + Glibc.pow(y, -s) / 2
    // B2j/(2j)! times s(s+1)…(s+2j-2) y^(1-s-2j).
    var factor = s * Glibc.pow(y, -s - 1) / 2
    for (j, number) in bernoulli.enumerated() where factor != 0 {
      sum += number * factor
      let k = Double(2 * j + 1)
      factor *= (s + k) * (s + k + 1) / ((k + 2) * (k + 3) * y * y)
    }
    return sum
  }

  /// The Bernoulli numbers B2, B4, … B20.
  private static let bernoulli: [Double] = [
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510,
    43867.0 / 798, -174611.0 / 330,
  ]
}
