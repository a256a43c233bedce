import TheanoArrays

extension DType {
  /// The C type of an element in memory.
  var cType: String {
    switch self {
    case .bool, .uint8: "uint8_t"
    case .int8: "int8_t"
    case .int16: "int16_t"
    case .int32: "int32_t"
    case .int64: "int64_t"
    case .uint16: "uint16_t"
    case .uint32: "uint32_t"
    case .uint64: "uint64_t"
    case .float16: "_Float16"
    case .float32: "float"
    case .float64: "double"
    case .complex64: "theano_complex64"
    case .complex128: "theano_complex128"
    }
  }

  /// The unsigned C type of the same size, in which integers wrap.
  var unsignedCType: String {
    switch size {
    case 1: "uint8_t"
    case 2: "uint16_t"
    case 4: "uint32_t"
    default: "uint64_t"
    }
  }

  /// The end of the names of functions of this dtype.
  var suffix: String {
    switch self {
    case .bool: "b"
    case .int8: "i8"
    case .int16: "i16"
    case .int32: "i32"
    case .int64: "i64"
    case .uint8: "u8"
    case .uint16: "u16"
    case .uint32: "u32"
    case .uint64: "u64"
    case .float16: "f16"
    case .float32: "f32"
    case .float64: "f64"
    case .complex64: "c64"
    case .complex128: "c128"
    }
  }

  /// An integer of this dtype as C writes it.
  func literal(_ value: Int128) -> String {
    switch self {
    case .uint64: return "\(value)ul"
    case .int64:
      // The least number has no literal.
      if value == Int128(Int64.min) { return "(-9223372036854775807l - 1)" }
      return value.magnitude > 1 << 31 ? "\(value)l" : "\(value)"
    case .int32 where value == Int128(Int32.min): return "(-2147483647 - 1)"
    case .uint32: return "\(value)u"
    default: return "\(value)"
    }
  }

  /// A real number of this dtype as C writes it.
  func literal(_ value: Double) -> String {
    let suffix = self == .float64 ? "" : "f"
    if value.isNaN { return "__builtin_nan\(suffix)(\"\")" }
    if value.isInfinite { return "\(value < 0 ? "-" : "")__builtin_inf\(suffix)()" }
    let text = self == .float64 ? "\(value)" : "\(Float(value))"
    if self != .float64 && !Float(value).isFinite {
      return "\(value < 0 ? "-" : "")__builtin_inff()"
    }
    return text + suffix
  }
}
