import Glibc

// Relatives of the error function, each to a few units in the last place.

extension Double {
  /// The scaled complementary error function, exp(x²) erfc(x).
  static func erfcx(_ x: Double) -> Double {
    if x < -27 { return .infinity }
    if x < 10 {
      // exp(x²) with the rounding error of the square made good.
      let square = x * x
      let rest = Glibc.fma(x, x, -square)
      return Glibc.exp(square) * (1 + rest) * Glibc.erfc(x)
    }
    // The asymptotic series, DLMF 7.12.1.
    var (sum, term) = (1.0, 1.0)
    for k in 1...20 where term.magnitude > 1e-17 {
      term *= -Double(2 * k - 1) / (2 * x * x)
      sum += term
    }
    return sum / (x * Double.pi.squareRoot())
  }

  /// The inverse of the error function; infinite at ±1, not a number beyond.
  static func erfinv(_ x: Double) -> Double {
    if x.magnitude == 1 { return x * .infinity }
    return normalQuantile(central: x / 2, tail: (1 - x.magnitude) / 2) / 2.0.squareRoot()
  }

  /// The inverse of the complementary error function on 0...2.
  static func erfcinv(_ x: Double) -> Double {
    if x == 0 || x == 2 { return x == 0 ? .infinity : -.infinity }
    let tail = x < 1 ? x / 2 : (2 - x) / 2
    return normalQuantile(central: (1 - x) / 2, tail: tail) / 2.0.squareRoot()
  }

  /// The normal distribution's quantile at 0.5 + `central`, where `tail` is the smaller of that probability
  /// and what it lacks to 1. Algorithm AS 241, PPND16: Wichura, Applied Statistics 37 (1988), 477–484.
  private static func normalQuantile(central: Double, tail: Double) -> Double {
    if central.magnitude <= 0.425 {
      let r = 0.180625 - central * central
      return central * quotient(centre.0, centre.1, at: r)
    }
    let r = (-Glibc.log(tail)).squareRoot()
    let size =
      r <= 5 ? quotient(middle.0, middle.1, at: r - 1.6) : quotient(far.0, far.1, at: r - 5)
    return central < 0 ? -size : size
  }

  /// The quotient of two polynomials, whose coefficients start with the highest.
  private static func quotient(_ above: [Double], _ below: [Double], at x: Double) -> Double {
    above.reduce(0) { $0 * x + $1 } / below.reduce(0) { $0 * x + $1 }
  }

  /// AS 241's coefficients A and B.
  private static let centre: ([Double], [Double]) = (
    [
      2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
      4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
      1.3314166789178437745e2, 3.3871328727963666080e0,
    ],
    [
      5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
      2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
      4.2313330701600911252e1, 1,
    ]
  )

  /// AS 241's coefficients C and D.
  private static let middle: ([Double], [Double]) = (
    [
      7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
      1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
      4.63033784615654529590e0, 1.42343711074968357734e0,
    ],
    [
      1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
      1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
      2.05319162663775882187e0, 1,
    ]
  )

  /// AS 241's coefficients E and F.
  private static let far: ([Double], [Double]) = (
    [
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
      2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
      5.46378491116411436990e0, 6.65790464350110377720e0,
    ],
    [
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
      7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
      5.99832206555887937690e-1, 1,
    ]
  )
}
