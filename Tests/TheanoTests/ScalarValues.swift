@testable import Theano

/// The numbers on which scalar operations are compared.
struct ScalarValues {
  private var generator: SeededGenerator
  private let domains: [ClosedRange<Double>]
  /// Whether large integers are left out, which as float32 would be other numbers.
  private let hasSmallIntegers: Bool
  /// Whether all numbers are of the domains.
  private let isLimited: Bool

  /// Creates values for operands with these domains.
  init(
    _ label: String, domains: [ClosedRange<Double>], hasSmallIntegers: Bool, isLimited: Bool = false
  ) {
    self.isLimited = isLimited
    generator = SeededGenerator(label)
    self.domains = domains
    self.hasSmallIntegers = hasSmallIntegers
  }

  /// Returns a vector for an operand: first all pairs of special numbers, then numbers of its domain, then of
  /// all sizes.
  mutating func vector(_ place: Int, _ dtype: DType, count: Int, isDivisor: Bool) -> NDArray {
    if dtype.isFloat {
      let numbers = (0..<count).map { real(place, at: $0) }
      return NDArray(reals: numbers, shape: [count], dtype: dtype)
    }
    let numbers = (0..<count).map { position -> Int128 in
      let number = integer(dtype, place, at: position)
      return number == 0 && isDivisor ? 1 : number
    }
    return NDArray(integers: numbers, shape: [count], dtype: dtype)
  }

  /// Special floats.
  private static let reals: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 2, -2, 3, 0.49999999999999994, -0.49999997, 1e-5,
    1e-40, -0x1p-1030, 0x1p-1074, 1e10, -1e10, 3e38, -1e300, .infinity, -.infinity, .nan,
  ]

  /// The number at a position of an operand's vector.
  private mutating func real(_ place: Int, at position: Int) -> Double {
    if isLimited { return Double.random(in: domains[place], using: &generator) }
    let special = ScalarValues.reals
    if position < special.count * special.count {
      return special[place == 0 ? position % special.count : position / special.count]
    }
    if position % 3 == 0 {
      let size = Double(
        sign: .plus, exponent: Int.random(in: -40...40, using: &generator), significand: 1)
      return size * Double.random(in: -2...2, using: &generator)
    }
    return Double.random(in: domains[place], using: &generator)
  }

  /// The integer at a position of an operand's vector.
  private mutating func integer(_ dtype: DType, _ place: Int, at position: Int) -> Int128 {
    if isLimited {
      return Int128(Double.random(in: domains[place], using: &generator).rounded(.up))
    }
    var (least, greatest) = dtype.integerRange
    if hasSmallIntegers {
      least = max(least, -1000)
      greatest = min(greatest, 1000)
    }
    let special = [0, 1, -1, 2, 3, -3, 7, least, greatest, least + 1, greatest - 1, greatest / 2]
      .filter { least <= $0 && $0 <= greatest }
    if position < special.count * special.count {
      return special[place == 0 ? position % special.count : position / special.count]
    }
    let bits = Int128(truncatingIfNeeded: generator.next())
    if position % 2 == 0 { return max(least, min(greatest, bits % 16)) }
    return least + (bits & Int128(UInt64.max)) % (greatest - least + 1)
  }
}

extension NDArray {
  /// Says how this differs from what the reference evaluator gives: floats may be some units in the last
  /// place off, or that many of a given size; zeros have their signs.
  func scalarMistake(_ expected: NDArray, ulps: Double, size: [Double]? = nil) -> String? {
    if dtype != expected.dtype { return "dtype \(dtype), expected \(expected.dtype)" }
    if shape != expected.shape { return "shape \(shape), expected \(expected.shape)" }
    if dtype.isDiscrete {
      let (a, b) = (integers, expected.integers)
      return a.indices.first { a[$0] != b[$0] }.map { "[\($0)] \(a[$0]), expected \(b[$0])" }
    }
    let (a, b) = (reals, expected.reals)
    for i in a.indices
    where !a[i].isClose(b[i], ulps * dtype.ulp(of: max(b[i].magnitude, size?[i] ?? 0))) {
      return "[\(i)] \(a[i]), expected \(b[i])"
    }
    return nil
  }
}

extension Double {
  /// Whether this is `expected`, with its sign, or within a distance of it.
  fileprivate func isClose(_ expected: Double, _ distance: Double) -> Bool {
    if isNaN || expected.isNaN { return isNaN && expected.isNaN }
    if isInfinite || expected.isInfinite { return self == expected }
    if self == 0 && expected == 0 { return sign == expected.sign }
    return (self - expected).magnitude <= distance
  }
}

extension DType {
  /// The distance of neighbouring numbers of a size.
  fileprivate func ulp(of size: Double) -> Double {
    switch self {
    case .float16: Double(min(Float16(size), .greatestFiniteMagnitude).ulp)
    case .float32: Double(min(Float(size), .greatestFiniteMagnitude).ulp)
    default: min(size, .greatestFiniteMagnitude).ulp
    }
  }
}
