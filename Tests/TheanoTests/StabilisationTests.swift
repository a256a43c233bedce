import Testing
import TestSupport

@testable import Theano

/// Expressions as users write them, compiled: values and gradients where the formula as it is written overflows,
/// underflows or cancels, and NaN for NaN.
@Suite("Stabilised expressions")
struct StabilisationTests {
  /// The expressions by their names in `stable.json`, of one or two operands.
  private static let expressions: [String: @Sendable (Variable, Variable) -> Variable] = [
    "log(1 + exp(x))": { x, _ in log(1 + exp(x)) },
    "log(sigmoid(x))": { x, _ in log(sigmoid(x)) },
    "log(1 - sigmoid(x))": { x, _ in log(1 - sigmoid(x)) },
    "1 - sigmoid(x)": { x, _ in 1 - sigmoid(x) },
    "1 / (1 + exp(-x))": { x, _ in 1 / (1 + exp(-x)) },
    "exp(x) / (1 + exp(x))": { x, _ in exp(x) / (1 + exp(x)) },
    "log(exp(x) / (1 + exp(x)))": { x, _ in log(exp(x) / (1 + exp(x))) },
    "log(sigmoid(x) / (1 - sigmoid(x)))": { x, _ in log(sigmoid(x) / (1 - sigmoid(x))) },
    "cross-entropy, function": { x, t in binaryCrossentropy(sigmoid(x), t) },
    "cross-entropy, sigmoid": { x, t in
      -t * log(sigmoid(x)) - (1 - t) * log(1 - sigmoid(x))
    },
    "cross-entropy, quotient": { x, t in
      let p = 1 / (1 + exp(-x))
      return -t * log(p) - (1 - t) * log(1 - p)
    },
    "cross-entropy, exponentials": { x, t in
      let p = exp(x) / (exp(x) + 1)
      return -(t * log(p) + (1 - t) * log1p(-p))
    },
    "cross-entropy, separate": { x, t in
      t * log(1 + exp(-x)) + (1 - t) * log(1 + exp(x))
    },
    "log(exp(x) + exp(y))": { x, y in log(exp(x) + exp(y)) },
    "log(exp(x) + exp(y) + exp(-x))": { x, y in log(exp(x) + exp(y) + exp(-x)) },
    "log(1 - exp(x))": { x, _ in log(1 - exp(x)) },
    "log(exp(x) - 1)": { x, _ in log(exp(x) - 1) },
    "exp(x) - 1": { x, _ in exp(x) - 1 },
    "log(1 + x)": { x, _ in log(1 + x) },
    "log(1 - x)": { x, _ in log(1 - x) },
    "log(x ** 3)": { x, _ in log(x ** 3) },
    "log(x ** 2)": { x, _ in log(x ** 2) },
    "log(sqrt(x))": { x, _ in log(sqrt(x)) },
    "sqrt(x ** 2)": { x, _ in sqrt(x ** 2) },
    "1 - erf(x)": { x, _ in 1 - erf(x) },
    "log(erfc(x))": { x, _ in log(erfc(x)) },
    "log((1 + erf(x)) / 2)": { x, _ in log((1 + erf(x)) / 2) },
  ]

  private static let cases = (try? GoldenFile("stable.json").cases) ?? []

  @Test("Each expression has a case")
  func casesExist() throws {
    #expect(Set(Self.cases.map(\.op)) == Set(Self.expressions.keys))
  }

  @Test("Values and gradients", arguments: cases, [DType.float64, .float32])
  func isAccurate(_ golden: GoldenCase, _ dtype: DType) throws {
    let compiled = try Compiled(golden, dtype)
    let operands = try golden.inputs.map { try $0.array().cast(to: dtype) }
    let isExact = try zip(operands, golden.inputs).allSatisfy { operand, input in
      try operand.cast(to: .float64).reals == input.array().reals
    }
    let found = try compiled.function.call(operands)
    for (place, name) in ["value", "gradient"].enumerated() {
      let expected = try golden.outputs[place].array().reals
      for (element, (value, exact)) in zip(found[place].reals, expected).enumerated() {
        let x = operands.map { $0.reals[element] }
        // Where float32 cannot hold the operands, the numbers are of other operands.
        guard isExact || zip(x, golden.inputs).allSatisfy({ $0 == $1.data[element].real }) else {
          continue
        }
        let rounded = dtype == .float32 ? Double(Float(exact)) : exact
        let (relative, absolute) = dtype == .float32 ? (1e-4, 1e-37) : (1e-12, 1e-300)
        #expect(
          value.isNear(rounded, relative, absolute),
          "\(name) of \(golden.op) at \(x): \(value), not \(rounded); \(compiled.text)")
      }
    }
  }

  @Test("Not a number in, not a number out", arguments: cases, [DType.float64, .float32])
  func keepsNaN(_ golden: GoldenCase, _ dtype: DType) throws {
    let compiled = try Compiled(golden, dtype)
    var operands = try golden.inputs.map { try $0.array().cast(to: dtype) }
    operands[0] = NDArray(
      reals: operands[0].reals.map { _ in .nan }, shape: operands[0].shape, dtype: dtype)
    for (result, name) in zip(try compiled.function.call(operands), ["value", "gradient"]) {
      let isConstant = name == "gradient" && golden.op == "log(sigmoid(x) / (1 - sigmoid(x)))"
      #expect(
        isConstant || result.reals.allSatisfy(\.isNaN),
        "\(name) of \(golden.op): \(result.reals); \(compiled.text)")
    }
  }

  /// A case's expression and its gradient, compiled.
  private struct Compiled {
    let function: Function<[NDArray]>
    let text: String

    init(_ golden: GoldenCase, _ dtype: DType) throws {
      let x = Variable(TensorType(dtype, shape: [nil]), name: "x")
      let y = Variable(TensorType(dtype, shape: [nil]), name: "y")
      guard let build = StabilisationTests.expressions[golden.op] else {
        throw GraphError(.value, "There is no expression '\(golden.op)'.")
      }
      let value = build(x, y)
      let inputs = golden.inputs.count == 1 ? [x] : [x, y]
      function = try Theano.function(
        inputs, [value, try grad(value.sum(), wrt: x)], mode: .fastRun)
      text = function.graph.map { pp($0) }.joined(separator: ", ")
    }
  }

  @Test("The gradient of a choice does not see the side not taken")
  func choosesInGradients() throws {
    let x = dvector("x")
    let sides: [(Variable) -> Variable] = [
      { sqrt($0) }, { log($0) }, { 2 * exp(3 * sqrt($0)) }, { log(sqrt($0)) }, { $0 ** 0.5 },
      { 1 / $0 }, { log(sigmoid(log($0))) }, { sqr(log($0)) / sqrt($0) },
    ]
    for side in sides {
      for cost in [`where`(gt(x, 0), side(x), 0), `where`(le(x, 0), 1, side(x))] {
        let compiled = try function([x], [grad(cost.sum(), wrt: x)], mode: .fastRun)
        let found = try compiled([-2.0, 0, 1, 4])[0]
        #expect(found.reals.prefix(2) == [0, 0], "\(pp(cost)): \(found)")
        #expect(found.reals.allSatisfy { $0.isFinite }, "\(pp(cost)): \(found)")
      }
    }
  }
}
