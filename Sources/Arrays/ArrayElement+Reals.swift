extension Bool: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .bool }
  /// A zero of this type.
  public static var zeroElement: Bool { false }
  /// Converts from a real, as `ArrayElement` says.
  public init(real value: Double) { self = value != 0 }
  /// Converts from an integer, as `ArrayElement` says.
  public init(integer value: Int128) { self = value != 0 }
  /// Converts from a complex number, as `ArrayElement` says.
  public init(complex value: Complex<Double>) { self = value != .zero }
  /// This element as a real: the real part of a complex one.
  public var realValue: Double { self ? 1 : 0 }
  /// This element as an integer, truncated towards zero.
  public var integerValue: Int128 { self ? 1 : 0 }
  /// This element as a complex number.
  public var complexValue: Complex<Double> { Complex(realValue) }
}

extension FixedWidthInteger where Self: ArrayElement {
  /// A zero of this type.
  public static var zeroElement: Self { 0 }
  /// Converts from a real, as `ArrayElement` says.
  public init(real value: Double) { self.init(truncatingIfNeeded: truncatedInteger(value)) }
  /// Converts from an integer, as `ArrayElement` says.
  public init(integer value: Int128) { self.init(truncatingIfNeeded: value) }
  /// Converts from a complex number, as `ArrayElement` says.
  public init(complex value: Complex<Double>) { self.init(real: value.rawStorage.x) }
  /// This element as a real: the real part of a complex one.
  public var realValue: Double { Double(self) }
  /// This element as an integer, truncated towards zero.
  public var integerValue: Int128 { Int128(self) }
  /// This element as a complex number.
  public var complexValue: Complex<Double> { Complex(Double(self)) }
}

extension Int8: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .int8 }
}

extension Int16: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .int16 }
}

extension Int32: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .int32 }
}

extension Int64: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .int64 }
}

extension UInt8: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .uint8 }
}

extension UInt16: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .uint16 }
}

extension UInt32: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .uint32 }
}

extension UInt64: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .uint64 }
}

/// Swift's `Int` is stored as int64.
extension Int: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .int64 }
}

/// Swift's `UInt` is stored as uint64.
extension UInt: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .uint64 }
}

extension BinaryFloatingPoint where Self: ArrayElement {
  /// A zero of this type.
  public static var zeroElement: Self { 0 }
  /// Converts from a real, as `ArrayElement` says.
  public init(real value: Double) { self.init(value) }
  /// Converts from an integer, as `ArrayElement` says.
  public init(integer value: Int128) { self.init(value) }
  /// Converts from a complex number, as `ArrayElement` says.
  public init(complex value: Complex<Double>) { self.init(value.rawStorage.x) }
  /// This element as a real: the real part of a complex one.
  public var realValue: Double { Double(self) }
  /// This element as an integer, truncated towards zero.
  public var integerValue: Int128 { truncatedInteger(Double(self)) }
  /// This element as a complex number.
  public var complexValue: Complex<Double> { Complex(Double(self)) }
}

extension Float16: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .float16 }
}

extension Float: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .float32 }
}

extension Double: ArrayElement {
  /// The dtype of arrays with this element.
  public static var dtype: DType { .float64 }
}
