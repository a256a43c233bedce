@_exported import ComplexModule
@_exported import RealModule

/// A Swift type whose values are elements of an `NDArray`.
///
/// Host computations run in one of three wide domains, and are rounded to the element type once, when
/// they are stored: `Double` for reals, `Int128` for integers and bool, `Complex<Double>` for complex.
public protocol ArrayElement: Sendable, Hashable {
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
  static func store(integers source: UnsafeBufferPointer<Int128>, to target: UnsafeMutableRawPointer)
  /// Reads `target.count` elements at `source` as reals.
  static func load(_ source: UnsafeRawPointer, reals target: UnsafeMutableBufferPointer<Double>)
  /// Reads `target.count` elements at `source` as integers.
  static func load(_ source: UnsafeRawPointer, integers target: UnsafeMutableBufferPointer<Int128>)
}

extension ArrayElement {
  public static func store(
    reals source: UnsafeBufferPointer<Double>, to target: UnsafeMutableRawPointer
  ) {
    let out = target.assumingMemoryBound(to: Self.self)
    for i in 0..<source.count { out[i] = Self(real: source[i]) }
  }

  public static func store(
    integers source: UnsafeBufferPointer<Int128>, to target: UnsafeMutableRawPointer
  ) {
    let out = target.assumingMemoryBound(to: Self.self)
    for i in 0..<source.count { out[i] = Self(integer: source[i]) }
  }

  public static func load(
    _ source: UnsafeRawPointer, reals target: UnsafeMutableBufferPointer<Double>
  ) {
    let from = source.assumingMemoryBound(to: Self.self)
    for i in 0..<target.count { target[i] = from[i].realValue }
  }

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

extension Bool: ArrayElement {
  public static var dtype: DType { .bool }
  public static var zeroElement: Bool { false }
  public init(real value: Double) { self = value != 0 }
  public init(integer value: Int128) { self = value != 0 }
  public init(complex value: Complex<Double>) { self = value != .zero }
  public var realValue: Double { self ? 1 : 0 }
  public var integerValue: Int128 { self ? 1 : 0 }
  public var complexValue: Complex<Double> { Complex(realValue) }
}

extension FixedWidthInteger where Self: ArrayElement {
  public static var zeroElement: Self { 0 }
  public init(real value: Double) { self.init(truncatingIfNeeded: truncatedInteger(value)) }
  public init(integer value: Int128) { self.init(truncatingIfNeeded: value) }
  public init(complex value: Complex<Double>) { self.init(real: value.real) }
  public var realValue: Double { Double(self) }
  public var integerValue: Int128 { Int128(self) }
  public var complexValue: Complex<Double> { Complex(Double(self)) }
}

extension Int8: ArrayElement { public static var dtype: DType { .int8 } }
extension Int16: ArrayElement { public static var dtype: DType { .int16 } }
extension Int32: ArrayElement { public static var dtype: DType { .int32 } }
extension Int64: ArrayElement { public static var dtype: DType { .int64 } }
extension UInt8: ArrayElement { public static var dtype: DType { .uint8 } }
extension UInt16: ArrayElement { public static var dtype: DType { .uint16 } }
extension UInt32: ArrayElement { public static var dtype: DType { .uint32 } }
extension UInt64: ArrayElement { public static var dtype: DType { .uint64 } }
/// Swift's `Int` is stored as int64.
extension Int: ArrayElement { public static var dtype: DType { .int64 } }

extension BinaryFloatingPoint where Self: ArrayElement {
  public static var zeroElement: Self { 0 }
  public init(real value: Double) { self.init(value) }
  public init(integer value: Int128) { self.init(value) }
  public init(complex value: Complex<Double>) { self.init(value.real) }
  public var realValue: Double { Double(self) }
  public var integerValue: Int128 { truncatedInteger(Double(self)) }
  public var complexValue: Complex<Double> { Complex(Double(self)) }
}

extension Float16: ArrayElement { public static var dtype: DType { .float16 } }
extension Float: ArrayElement { public static var dtype: DType { .float32 } }
extension Double: ArrayElement { public static var dtype: DType { .float64 } }

extension Complex: ArrayElement where RealType: ComplexComponent {
  public static var dtype: DType { RealType.complexDType }
  public static var zeroElement: Self { .zero }
  public init(real value: Double) { self.init(RealType(real: value)) }
  public init(integer value: Int128) { self.init(RealType(integer: value)) }
  public init(complex value: Complex<Double>) {
    self.init(RealType(real: value.real), RealType(real: value.imaginary))
  }
  public var realValue: Double { rawStorage.x.realValue }
  public var integerValue: Int128 { rawStorage.x.integerValue }
  public var complexValue: Complex<Double> {
    // The components as stored: `real` and `imaginary` would turn an infinity into not-a-number.
    Complex<Double>(rawStorage.x.realValue, rawStorage.y.realValue)
  }
}

/// A real type that can be the component of a complex element.
public protocol ComplexComponent: Real, ArrayElement {
  /// The dtype of the complex numbers made of this component.
  static var complexDType: DType { get }
}

extension Float: ComplexComponent { public static var complexDType: DType { .complex64 } }
extension Double: ComplexComponent { public static var complexDType: DType { .complex128 } }
