import TheanoArrays
import TheanoLoopIR

/// How native code draws an element: a function of the prelude, which has the bits of the sampler, and what the
/// sampler asks of its parameters.
package struct CompiledDraw {
  /// What the function makes an element of: a number that the element has of a block it shares.
  enum Source: String {
    /// 32 or 64 random bits.
    case word32, word64
    /// A standard normal number.
    case normal32, normal64

    /// The dtype of the number.
    fileprivate var dtype: DType {
      switch self {
      case .word32: .uint32
      case .word64: .uint64
      case .normal32: .float32
      case .normal64: .float64
      }
    }
  }

  /// The operands of the function, and whether they are allowed, for one element's parameters.
  typealias Arguments = ([Value], LoopBuilder) -> (operands: [Value], areAllowed: Value)

  /// The function.
  private let function: String
  /// What it takes after the parameters; nil if it takes the element's own words alone.
  private let source: Source?
  /// Whether it may need the element's own words too.
  private let mayNeedMore: Bool
  /// The dtypes in which parameters are given.
  private let parameters: [DType]
  /// The dtype of what the function returns.
  private let result: DType
  /// The operands made of the parameters.
  private let arguments: Arguments

  /// Creates a draw by a function.
  init(
    _ function: String, _ parameters: [DType], of source: Source, mayNeedMore: Bool = false,
    drawing result: DType, _ arguments: @escaping Arguments
  ) {
    self.function = function
    self.source = source
    self.mayNeedMore = mayNeedMore
    self.parameters = parameters
    self.result = result
    self.arguments = arguments
  }

  /// Creates a draw by a function that takes the element's own words alone.
  init(
    ofOwnWords function: String, _ parameters: [DType], drawing result: DType,
    _ areAllowed: @escaping ([Value], LoopBuilder) -> Value
  ) {
    self.function = function
    source = nil
    mayNeedMore = true
    self.parameters = parameters
    self.result = result
    arguments = { ($0, areAllowed($0, $1)) }
  }

  /// Returns the element of a number in a stream, for its parameters `x`, and whether these are allowed.
  func draw(
    key: Value, element: Value, _ x: [Value], _ b: LoopBuilder
  ) -> (value: Value, areAllowed: Value) {
    // As the sampler has them: reals are float64 first, which is rounded to what it computes in.
    let numbers = zip(x, parameters).map { x, dtype in
      b.convert(dtype.isFloat ? b.convert(x, .float64) : x, dtype)
    }
    var (operands, areAllowed) = arguments(numbers, b)
    for (x, dtype) in zip(x, parameters) where dtype == .int64 && x.dtype == .uint64 {
      let isRepresented = b.lessOrEqual(x, b.constant(Int128(Int64.max), .uint64))
      areAllowed = b.and(areAllowed, isRepresented)
    }
    if let source { operands.append(b.call(source.rawValue, [key, element], source.dtype)) }
    if mayNeedMore { operands += [key, element] }
    return (b.call(function, operands, result), areAllowed)
  }
}

extension CompiledDraw {
  /// Uniform on an interval.
  static func uniform(_ dtype: DType) -> CompiledDraw {
    CompiledDraw(
      "uniform", [dtype, dtype], of: dtype == .float32 ? .word32 : .word64, drawing: dtype
    ) { x, b in
      (x, b.and(b.lessOrEqual(x[0], x[1]), b.isFinite(b.subtract(x[1], x[0]))))
    }
  }

  /// Normal, by mean and deviation.
  static func normal(_ dtype: DType) -> CompiledDraw {
    CompiledDraw(
      "normal", [dtype, dtype], of: dtype == .float32 ? .normal32 : .normal64, drawing: dtype
    ) { x, b in (x, b.areNormal(x)) }
  }

  /// Normal, cut off at two deviations of the `unit`-th part of what is given.
  static func truncatedNormal(unit: Double) -> CompiledDraw {
    CompiledDraw(
      "truncated_normal", [.float64, .float64], of: .normal64, mayNeedMore: true, drawing: .float64
    ) { x, b in
      let x = [x[0], b.divide(x[1], b.real(unit, .float64))]
      return (x, b.areNormal(x))
    }
  }

  /// 1 with the probability that is the last parameter, else 0.
  static func bernoulli(_ parameters: [DType]) -> CompiledDraw {
    CompiledDraw("bernoulli", parameters, of: .word64, drawing: .int64) { x, b in
      (x.suffix(1), b.isProbability(x[x.count - 1]))
    }
  }
}

extension LoopBuilder {
  /// Whether a float32 or float64 is neither infinite nor NaN.
  func isFinite(_ x: Value) -> Value {
    let greatest =
      x.dtype == .float32
      ? Double(Float.greatestFiniteMagnitude) : Double.greatestFiniteMagnitude
    let size = emit(Instruction(.absolute, [x]), x.dtype)
    return lessOrEqual(size, real(greatest, x.dtype))
  }

  /// Whether a mean and a deviation are those of a normal distribution.
  fileprivate func areNormal(_ x: [Value]) -> Value { and(isFinite(x[0]), isNonnegative(x[1])) }

  /// Whether a float64 is in 0...1.
  func isProbability(_ x: Value) -> Value { isIn(0...1, x) }

  /// Whether a float64 is in a range.
  func isIn(_ range: ClosedRange<Double>, _ x: Value) -> Value {
    let (least, greatest) = (real(range.lowerBound, x.dtype), real(range.upperBound, x.dtype))
    return and(lessOrEqual(least, x), lessOrEqual(x, greatest))
  }

  /// Whether a float64 is finite and above 0.
  func isPositive(_ x: Value) -> Value { and(less(real(0, x.dtype), x), isFinite(x)) }

  /// Whether a float32 or float64 is finite and at least 0.
  func isNonnegative(_ x: Value) -> Value { and(lessOrEqual(real(0, x.dtype), x), isFinite(x)) }
}
