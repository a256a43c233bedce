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
  /// What it takes after the parameters.
  private let source: Source
  /// Whether it may need the element's own words too.
  private let mayNeedMore: Bool
  /// The dtype in which parameters are given.
  private let parameter: DType
  /// The dtype of what the function returns.
  private let result: DType
  /// The operands made of the parameters.
  private let arguments: Arguments

  /// Creates a draw by a function.
  init(
    _ function: String, _ parameter: DType, of source: Source, mayNeedMore: Bool = false,
    drawing result: DType, _ arguments: @escaping Arguments
  ) {
    self.function = function
    self.source = source
    self.mayNeedMore = mayNeedMore
    self.parameter = parameter
    self.result = result
    self.arguments = arguments
  }

  /// Returns the element of a number in a stream, for its parameters `x`, and whether these are allowed.
  func draw(
    key: Value, element: Value, _ x: [Value], _ b: LoopBuilder
  ) -> (value: Value, areAllowed: Value) {
    // As the sampler has them: reals are float64 first, which is rounded to what it computes in.
    let numbers = parameter.isFloat ? x.map { b.convert($0, .float64) } : x
    let parameters = numbers.map { b.convert($0, parameter) }
    var (operands, areAllowed) = arguments(parameters, b)
    for x in x where parameter == .int64 && x.dtype == .uint64 {
      let isRepresented = b.lessOrEqual(x, b.constant(Int128(Int64.max), .uint64))
      areAllowed = b.and(areAllowed, isRepresented)
    }
    operands.append(b.call(source.rawValue, [key, element], source.dtype))
    if mayNeedMore { operands += [key, element] }
    return (b.call(function, operands, result), areAllowed)
  }
}

extension CompiledDraw {
  /// Uniform on an interval.
  static func uniform(_ dtype: DType) -> CompiledDraw {
    CompiledDraw(
      "uniform", dtype, of: dtype == .float32 ? .word32 : .word64, drawing: dtype
    ) { x, b in
      (x, b.and(b.lessOrEqual(x[0], x[1]), b.isFinite(b.subtract(x[1], x[0]))))
    }
  }

  /// Normal, by mean and deviation.
  static func normal(_ dtype: DType) -> CompiledDraw {
    CompiledDraw(
      "normal", dtype, of: dtype == .float32 ? .normal32 : .normal64, drawing: dtype
    ) { x, b in (x, b.areNormal(x)) }
  }

  /// Normal, cut off at two deviations of the `unit`-th part of what is given.
  static func truncatedNormal(unit: Double) -> CompiledDraw {
    CompiledDraw(
      "truncated_normal", .float64, of: .normal64, mayNeedMore: true, drawing: .float64
    ) { x, b in
      let x = [x[0], b.divide(x[1], b.real(unit, .float64))]
      return (x, b.areNormal(x))
    }
  }

  /// 1 with a probability, else 0.
  static func bernoulli(_ probability: @escaping ([Value]) -> Value) -> CompiledDraw {
    CompiledDraw("bernoulli", .float64, of: .word64, drawing: .int64) { x, b in
      let p = probability(x)
      let (none, all) = (b.real(0, .float64), b.real(1, .float64))
      return ([p], b.and(b.lessOrEqual(none, p), b.lessOrEqual(p, all)))
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

  /// Whether a float32 or float64 is finite and at least 0.
  func isNonnegative(_ x: Value) -> Value { and(lessOrEqual(real(0, x.dtype), x), isFinite(x)) }
}
