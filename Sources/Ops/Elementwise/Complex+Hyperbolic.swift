import TheanoArrays

// The package that has functions of complex numbers gives some parts of these the wrong sign where the real part
// is below -36.

extension Complex<Double> {
  /// sinh x cos y + i cosh x sin y; what is not finite stays.
  static func hyperbolicSine(_ z: Complex) -> Complex { z.hyperbolic(Double.sinh, Double.cosh) }

  /// cosh x cos y + i sinh x sin y; what is not finite stays.
  static func hyperbolicCosine(_ z: Complex) -> Complex { z.hyperbolic(Double.cosh, Double.sinh) }

  /// -i sinh(iz).
  static func sine(_ z: Complex) -> Complex {
    let w = hyperbolicSine(Complex(-z.rawStorage.y, z.rawStorage.x)).rawStorage
    return Complex(w.y, -w.x)
  }

  /// cosh(iz).
  static func cosine(_ z: Complex) -> Complex {
    hyperbolicCosine(Complex(-z.rawStorage.y, z.rawStorage.x))
  }

  /// f(x) cos y + i g(x) sin y, of sinh and cosh. Where these may be larger than all numbers they are squares, with
  /// a sign, of those of x / 2, times 2.
  private func hyperbolic(
    _ f: (Double) -> Double, _ g: (Double) -> Double
  ) -> Complex {
    let (x, y) = rawStorage
    if !isFinite { return self }
    let isLarge = abs(x) > 700
    let argument = isLarge ? x / 2 : x
    let rest = isLarge ? 2 * Double.cosh(argument) : 1
    return Complex(f(argument) * .cos(y) * rest, g(argument) * .sin(y) * rest)
  }
}
