import TheanoArrays
import TheanoLoopIR

extension Comparison {
  /// Their own: what both are compared in depends on known numbers too.
  package func computingDTypes(_ x: [DType], _ result: DType) -> [DType] {
    x.map { $0 == .float16 ? .float32 : $0 }
  }

  /// By value, whatever the dtypes are.
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    let operands = b.comparable(x[0], x[1])
    let (first, second) = operands
    if first.dtype != second.dtype { return mixed(first, second, b) }
    return switch self {
    case .lt: b.less(first, second)
    case .gt: b.less(second, first)
    case .le: b.lessOrEqual(first, second)
    case .ge: b.lessOrEqual(second, first)
    case .eq: b.equal(first, second)
    case .neq: b.notEqual(first, second)
    }
  }

  /// A comparison of int64 with uint64, for which there is no common dtype.
  private func mixed(_ x: Value, _ y: Value, _ b: LoopBuilder) -> Value {
    switch self {
    case .lt: b.ordered(x, y, b.less)
    case .gt: b.ordered(y, x, b.less)
    case .le: b.ordered(x, y, b.lessOrEqual)
    case .ge: b.ordered(y, x, b.lessOrEqual)
    case .eq: equality(x, y, b)
    case .neq: b.not(equality(x, y, b))
    }
  }

  /// Whether an int64 and a uint64 are equal.
  private func equality(_ x: Value, _ y: Value, _ b: LoopBuilder) -> Value {
    let negative = b.or(b.isNegative(x), b.isNegative(y))
    return b.and(b.not(negative), b.equal(b.convert(x, .uint64), b.convert(y, .uint64)))
  }
}

extension LoopBuilder {
  /// Returns numbers in a dtype that holds both: that of one of them where the other is known to be
  /// there too, as narrow numbers are compared faster. An int64 and a uint64 are returned as they are.
  fileprivate func comparable(_ x: Value, _ y: Value) -> (Value, Value) {
    if x.dtype == y.dtype { return (x, y) }
    if isRepresentable(y, in: x.dtype) { return (x, convert(y, x.dtype)) }
    if isRepresentable(x, in: y.dtype) { return (convert(x, y.dtype), y) }
    let dtypes = [x.dtype, y.dtype]
    var common = DType.promote(x.dtype, y.dtype)
    if !common.isDiscrete && dtypes.allSatisfy(\.isDiscrete) { return (x, y) }
    // Not all integers of 32 bits are float32.
    if dtypes.contains(where: { $0.isDiscrete && $0.size > 2 }) {
      common = common.isFloat ? .float64 : common.isComplex ? .complex128 : common
    }
    return (convert(x, common), convert(y, common))
  }

  /// Whether a value is known to be a number of a dtype.
  private func isRepresentable(_ value: Value, in dtype: DType) -> Bool {
    switch literal(value) {
    case .integer(let number):
      switch dtype {
      case .float32: return Int128(exactly: Float(number)) == number
      case .float64: return Int128(exactly: Double(number)) == number
      default: return dtype.holds(number)
      }
    case .real(let bits):
      let number = Double(bitPattern: bits)
      return dtype == .float32 && Double(Float(number)) == number
    default: return false
    }
  }

  /// The order of an int64 and a uint64, in either order, by the order of uint64.
  fileprivate func ordered(_ x: Value, _ y: Value, _ order: (Value, Value) -> Value) -> Value {
    let wide = order(convert(x, .uint64), convert(y, .uint64))
    return or(isNegative(x), and(not(isNegative(y)), wide))
  }

  /// Whether an integer is below zero.
  fileprivate func isNegative(_ x: Value) -> Value {
    x.dtype.isUnsigned ? truth(false) : less(x, constant(0, x.dtype))
  }
}
