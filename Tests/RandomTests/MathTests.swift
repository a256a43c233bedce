import RealModule
import Testing

@testable import TheanoRandom

/// The logarithm and cosine whose bits do not depend on the machine.
@Suite struct MathTests {
  /// The logarithm is within 1.5 ulp of the C library's, over all of its range.
  @Test func logarithm() {
    #expect(portableLogarithm(1) == 0)
    #expect(portableLogarithm(0x1p-53) == -53 * 0x1.62e42fefa39efp-1)
    var stream = ElementStream(key: 1, element: 0)
    for index in 0..<20_000 {
      // Even exponents cover the range, odd ones the neighbourhoods of 1 and √½.
      let unit = 1 - stream.nextUnit()
      let sizes = index % 3 == 0 ? 1000 - Double(index % 2000) : -Double(index % 50)
      let x = index % 2 == 0 ? unit * .exp2(sizes) : .pow(unit, index % 4 == 1 ? 0.01 : -0.01)
      let exact = Double.log(x)
      #expect((portableLogarithm(x) - exact).magnitude <= 1.5 * exact.ulp, "\(x)")
    }
  }

  /// The logarithm of `1 + x` is within 5 ulp of the C library's.
  @Test func logarithmOnePlus() {
    #expect(portableLogarithm(onePlus: -0x1p-1074) == -0x1p-1074)
    #expect(portableLogarithm(onePlus: 0) == 0)
    var stream = ElementStream(key: 3, element: 0)
    for index in 0..<20_000 {
      let x = -stream.nextOpenUnit() * .exp2(-1 - Double(index % 60))
      let exact = Double.log(onePlus: x)
      #expect((portableLogarithm(onePlus: x) - exact).magnitude <= 5 * exact.ulp, "\(x)")
    }
  }

  /// The exponential is within 1.5 ulp of the C library's, over all of its range and beyond.
  @Test func exponential() {
    #expect(portableExponential(0) == 1)
    #expect(portableExponential(-.infinity) == 0)
    #expect(portableExponential(-745.2) == 0)
    #expect(portableExponential(-745.1) == 0x1p-1074)
    #expect(portableExponential(709.8) == .infinity)
    #expect(portableExponential(.infinity) == .infinity)
    var stream = ElementStream(key: 4, element: 0)
    for index in 0..<20_000 {
      let x = (2 * stream.nextUnit() - 1) * (index % 3 == 0 ? 745 : 1.5 * Double(index % 20))
      let exact = Double.exp(x)
      let error = (portableExponential(x) - exact).magnitude
      #expect(error <= 1.5 * exact.ulp || exact == .infinity, "\(x)")
    }
  }

  /// The cosine is exact at quarter turns, and within 1e-15 of the C library's elsewhere.
  @Test func cosine() {
    let quarters = (0..<4).map { turnCosine(UInt64($0) << 51) }
    #expect(quarters == [1, 0, -1, 0])
    #expect(turnCosine((1 << 53) - 1 as UInt64) == 1)
    #expect((turnCosine(1 << 50 as UInt64) - 0.5.squareRoot()).magnitude <= 1.2e-16)
    var stream = ElementStream(key: 2, element: 0)
    for _ in 0..<20_000 {
      let turn = stream.nextUInt64() >> 11
      let exact = Double.cos(2 * .pi * Double(turn) * 0x1p-53)
      #expect((turnCosine(turn) - exact).magnitude <= 1e-15, "\(turn)")
    }
  }

  /// The float32 logarithm is within 1.5 ulp of the C library's.
  @Test func floatLogarithm() {
    #expect(unitLogarithm(1 as Float) == 0)
    #expect(unitLogarithm(0x1p-32 as Float) == Float(-32 * Double.log(2)))
    var stream = ElementStream(key: 1, element: 0)
    for index in 0..<20_000 {
      let unit = 1 - Float(stream.nextUInt64() >> 40) * 0x1p-24
      let x = index % 2 == 0 ? unit * .exp2(-Float(index % 30)) : .pow(unit, 0.01)
      let exact = Double.log(Double(x))
      let error = (Double(unitLogarithm(x)) - exact).magnitude
      #expect(error <= 1.5 * Double(Float(exact).ulp), "\(x)")
    }
  }

  /// The float32 cosine is exact at quarter turns, and within 2.5 ulp of the C library's elsewhere.
  @Test func floatCosine() {
    let quarters = (0..<4).map { turnCosine(UInt32($0) << 30) }
    #expect(quarters == [1, 0, -1, 0])
    #expect(turnCosine(UInt32.max) == 1)
    var stream = ElementStream(key: 2, element: 0)
    for index in 0..<20_000 {
      // Every other one near a quarter turn, where the cosine is small.
      let word = UInt32(truncatingIfNeeded: stream.nextUInt64())
      let turn = index % 2 == 0 ? word : (word & 3) << 30 &+ (word >> (8 + word % 20)) &- 1
      let exact = Double.cos(2 * .pi * Double(turn) * 0x1p-32)
      let error = (Double(turnCosine(turn)) - exact).magnitude
      #expect(error <= 2.5 * Double(Float(exact).ulp) + 1e-15, "\(turn)")
    }
  }

  /// Poisson probabilities against mpmath (`Tests/Golden/log_probabilities.py`).
  @Test(arguments: [
    (0, 3.5, -3.5), (1, 0.25, -1.6362943611198906), (7, 12.5, -3.3450608509076263),
    (16, 10, -3.830498618175942), (100, 150, -12.675846145937916),
    (1_000_000_030_000_000, 1e15, -18.638326741160014),
    (9_000_000_008_589_934_592, 9e18, -26.84009311881659),
  ]) func poissonProbability(k: Double, mean: Double, expected: Double) {
    let error = (poissonLogProbability(k, mean: mean) - expected).magnitude
    #expect(error <= 1e-14 * expected.magnitude)
  }

  /// Binomial probabilities against mpmath (`Tests/Golden/log_probabilities.py`).
  @Test(arguments: [
    (0, 9, 0.3, -3.210074495448591), (9, 9, 0.3, -10.835755238933425),
    (4, 9, 0.3, -1.7629840300459279), (30, 100, 0.25, -3.08448026426501),
    (500, 1000, 0.5, -3.6799189920941293),
    (1_099_512_676_352, 0x1p42, 0.25, -15.304707951450618),
    (20, 0x1p60, 0x1p-56, -2.8838420159578604),
  ]) func binomialProbability(k: Double, n: Double, p: Double, expected: Double) {
    let error = (binomialLogProbability(k, trials: n, probability: p) - expected).magnitude
    #expect(error <= 1e-14 * expected.magnitude)
  }
}
