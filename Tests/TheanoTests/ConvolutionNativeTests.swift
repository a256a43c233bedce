import TestSupport
import Testing

@testable import Theano

/// Steps of networks of convolutions in machine code.
@Suite(.enabled(if: hasCompiler)) struct ConvolutionNativeTests {
  /// The gradients of a small network by images and filters, for images `[n, 3, 20, 18]`.
  private func network(_ dtype: DType = .float32) throws -> (
    inputs: [Variable], results: [Variable]
  ) {
    let x = tensor4("x", dtype: dtype)
    let w = [[16, 3, 5, 5], [24, 16, 3, 3], [8, 24, 1, 1]].enumerated().map {
      Variable(TensorType(dtype, shape: $1), name: "w\($0)")
    }
    var h = tanh(pool2d(conv2d(x, w[0], borderMode: .half), ws: (2, 2), ignoreBorder: true))
    h = tanh(
      pool2d(conv2d(h, w[1], borderMode: .full, subsample: (2, 1)), ws: (3, 2), stride: (2, 2)))
    h = conv2d(h, w[2], filterFlip: false)
    let cost = (h * h).mean()
    return ([x] + w, [cost] + (try grad(cost, wrt: [x] + w)))
  }

  /// Numbers for the inputs of a network, for a number of images.
  private func values(_ inputs: [Variable], images: Int) -> [NDArray] {
    var generator = SeededGenerator("convolutions")
    return inputs.map { input in
      let shape =
        input.type.shape.contains(nil) ? [images, 3, 20, 18] : input.type.shape.compactMap { $0 }
      return generator.array(shape, -0.5...0.5, dtype: input.dtype)
    }
  }

  @Test(arguments: [0, 1, 3, 20]) func gradientsAreTheReferences(images: Int) throws {
    let (inputs, results) = try network(.float64)
    let values = values(inputs, images: images)
    let f = try function(inputs, results, mode: .native)
    let expected = try evaluate(results, inputs, values)
    for (value, expected) in zip(try f.call(values), expected) {
      #expect(value.difference(from: expected, relative: 1e-10, absolute: 1e-12) == nil)
    }
  }

  @Test func bitsDoNotDependOnThreads() throws {
    let (inputs, results) = try network()
    let values = values(inputs, images: 37)
    let one = try function(inputs, results, mode: .native, threads: 1).call(values)
    let two = try function(inputs, results, mode: .native, threads: 2).call(values)
    let all = try function(inputs, results, mode: .native).call(values)
    for place in one.indices {
      #expect(one[place] == two[place] && one[place] == all[place], "result \(place)")
    }
  }

  @Test func nothingIsEvaluatedOutside() throws {
    let (inputs, results) = try network()
    let source = try function(inputs, results, mode: .native).cSource
    #expect(!source.contains("services->evaluate"))
  }
}
