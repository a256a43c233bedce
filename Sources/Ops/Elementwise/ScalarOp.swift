import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// An operation on single numbers, which `Elementwise` applies to all elements of tensors.
package protocol ScalarOp: Hashable, Sendable, SampledOp {
  /// The name in printed graphs and errors.
  var name: String { get }

  /// Computes one element.
  var kernel: ScalarKernel { get }

  /// Returns the dtype of the result for operands of dtypes `x`.
  func outputDType(_ x: [DType]) throws -> DType

  /// Returns for each operand the gradient of a cost, given the result `y` and the gradient `dy` with
  /// respect to it, element by element; nil where it is zero.
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?]

  /// Returns the expression as `pp` prints it.
  func description(_ x: [String]) -> String

  /// The operands from which a literal takes its dtype, and which must be able to hold it.
  func literalOperands(_ count: Int) -> Range<Int>

  /// Throws an `EvaluationError` if the function is not defined at some of these values: integer division by
  /// zero.
  func validate(_ x: [NDArray]) throws

  /// Whether the result's value, not only its shape, depends on an operand.
  func isConnected(input: Int) -> Bool

  /// Whether the function of complex numbers is differentiable as one, so that the gradient by them is the
  /// conjugate of what `pullback` makes of the conjugate of `dy`. Asked where the result is complex.
  var isHolomorphic: Bool { get }

  /// Whether the operands, two of them, may change places.
  var isCommutative: Bool { get }

  /// Where tests draw each operand from.
  var domains: [ClosedRange<Double>] { get }

  /// Returns the result of one element in native code, of operands in the dtypes that `computingDTypes` says;
  /// nil if there is no code for it.
  func lower(_ x: [Value], _ b: LoopBuilder) -> Value?

  /// Returns the dtypes in which native code takes the operands, given their own and the result's.
  func computingDTypes(_ x: [DType], _ result: DType) -> [DType]

  /// What one element costs in native code.
  var cost: Lowering.Cost { get }
}

extension ScalarOp {
  /// The operands' common type.
  package func outputDType(_ x: [DType]) throws -> DType { x.reduce(x[0], DType.promote) }

  /// `name(x, y)`.
  package func description(_ x: [String]) -> String { "\(name)(\(x.joined(separator: ", ")))" }

  /// All of them.
  package func literalOperands(_ count: Int) -> Range<Int> { 0..<count }

  /// Everything is allowed.
  package func validate(_ x: [NDArray]) throws {}

  /// It does.
  package func isConnected(input: Int) -> Bool { true }

  /// It is.
  package var isHolomorphic: Bool { true }

  /// They may not.
  package var isCommutative: Bool { false }

  /// There is none.
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { nil }

  /// The result's dtype, or the operands' common one if they are compared, or are complex numbers of which
  /// something real is computed; half precision in single, and the larger integers in float64, as in float32 they
  /// would be other numbers.
  package func computingDTypes(_ x: [DType], _ result: DType) -> [DType] {
    let isOfOperands = result == .bool || !result.isComplex && x.contains(where: \.isComplex)
    var common = isOfOperands ? x.reduce(x[0], DType.promote) : result
    if common.isFloat && x.allSatisfy(\.isDiscrete) && x.contains(where: { $0.size > 2 }) {
      common = .float64
    }
    return x.map { _ in common == .float16 ? .float32 : common }
  }

  /// That of a few instructions.
  package var cost: Lowering.Cost { .cheap }

  /// Zero everywhere: comparisons, rounding.
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    x.map { _ in nil }
  }
}

extension DType {
  /// The type of a mathematical function's result: integers and bool become `floatX`.
  package var promotedToFloat: DType { isDiscrete ? Configuration.current.floatX : self }
}

/// A function of one element of each operand, in each domain in which it is defined.
package struct ScalarKernel: Sendable {
  /// A function of up to three numbers.
  package enum Function<Number: Sendable>: Sendable {
    case unary(@Sendable (Number) -> Number)
    case binary(@Sendable (Number, Number) -> Number)
    case ternary(@Sendable (Number, Number, Number) -> Number)
    /// Of any number of operands; slower.
    case variadic(@Sendable ([Number]) -> Number)
  }

  /// On reals, for float operands or results.
  var real: Function<Double>?
  /// On integers and bool.
  var integer: Function<Int128>?
  /// On complex numbers.
  var complex: Function<Complex<Double>>?

  /// Creates a kernel of the domains in which the function is defined.
  package init(
    real: Function<Double>? = nil, integer: Function<Int128>? = nil,
    complex: Function<Complex<Double>>? = nil
  ) {
    self.real = real
    self.integer = integer
    self.complex = complex
  }

  /// The domain in which to compute with these kinds of operands and result.
  static func domain(_ operands: [DType], _ result: DType) -> DType.Kind {
    let kind = operands.reduce(result.kind) { Swift.max($0, $1.kind) }
    return Swift.max(kind, .integer)
  }

  /// Whether the function is defined in a domain.
  func isDefined(in domain: DType.Kind) -> Bool {
    switch domain {
    case .bool, .integer: integer != nil
    case .real: real != nil
    case .complex: complex != nil
    }
  }
}

extension ScalarKernel.Function {
  /// Returns the function's values for operands that are read at the given strides.
  func map(_ operands: [[Number]], shape: [Int], strides: [[Int]]) -> [Number] {
    let count = shape.reduce(1, *)
    var result: [Number] = []
    result.reserveCapacity(count)
    NDArray.forEachRun(shapes: shape, strides: strides) { starts, steps, length in
      switch self {
      case .unary(let f):
        var a = starts[0]
        for _ in 0..<length {
          result.append(f(operands[0][a]))
          a += steps[0]
        }
      case .binary(let f):
        var (a, b) = (starts[0], starts[1])
        for _ in 0..<length {
          result.append(f(operands[0][a], operands[1][b]))
          a += steps[0]
          b += steps[1]
        }
      case .ternary(let f):
        for i in 0..<length {
          result.append(
            f(
              operands[0][starts[0] + i * steps[0]], operands[1][starts[1] + i * steps[1]],
              operands[2][starts[2] + i * steps[2]]))
        }
      case .variadic(let f):
        for i in 0..<length {
          result.append(f(operands.indices.map { operands[$0][starts[$0] + i * steps[$0]] }))
        }
      }
    }
    return result
  }
}
