import TheanoArrays

/// A wide type in which reductions and row-wise functions compute on the host.
protocol HostNumber: Numeric, Sendable {
  /// The elements of `x` in row-major order.
  static func elements(of x: NDArray) -> [Self]
  /// An array of `values`, whose number must be right.
  static func array(_ values: [Self], shape: [Int], dtype: DType) -> NDArray
  /// The sum, wrapping.
  static func sum(_ a: Self, _ b: Self) -> Self
  /// The product, wrapping.
  static func product(_ a: Self, _ b: Self) -> Self
}

/// A wide type of numbers in order.
protocol OrderedNumber: HostNumber, Comparable {
  /// Whether this is not a number.
  var isNaN: Bool { get }
}

extension OrderedNumber {
  /// Whether this comes before `other` in an array sorted with not-a-number last.
  func precedes(_ other: Self) -> Bool { self < other || (other.isNaN && !isNaN) }
}

extension Double: OrderedNumber {
  static func elements(of x: NDArray) -> [Double] { x.reals }
  static func array(_ values: [Double], shape: [Int], dtype: DType) -> NDArray {
    NDArray(reals: values, shape: shape, dtype: dtype)
  }
  static func sum(_ a: Double, _ b: Double) -> Double { a + b }
  static func product(_ a: Double, _ b: Double) -> Double { a * b }
}

extension Int128: OrderedNumber {
  var isNaN: Bool { false }
  static func elements(of x: NDArray) -> [Int128] { x.integers }
  static func array(_ values: [Int128], shape: [Int], dtype: DType) -> NDArray {
    NDArray(integers: values, shape: shape, dtype: dtype)
  }
  static func sum(_ a: Int128, _ b: Int128) -> Int128 { a &+ b }
  static func product(_ a: Int128, _ b: Int128) -> Int128 { a &* b }
}

extension Complex<Double>: HostNumber {
  static func elements(of x: NDArray) -> [Complex<Double>] { x.complexes }
  static func array(_ values: [Complex<Double>], shape: [Int], dtype: DType) -> NDArray {
    NDArray(complexes: values, shape: shape, dtype: dtype)
  }
  static func sum(_ a: Complex<Double>, _ b: Complex<Double>) -> Complex<Double> { a + b }
  static func product(_ a: Complex<Double>, _ b: Complex<Double>) -> Complex<Double> { a * b }
}
