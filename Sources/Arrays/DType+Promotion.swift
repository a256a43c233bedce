extension DType {
  /// Returns the type that holds the result of arithmetic on `a` and `b`.
  ///
  /// Within a kind the wider of the two; a float with an integer gives that float (unlike Theano and
  /// NumPy, whose int32 + float32 is float64); a complex over any float. A signed with an unsigned
  /// integer gives the signed type that holds both; int64 with uint64 gives float64, as in NumPy.
  public static func promote(_ a: DType, _ b: DType) -> DType {
    if a == b { return a }
    let (low, high) = a.kind <= b.kind ? (a, b) : (b, a)
    if low.kind < high.kind {
      return low == .float64 && high == .complex64 ? .complex128 : high
    }
    if low.isInteger, low.isUnsigned != high.isUnsigned {
      let (unsigned, signed) = low.isUnsigned ? (low, high) : (high, low)
      if signed.size > unsigned.size { return signed }
      switch unsigned {
      case .uint8: return .int16
      case .uint16: return .int32
      case .uint32: return .int64
      default: return .float64
      }
    }
    return a.size >= b.size ? a : b
  }

  /// Whether every value of this type can be stored in `other` by the rules of promotion, which is
  /// Theano's test for accepting an array as a function's input without a cast.
  public func isSafelyCast(to other: DType) -> Bool {
    if self == other { return true }
    if kind == .integer, other.kind == .real {
      // Here the promotion of expressions is more generous than storage may be: int32 values do not
      // all fit in a float32.
      switch other {
      case .float16: return size == 1
      case .float32: return size <= 2
      default: return size <= 8
      }
    }
    if kind == .integer, other == .complex64 { return size <= 2 }
    return DType.promote(self, other) == other
  }

  /// The real type of the same precision: float32 for complex64; other types are returned as they are.
  public var realCounterpart: DType {
    switch self {
    case .complex64: .float32
    case .complex128: .float64
    default: self
    }
  }

  /// The complex type that holds values of this type: complex64 up to float32, else complex128.
  public var complexCounterpart: DType {
    switch self {
    case .complex64, .float16, .float32: .complex64
    default: .complex128
    }
  }
}
