import TestSupport
import TheanoRewrites

@testable import Theano

/// An expression with values for its inputs.
struct RewriteSample: CustomStringConvertible {
  var expression: Variable
  var inputs: [Variable]
  var values: [NDArray]

  var dtypes: [DType] { values.map(\.dtype) }
  var description: String { "\(pp(expression)) for \(values.map { "\($0.dtype)\($0.shape)" })" }
}

/// Numbers at which rules go wrong.
private let special: [Double] = [
  -.infinity, -800, -3, -1, -0.5, -0.0, 0, 0.25, 1, 2, 700, .infinity, .nan,
]

/// Expressions to try an example's rule on.
func samples(of example: RewriteExample) throws -> [RewriteSample] {
  if let pattern = example.pattern { return patternSamples(pattern) }
  return try exampleSamples(example)
}

/// Expressions that a rule's pattern stands for: wildcards of several dtypes and shapes, and such of known
/// sign; numbers of several sorts.
private func patternSamples(_ pattern: Variable) -> [RewriteSample] {
  let wildcards = Pattern(root: pattern).wildcards
  let tensors = wildcards.filter { $0.domain == .anything }
  let numbers = wildcards.filter { $0.domain == .number }
  var samples: [RewriteSample] = []
  let choices: [[Double]] = [
    [2, 3], [0.5, -4], [-1, 2], [1, 1], [4, 0.5], [3, 3], [0, 2], [-2, -2],
  ]
  for dtype in [DType.float64, .float32, .int64, .int8, .uint8, .bool, .complex128] {
    for layout in Layout.allCases {
      for shaping in Shaping.allCases {
        for choice in numbers.isEmpty ? [[]] : choices {
          guard let inputs = layout.inputs(tensors, dtype) else { continue }
          var bindings = Bindings()
          for (wildcard, input) in zip(tensors, inputs.variables) {
            _ = bindings.bind(wildcard, to: shaping.apply(input))
          }
          for (place, wildcard) in numbers.enumerated() {
            _ = bindings.bind(wildcard, to: Variable(floatLiteral: choice[place % 2]))
          }
          guard let expression = Pattern(root: pattern).instantiated(bindings),
            expression.error == nil
          else { continue }
          samples.append(
            RewriteSample(expression: expression, inputs: inputs.variables, values: inputs.values))
        }
      }
    }
  }
  return samples
}

/// What stands for wildcards: inputs, or expressions of known sign.
private enum Shaping: CaseIterable {
  case plain, nonNegative, positive

  func apply(_ input: Variable) -> Variable {
    switch self {
    case .plain: input
    case .nonNegative: abs(input)
    case .positive: exp(input)
    }
  }
}

/// The shapes of what stands for wildcards.
private enum Layout: CaseIterable {
  case tuples, empty, scalars, broadcast

  /// Inputs for wildcards, with values; nil where the layout makes no sense.
  func inputs(_ wildcards: [Wildcard], _ dtype: DType) -> (
    variables: [Variable], values: [NDArray]
  )? {
    let count = wildcards.count
    let isScalar = wildcards.allSatisfy { $0.ndim == 0 }
    var variables: [Variable] = []
    var values: [NDArray] = []
    for (place, wildcard) in wildcards.enumerated() {
      let (type, shape): (TensorType, [Int])
      switch self {
      case .tuples where isScalar:
        let total = (0..<count).reduce(1) { total, _ in total * special.count }
        (type, shape) = (TensorType(dtype, shape: [nil]), [total])
      case .empty where isScalar: (type, shape) = (TensorType(dtype, shape: [nil]), [0])
      case .scalars where isScalar: (type, shape) = (TensorType(dtype, shape: []), [])
      case .broadcast where isScalar && count > 1:
        (type, shape) =
          place == 0
          ? (TensorType(dtype, shape: [1, nil]), [1, 3])
          : (TensorType(dtype, shape: [nil, nil]), [4, 3])
      case .tuples where !isScalar:
        shape = [3, 3, 3, 3].prefix(wildcard.ndim).map { $0 }
        type = TensorType(dtype, ndim: wildcard.ndim)
      default: return nil
      }
      variables.append(Variable(type, name: wildcard.name))
      let size = shape.reduce(1, *)
      let stride = (0..<place).reduce(1) { product, _ in product * special.count }
      let reals = (0..<size).map { element -> Double in
        let value = special[
          (self == .tuples ? element / stride : element * 5 + 3 * place + 2) % special.count]
        return dtype.isDiscrete ? value.isFinite ? value.rounded(.down) : 7 : value
      }
      values.append(NDArray(reals: reals, shape: shape, dtype: .float64).cast(to: dtype))
    }
    return (variables, values)
  }
}

/// The expressions of a rule that is code, at several sizes, of ordinary and of special values.
private func exampleSamples(_ example: RewriteExample) throws -> [RewriteSample] {
  var samples: [RewriteSample] = []
  for (n, m) in [(3, 2), (1, 1), (0, 2), (2, 0), (5, 3)] {
    for (draw, specialShare) in [0, 0.3, 0.3, 0.8, 0.8].enumerated() {
      var generator = SeededGenerator("\(example.label) \(n) \(m) \(draw)")
      let inputs = example.operands.map { Variable($0.type(n: nil, m: nil)) }
      let values = example.operands.map { operand -> NDArray in
        let shape = operand.lengths(n: n, m: m)
        let reals = (0..<shape.reduce(1, *)).map { _ -> Double in
          let value = Double.random(in: operand.range, using: &generator)
          let isHere =
            operand.dtype.isFloat && Double.random(in: 0..<1, using: &generator) < specialShare
          return isHere ? special.randomElement(using: &generator) ?? 0 : value
        }
        return NDArray(reals: reals, shape: shape, dtype: .float64).cast(to: operand.dtype)
      }
      samples.append(
        RewriteSample(expression: try example.before(inputs), inputs: inputs, values: values))
    }
  }
  return samples
}

extension OpExample.Operand {
  /// The type of the operand, with fixed lengths as they are.
  func type(n: Int?, m: Int?) -> TensorType {
    TensorType(
      dtype,
      shape: shape.map { length -> Int? in
        switch length {
        case .fixed(let value): value
        case .n: n
        case .m: m
        }
      })
  }

  /// The lengths for sizes `n` and `m`.
  fileprivate func lengths(n: Int, m: Int) -> [Int] {
    type(n: n, m: m).shape.map { $0 ?? 0 }
  }
}
