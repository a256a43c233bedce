/// The element type of an array or of a symbolic variable.
public enum DType: String, CaseIterable, Sendable, Hashable, Codable, CustomStringConvertible {
  case bool
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float16, float32, float64
  case complex64, complex128

  /// The four kinds of numbers, in the order in which one is promoted to the next.
  public enum Kind: Int, Comparable, Sendable {
    case bool, integer, real, complex

    /// Whether `a` is promoted to `b` when the two meet.
    public static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  /// The kind of number that elements of this type are.
  public var kind: Kind {
    switch self {
    case .bool: .bool
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: .integer
    case .float16, .float32, .float64: .real
    case .complex64, .complex128: .complex
    }
  }

  /// The size of one element, in bytes.
  public var size: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64, .complex64: 8
    case .complex128: 16
    }
  }

  /// Whether this is a bool or an integer type: what Theano calls a discrete type.
  public var isDiscrete: Bool { kind <= .integer }

  /// Whether this is an integer type, bool not counted.
  public var isInteger: Bool { kind == .integer }

  /// Whether this is an unsigned integer type.
  public var isUnsigned: Bool {
    switch self {
    case .uint8, .uint16, .uint32, .uint64: true
    default: false
    }
  }

  /// Whether this is a real floating-point type.
  public var isFloat: Bool { kind == .real }

  /// Whether this is a complex type.
  public var isComplex: Bool { kind == .complex }

  /// Whether a gradient can flow through values of this type: real or complex.
  public var isContinuous: Bool { kind >= .real }

  /// The dtype's name, as NumPy writes it.
  public var description: String { rawValue }

  /// The Swift type of one element, for example `Float` for float32.
  public var elementType: any ArrayElement.Type {
    switch self {
    case .bool: Bool.self
    case .int8: Int8.self
    case .int16: Int16.self
    case .int32: Int32.self
    case .int64: Int64.self
    case .uint8: UInt8.self
    case .uint16: UInt16.self
    case .uint32: UInt32.self
    case .uint64: UInt64.self
    case .float16: Float16.self
    case .float32: Float.self
    case .float64: Double.self
    case .complex64: Complex<Float>.self
    case .complex128: Complex<Double>.self
    }
  }
}
