import TestSupport
import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

/// Convolutions and pooling, with their gradients, against Theano.
@Suite struct ConvolutionGoldenTests {
  @Test(arguments: try GoldenFile("convolution.json").cases)
  func valuesAreTheanos(_ golden: GoldenCase) throws {
    let values = try golden.inputs.map { try $0.array() }
    let inputs = values.map { Variable(TensorType($0.dtype, ndim: $0.ndim)) }
    let operands = golden.op == "conv2d" ? Array(inputs.prefix(2)) : Array(inputs.prefix(1))
    let result = try output(golden, operands)
    var outputs = [result]
    if inputs.count > operands.count, let weights = inputs.last {
      outputs += try grad((result * weights).sum(), wrt: operands)
    }
    let results = try evaluate(outputs, inputs, values)
    #expect(results.count == golden.outputs.count)
    for (result, expected) in zip(results, golden.outputs) {
      #expect(try result.difference(from: expected.array()) == nil, "\(golden)")
    }
  }

  /// The operation of a case.
  private func output(_ golden: GoldenCase, _ x: [Variable]) throws -> Variable {
    let strides = try pair(golden, "strides")
    if golden.op == "conv2d" {
      return conv2d(
        x[0], x[1], borderMode: try borderMode(golden), subsample: strides,
        filterFlip: golden.args["flips"]?.bool ?? true,
        filterDilation: try pair(golden, "dilations"), groups: golden.args["groups"]?.int ?? 1)
    }
    let mode = try #require(PoolMode(rawValue: golden.args["mode"]?.text ?? ""))
    return pool2d(
      x[0], ws: try pair(golden, "window"), ignoreBorder: golden.args["ignores"]?.bool ?? false,
      stride: strides, pad: try pair(golden, "padding"), mode: mode)
  }

  /// Two numbers of a case.
  private func pair(_ golden: GoldenCase, _ name: String) throws -> (Int, Int) {
    let numbers = golden.args[name]?.list?.compactMap(\.int) ?? []
    try #require(numbers.count == 2)
    return (numbers[0], numbers[1])
  }

  /// The border mode of a case.
  private func borderMode(_ golden: GoldenCase) throws -> BorderMode {
    switch golden.args["mode"]?.text {
    case "valid": return .valid
    case "half": return .half
    case "full": return .full
    default:
      let numbers =
        golden.args["mode"]?.list?.map { $0.list?.compactMap(\.int) ?? [] } ?? []
      try #require(numbers.count == 2 && numbers.allSatisfy { $0.count == 2 })
      return .paddings((numbers[0][0], numbers[0][1]), (numbers[1][0], numbers[1][1]))
    }
  }
}
