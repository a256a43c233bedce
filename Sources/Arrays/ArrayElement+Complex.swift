extension Complex: ArrayConvertible, ArrayDecodable, ArrayElement
where RealType: ComplexComponent {
  /// The dtype of arrays with this element.
  public static var dtype: DType { RealType.complexDType }
  /// A zero of this type.
  public static var zeroElement: Self { .zero }
  /// Converts from a real, as `ArrayElement` says.
  public init(real value: Double) { self.init(RealType(real: value)) }
  /// Converts from an integer, as `ArrayElement` says.
  public init(integer value: Int128) { self.init(RealType(integer: value)) }
  /// Converts from a complex number, as `ArrayElement` says.
  public init(complex value: Complex<Double>) {
    self.init(RealType(real: value.rawStorage.x), RealType(real: value.rawStorage.y))
  }
  /// This element as a real: the real part of a complex one.
  public var realValue: Double { rawStorage.x.realValue }
  /// This element as an integer, truncated towards zero.
  public var integerValue: Int128 { rawStorage.x.integerValue }
  /// This element as a complex number.
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

extension Float: ComplexComponent {
  /// The dtype of the complex numbers made of this component.
  public static var complexDType: DType { .complex64 }
}

extension Double: ComplexComponent {
  /// The dtype of the complex numbers made of this component.
  public static var complexDType: DType { .complex128 }
}
