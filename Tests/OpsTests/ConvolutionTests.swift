import TestSupport
import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

/// What convolutions and pooling refuse, and what is known of their results.
@Suite struct ConvolutionTests {
  private let image = Variable(TensorType(.float64, shape: [nil, 3, 8, 6]), name: "x")
  private let filters = Variable(TensorType(.float64, shape: [4, 3, 3, 2]), name: "w")

  @Test func lengthsAreKnown() throws {
    #expect(conv2d(image, filters).type.shape == [nil, 4, 6, 5])
    #expect(
      conv2d(image, filters, borderMode: .full, subsample: (2, 3)).type.shape == [nil, 4, 5, 3])
    #expect(pool2d(image, ws: (3, 4)).type.shape == [nil, 3, 3, 2])
    #expect(pool2d(image, ws: (3, 4), ignoreBorder: true).type.shape == [nil, 3, 2, 1])
    #expect(
      try convOutputShape(image: [5, 3, nil, 6], filters: [4, 3, 3, 2], borderMode: .half)
        == [5, 4, nil, 7])
  }

  @Test func lengthsNeedNoValues() throws {
    let open = tensor4("x"), taps = tensor4("w")
    let shapes: [Variable] = [
      conv2d(open, taps, borderMode: .half, subsample: (2, 1)).shape,
      pool2d(open, ws: (2, 2), stride: (1, 3)).shape,
      pool2d(open, ws: (3, 3), ignoreBorder: true, stride: (2, 1), pad: (2, 1)).shape,
      try grad(conv2d(open, taps, subsample: (3, 2)).sum(), wrt: open).shape,
      try grad(pool2d(open, ws: (3, 2), mode: .sum).sum(), wrt: open).shape,
    ]
    let values = [
      try NDArray.zeros([2, 1, 7, 5], dtype: .float64),
      try NDArray.zeros([3, 1, 3, 2], dtype: .float64),
    ]
    let results = try evaluate(shapes, [open, taps], values).map(\.ints)
    #expect(
      results == [[2, 3, 4, 6], [2, 1, 6, 2], [2, 1, 5, 5], [2, 1, 7, 5], [2, 1, 7, 5]])
  }

  @Test func dtypesArePromoted() throws {
    let bytes = Variable(TensorType(.int8, shape: [nil, 3, 8, 6]))
    #expect(conv2d(bytes, filters).dtype == .float64)
    #expect(conv2d(bytes, cast(filters, .int16)).dtype == .int16)
    #expect(pool2d(bytes, ws: (2, 2)).dtype == .int8)
    #expect(pool2d(bytes, ws: (2, 2), mode: .averageIncludingPadding).dtype.isFloat)
  }

  @Test func misuseIsAnErrorWhenBuilt() throws {
    let narrow = Variable(TensorType(.float64, shape: [4, 2, 3, 2]))
    let cases: [(Variable, String)] = [
      (
        conv2d(image, narrow),
        "Images and filters must have the same number of channels: images have 3, and filters 2."
      ),
      (conv2d(image, filters, groups: 3), "4 filters cannot be divided into 3 groups."),
      (
        conv2d(filters, image),
        "Filters of length 8 are longer than padded images along axis 2, of length 3."
      ),
      (
        conv2d(image, filters, filterDilation: (4, 1)),
        "Filters of length 3, 4 apart, are longer than padded images"
      ),
      (conv2d(image, filters, subsample: (0, 1)), "Strides must be from 1 to"),
      (conv2d(image, filters, filterDilation: (1, -1)), "Dilations must be from 1 to"),
      (conv2d(image, filters, groups: 0), "The number of groups must be from 1 to"),
      (conv2d(image, filters, borderMode: .padding(-1)), "Paddings must be from 0 to"),
      (
        conv2d(image, filters, borderMode: .padding(1, 2, 3)),
        "The border mode has paddings for 3 axes, and images have 2."
      ),
      (conv1d(image, filters), "Convolution with 1 spatial axes takes tensors of rank 3"),
      (conv2d(cast(image, .bool), cast(filters, .bool)), "Convolution is not defined for bool."),
      (
        conv2dGradWrtInputs(image, filters, inputShape: [nil, nil, 9, nil]),
        "inputShape must have four lengths, the last two of which are given."
      ),
      (
        conv2dGradWrtInputs(conv2d(image, filters), filters, inputShape: [nil, nil, 9, 6]),
        "The output has length 6 along axis 2, and images of length 9 with filters of length 3 give 7."
      ),
      (
        conv2dGradWrtWeights(image, image, filterShape: [nil, nil, 1, 1], groups: 2),
        "3 channels cannot be divided into 2 groups."
      ),
      (pool2d(vector("v"), ws: (2, 2)), "MaxPool needs a tensor of at least 2 axes, not 1."),
      (pool2d(image, ws: (0, 2)), "Windows must be from 1 to"),
      (pool2d(image, ws: (2, 2), stride: (1, 0)), "Strides must be from 1 to"),
      (pool2d(image, ws: (2, 2), pad: (1, 1)), "Padding works only with ignoreBorder: true."),
      (
        pool2d(image, ws: (2, 2), ignoreBorder: true, pad: (2, 1)),
        "Padding must be smaller than windows"
      ),
      (pool2d(cast(image, .bool), ws: (2, 2), mode: .sum), "SumPool is not defined for bool."),
      (
        pool2d(cast(image, .complex128), ws: (2, 2)),
        "MaxPool is not defined for operands of dtype complex128."
      ),
    ]
    for (result, message) in cases {
      #expect(
        result.error?.message.hasPrefix(message) == true, "\(result.error as Any), not \(message)")
    }
  }

  @Test func misuseIsAnErrorWhenEvaluated() throws {
    let open = tensor4("x"), taps = tensor4("w"), length = lscalar("n")
    /// The message of the error for shapes of the operands.
    func message(_ result: Variable, _ shapes: [Int]..., length value: Int = 1) throws -> String {
      let arrays = try shapes.map { try NDArray.zeros($0, dtype: .float64) }
      do {
        _ = try evaluate([result], [open, taps, length], arrays + [NDArray(value)])
        return "no error"
      } catch { return "\(error)" }
    }
    let found = [
      try message(conv2d(open, taps), [1, 2, 4, 4], [1, 3, 2, 2]),
      try message(conv2d(open, taps), [1, 2, 4, 4], [1, 2, 5, 2]),
      try message(conv2d(open, taps), [1, 2, 4, 4], [1, 2, 2, 0]),
      try message(conv2d(open, taps, groups: 2), [1, 2, 4, 4], [3, 1, 2, 2]),
      try message(
        conv2dGradWrtInputs(open, taps, inputShape: [nil, nil, length, 5]), [1, 2, 4, 4],
        [2, 3, 2, 2], length: -3),
      try message(
        conv2dGradWrtWeights(open, taps, filterShape: [nil, nil, length, 2], groups: 2),
        [1, 3, 4, 4],
        [1, 2, 3, 3]),
    ]
    let expected = [
      "Images and filters must have the same number of channels: images have 2, and filters 3.",
      "Filters of length 5 are longer than padded images along axis 2, of length 4.",
      "Filters have no elements along axis 3.", "3 filters cannot be divided into 2 groups.",
      "Images cannot have a length of -3 along axis 2.",
      "3 channels cannot be divided into 2 groups.",
    ]
    for (found, expected) in zip(found, expected) {
      #expect(found.contains(expected), "\(found), not \(expected)")
    }
  }

  @Test func transposedConvolutionEnlarges() throws {
    let x = try NDArray([[[[1.0, 2.0]]]]), w = try NDArray([[[[1.0, 10.0, 100.0]]]])
    let result = conv2dTranspose(
      try constant(x), try constant(w), outputShape: [nil, nil, 1, 5], inputDilation: (1, 2),
      filterFlip: false)
    #expect(try evaluate([result], [], [])[0].reals == [1, 10, 102, 20, 200])
  }

  @Test func notANumberIsTheLargest() throws {
    let x = try constant(NDArray([[1.0, .nan, 3.0, 2.0]]))
    let y = pool2d(x, ws: (1, 2))
    let results = try evaluate([y, try grad(y.sum(), wrt: x)], [], [])
    #expect(results[0].reals[0].isNaN && results[0].reals[1] == 3)
    #expect(results[1].reals == [0, 0, 1, 0])
  }
}
