@_exported import ComplexModule
@_exported import RealModule

/// A Swift type whose values are elements of an `NDArray`.
///
/// Host computations run in one of three wide domains, and are rounded to the element type once, when
/// they are stored: `Double` for reals, `Int128` for integers and bool, `Complex<Double>` for complex.
public protocol ArrayElement: ArrayConvertible, ArrayDecodable, Hashable {
  /// The dtype of arrays with this element.
  static var dtype: DType { get }

  /// A zero of this type.
  static var zeroElement: Self { get }

  /// Converts from a real: floats round to nearest, integers truncate towards zero and wrap (not a
  /// number gives 0), bool is `value != 0`.
  init(real value: Double)

  /// Converts from an integer: integers wrap, floats round to nearest, bool is `value != 0`.
  init(integer value: Int128)

  /// Converts from a complex number: real types drop the imaginary part.
  init(complex value: Complex<Double>)

  /// This element as a real: the real part of a complex one.
  var realValue: Double { get }

  /// This element as an integer, truncated towards zero.
  var integerValue: Int128 { get }

  /// This element as a complex number.
  var complexValue: Complex<Double> { get }

  /// Writes `source` to `target`, converted; specialised for each element type.
  static func store(reals source: UnsafeBufferPointer<Double>, to target: UnsafeMutableRawPointer)
  /// Writes `source` to `target`, converted; specialised for each element type.
  static func store(
    integers source: UnsafeBufferPointer<Int128>, to target: UnsafeMutableRawPointer)
  /// Reads `target.count` elements at `source` as reals.
  static func load(_ source: UnsafeRawPointer, reals target: UnsafeMutableBufferPointer<Double>)
  /// Reads `target.count` elements at `source` as integers.
  static func load(_ source: UnsafeRawPointer, integers target: UnsafeMutableBufferPointer<Int128>)
}

extension ArrayElement {
  /// Writes `source` to `target`, converted.
  public static func store(
    reals source: UnsafeBufferPointer<Double>, to target: UnsafeMutableRawPointer
  ) {
    let out = target.assumingMemoryBound(to: Self.self)
    for i in 0..<source.count { out[i] = Self(real: source[i]) }
  }

  /// Writes `source` to `target`, converted.
  public static func store(
    integers source: UnsafeBufferPointer<Int128>, to target: UnsafeMutableRawPointer
  ) {
    let out = target.assumingMemoryBound(to: Self.self)
    for i in 0..<source.count { out[i] = Self(integer: source[i]) }
  }

  /// Reads elements at `source`, converted.
  public static func load(
    _ source: UnsafeRawPointer, reals target: UnsafeMutableBufferPointer<Double>
  ) {
    let from = source.assumingMemoryBound(to: Self.self)
    for i in 0..<target.count { target[i] = from[i].realValue }
  }

  /// Reads elements at `source`, converted.
  public static func load(
    _ source: UnsafeRawPointer, integers target: UnsafeMutableBufferPointer<Int128>
  ) {
    let from = source.assumingMemoryBound(to: Self.self)
    for i in 0..<target.count { target[i] = from[i].integerValue }
  }
}

/// Returns `value` truncated towards zero, 0 where it is not finite or beyond `Int128`.
@inlinable
func truncatedInteger(_ value: Double) -> Int128 {
  abs(value) < 0x1p126 ? Int128(value) : 0
}
