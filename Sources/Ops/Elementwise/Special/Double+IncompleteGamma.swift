import Glibc

// The regularised incomplete gamma functions, to about 1e-14: the series below the order, the continued
// fraction above it, and Temme's expansion for orders beyond 10⁷.

extension Double {
  /// The lower and the upper regularised incomplete gamma functions P(k, x) and Q(k, x) = 1 - P(k, x); not
  /// numbers for negative operands.
  ///
  /// - Complexity: O(√k)
  static func incompleteGamma(_ k: Double, _ x: Double) -> (lower: Double, upper: Double) {
    guard k >= 0, x >= 0, !(k == 0 && x == 0), !(k.isInfinite && x.isInfinite) else {
      return (.nan, .nan)
    }
    if x == 0 || k.isInfinite { return (0, 1) }
    if k == 0 || x.isInfinite { return (1, 0) }
    if k > 1e7 { return largeIncompleteGamma(k, x) }
    if x > k + 800 + 40 * k.squareRoot() { return (1, 0) }
    let scale = poissonDensity(k, x)
    if x < k + 1 {
      // DLMF 8.11.4.
      var (sum, term, n) = (1.0, 1.0, k)
      while term > sum * 1e-17 {
        n += 1
        term *= x / n
        sum += term
      }
      let lower = Swift.min(scale * sum, 1)
      return (lower, 1 - lower)
    }
    let upper = Swift.min(scale * k * upperFraction(k, x), 1)
    return (1 - upper, upper)
  }

  /// The continued fraction DLMF 8.9.2 for Γ(k, x) x^-k e^x, by the modified Lentz method.
  private static func upperFraction(_ k: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - k
    var c = 1 / tiny
    var d = 1 / b
    var result = d
    for i in 1...1_000_000 {
      let a = -Double(i) * (Double(i) - k)
      b += 2
      d = a * d + b
      if d.magnitude < tiny { d = tiny }
      c = b + a / c
      if c.magnitude < tiny { c = tiny }
      d = 1 / d
      result *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return result
  }

  /// x^k e^-x / Γ(k + 1), without the cancellation of large logarithms: Loader, "Fast and accurate
  /// computation of binomial probabilities" (2000).
  static func poissonDensity(_ k: Double, _ x: Double) -> Double {
    if k < 10 { return Glibc.pow(x, k) * Glibc.exp(-x) / Glibc.tgamma(k + 1) }
    // Far below k nothing cancels, and 1 + (x - k) / k loses digits.
    let m = (x - k) / k
    let deviance = k * (m < -0.5 ? m - Glibc.log(x / k) : excessOverLog(m))
    return Glibc.exp(-stirlingError(k) - deviance) / (2 * .pi * k).squareRoot()
  }

  /// m - log(1 + m), also accurate near 0.
  private static func excessOverLog(_ m: Double) -> Double {
    if m.magnitude > 0.1 { return m - Glibc.log1p(m) }
    var (sum, power, n) = (0.0, m * m, 2.0)
    while power.magnitude > sum.magnitude * 1e-18, n < 40 {
      sum += power / n
      power *= -m
      n += 1
    }
    return sum
  }

  /// How much log Γ(k + 1) exceeds Stirling's formula, for k ≥ 10; DLMF 5.11.1.
  private static func stirlingError(_ k: Double) -> Double {
    let square = 1 / (k * k)
    let terms: [Double] = [
      1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156,
    ]
    return terms.reversed().reduce(0) { $0 * square + $1 } / k
  }

  /// Both functions for a large order, by the uniform expansion DLMF 8.12.3 up to its first term.
  private static func largeIncompleteGamma(_ k: Double, _ x: Double) -> (Double, Double) {
    let m = (x - k) / k
    let half = excessOverLog(m)
    let eta = (m < 0 ? -1 : 1) * (2 * half).squareRoot()
    let series: [Double] = [1.0 / 864, -2.0 / 135, 1.0 / 12, -1.0 / 3]
    let near = series.reduce(0) { $0 * eta + $1 }
    let first = eta.magnitude < 0.01 ? near : 1 / m - 1 / eta
    let rest = Glibc.exp(-k * half) / (2 * .pi * k).squareRoot() * first
    let argument = eta * (k / 2).squareRoot()
    return (Glibc.erfc(-argument) / 2 - rest, Glibc.erfc(argument) / 2 + rest)
  }

  /// The derivative of the lower function P(k, x) by its order: the series DLMF 8.7.1 term by term, and a
  /// difference quotient beyond 10⁷.
  ///
  /// - Complexity: O(√k)
  static func lowerGammaByOrder(_ k: Double, _ x: Double) -> Double {
    guard k > 0, x >= 0, k.isFinite, x.isFinite else {
      return k.isNaN || x.isNaN || k < 0 || x < 0 || k == 0 ? .nan : 0
    }
    if x == 0 || x > k + 800 + 40 * k.squareRoot() { return 0 }
    if k > 1e7 {
      let step = 1e-4 * k.squareRoot()
      return (incompleteGamma(k + step, x).lower - incompleteGamma(k - step, x).lower) / (2 * step)
    }
    let logarithm = Glibc.log(x)
    var term = poissonDensity(k, x)
    var psi = digamma(k + 1)
    var (sum, n) = (0.0, k)
    while n < x || term * (psi - logarithm).magnitude > sum.magnitude * 1e-17 {
      sum += term * (logarithm - psi)
      n += 1
      term *= x / n
      psi += 1 / n
    }
    return sum
  }
}
