import TheanoArrays
import TheanoLoopIR

/// How native code draws an element: a function of the prelude, which has the bits of the sampler, and what the
/// sampler asks of its parameters.
package struct CompiledDraw {
  /// The operands of the function, and whether they are allowed, for one element's parameters.
  typealias Arguments = ([Value], LoopBuilder) -> (operands: [Value], areAllowed: Value)

  /// The function.
  private let function: String
  /// The dtype in which parameters are given.
  private let parameter: DType
  /// The dtype of what the function returns.
  private let result: DType
  /// The operands made of the parameters.
  private let arguments: Arguments

  /// Creates a draw by a function.
  init(
    _ function: String, _ parameter: DType, drawing result: DType, _ arguments: @escaping Arguments
  ) {
    self.function = function
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
    operands += [key, element]
    return (b.call(function, operands, result), areAllowed)
  }
}

extension CompiledDraw {
  /// Uniform on an interval.
  static func uniform(_ dtype: DType) -> CompiledDraw {
    CompiledDraw("uniform", dtype, drawing: dtype) { x, b in
      (x, b.and(b.lessOrEqual(x[0], x[1]), b.isFinite(b.subtract(x[1], x[0]))))
    }
  }

  /// Normal, by a function and what it is given for mean and deviation.
  static func normal(
    _ function: String, _ dtype: DType, _ operands: @escaping ([Value], LoopBuilder) -> [Value]
  ) -> CompiledDraw {
    CompiledDraw(function, dtype, drawing: dtype) { x, b in
      let x = operands(x, b)
      return (x, b.and(b.isFinite(x[0]), b.isNonnegative(x[1])))
    }
  }

  /// 1 with a probability, else 0.
  static func bernoulli(_ probability: @escaping ([Value]) -> Value) -> CompiledDraw {
    CompiledDraw("bernoulli", .float64, drawing: .int64) { x, b in
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

  /// Whether a float32 or float64 is finite and at least 0.
  func isNonnegative(_ x: Value) -> Value { and(lessOrEqual(real(0, x.dtype), x), isFinite(x)) }
}
