import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

@Suite struct NNetTests {
  static let ops = ["softmax", "logSoftmax", "categoricalCrossentropy", "binaryCrossentropy"]

  @Test(arguments: try goldenCases(ops)) func golden(_ golden: GoldenCase) throws {
    for isStatic in [false, true] {
      let text = try golden.difference(isStatic: isStatic) { x in
        switch golden.op {
        case "softmax": return [softmax(x[0], axis: golden.axes)]
        case "logSoftmax": return [logSoftmax(x[0], axis: golden.axes)]
        case "categoricalCrossentropy": return [categoricalCrossentropy(x[0], x[1])]
        case "binaryCrossentropy": return [binaryCrossentropy(x[0], x[1])]
        default: throw UnknownOperation(op: golden.op)
        }
      }
      #expect(text == nil, "\(golden)")
    }
  }

  /// The formulas from logits equal those from probabilities where these are exact.
  @Test(arguments: try goldenCases(["softmax"]).filter { $0.tag == nil && $0.axes == -1 })
  func logits(_ golden: GoldenCase) throws {
    let values = try golden.inputs[0].array()
    guard values.ndim == 2, values.dtype == .float64 else { return }
    let (x, y) = (tensor(2), tensor(1, .int32))
    let labels = NDArray(elements: [Int32(0), Int32(values.shape[1] - 1)], shape: [2])
    let p = softmax(x)
    let results = try evaluate(
      [
        categoricalCrossentropyWithLogits(x, y), crossentropySoftmax1hot(x, y).crossentropy,
        categoricalCrossentropyWithLogits(x, toOneHot(y, values.shape[1])),
        categoricalCrossentropy(p, y),
      ], [x, y], [values, labels])
    for result in results { #expect(result.difference(from: results[3], relative: 1e-12) == nil) }
  }

  @Test func extremeLogits() throws {
    let (x, y) = (tensor(2), tensor(1, .int64))
    let logits = NDArray(elements: [1e4, -1e4, -.infinity, -740, 0, -800], shape: [2, 3])
    let labels = NDArray(elements: [1, 2], shape: [2])
    let loss = categoricalCrossentropyWithLogits(x, y)
    #expect(try evaluate([loss], [x, y], [logits, labels])[0].reals == [2e4, 800])
    let t = tensor(2)
    let truth = NDArray(elements: [0.5, 0.5, 0, 0, 1, 0], shape: [2, 3])
    let soft = categoricalCrossentropyWithLogits(x, t)
    #expect(try evaluate([soft], [x, t], [logits, truth])[0].reals == [1e4, 0])
    let (z, target) = (tensor(1), tensor(1))
    let binary = sigmoidBinaryCrossentropy(z, target)
    let values = try evaluate(
      [binary], [z, target],
      [
        NDArray(elements: [1e4, -1e4, 40, 0], shape: [4]),
        NDArray(elements: [0.0, 0, 1, 0.5], shape: [4]),
      ])[0].reals
    #expect(values[0] == 1e4 && values[1] == 0)
    #expect(values[2].isNear(4.248354255291589e-18, 1e-12, 0))
    #expect(values[3].isNear(0.6931471805599453, 1e-15, 0))
  }

  @Test func softmaxKeepsVectors() throws {
    let x = tensor(1)
    #expect(softmax(x).ndim == 1)
    let row = NDArray(elements: [0.0, 0], shape: [2])
    #expect(try value(x, row) { softmax($0) }.reals == [0.5, 0.5])
    #expect(try value(x, NDArray(zeros: [0], dtype: .float64)) { softmax($0) }.shape == [0])
    #expect(softmax(tensor(2, .int32)).dtype == .float64)
    #expect(softmax(tensor(2, .complex64)).error?.kind == .type)
    #expect(softmax(tensor(0)).error?.kind == .axis)
    #expect(
      try value(tensor(2), NDArray(zeros: [2, 2], dtype: .float64)) {
        softmax($0, axis: nil)
      }.reals == [0.25, 0.25, 0.25, 0.25])
  }

  @Test func wrongLabels() throws {
    let (x, y) = (tensor(2), tensor(1, .int64))
    #expect(
      categoricalCrossentropy(x, tensor(0, .int64)).error?.message
        == "rank mismatch between coding and true distributions")
    #expect(categoricalCrossentropy(x, tensor(1)).error?.kind == .type)
    #expect(categoricalCrossentropyWithLogits(x, tensor(3)).error?.kind == .type)
    #expect(crossentropySoftmax1hot(x, tensor(1)).softmax.error?.kind == .type)
    let p = NDArray(elements: [0.5, 0.5], shape: [1, 2])
    for label in [2, -1] {
      let error = #expect(throws: EvaluationError.self) {
        try evaluate(
          [categoricalCrossentropy(x, y)], [x, y], [p, NDArray(elements: [label], shape: [1])])
      }
      #expect(error?.message == "index \(label) is out of bounds for axis 1 with size 2")
    }
    #expect(throws: EvaluationError.self) {
      try evaluate(
        [categoricalCrossentropy(x, y)], [x, y], [p, NDArray(elements: [0, 1], shape: [2])])
    }
  }

  @Test func oneHotRows() throws {
    let y = tensor(1, .uint8)
    let labels = NDArray(elements: [UInt8(2), 0], shape: [2])
    let rows = try value(y, labels) { toOneHot($0, 3, dtype: .int32) }
    #expect(rows.ints == [0, 0, 1, 1, 0, 0] && rows.dtype == .int32 && rows.shape == [2, 3])
    #expect(throws: EvaluationError.self) { try value(y, labels) { toOneHot($0, 2) } }
    #expect(throws: EvaluationError.self) { try value(y, labels) { toOneHot($0, .max) } }
    #expect(toOneHot(tensor(1), 2).error?.kind == .type)
    #expect(toOneHot(y, -1).error?.kind == .value)
  }

  @Test func confusion() throws {
    let (a, b) = (tensor(1, .int64), tensor(1, .int64))
    let (matrix, order) = confusionMatrix(a, b)
    let results = try evaluate(
      [matrix, order], [a, b],
      [NDArray(elements: [3, 1, 3, 7], shape: [4]), NDArray(elements: [3, 1, 1, 3], shape: [4])])
    #expect(results[0].ints == [1, 0, 0, 1, 1, 0, 0, 1, 0] && results[0].shape == [3, 3])
    #expect(results[1].ints == [1, 3, 7])
    #expect(
      confusionMatrix(a, tensor(2)).matrix.error?.message == "pred must be 1-d tensor variable")
    #expect(confusionMatrix(tensor(0), b).order.error?.kind == .value)
  }

  @Test func batchNormalisation() throws {
    let (x, gamma, beta) = (tensor(2), tensor(1), tensor(1))
    let (mean, variance) = (tensor(1), tensor(1))
    let batch = NDArray(elements: [1.0, 2, 3, 6], shape: [2, 2])
    let two = NDArray(elements: [2.0, 1], shape: [2])
    let zero = NDArray(elements: [0.0, 1], shape: [2])
    let train = batchNormalizationTrain(
      x, gamma: gamma, beta: beta, epsilon: 1, runningAverageFactor: 0.5, runningMean: mean,
      runningVar: variance)
    let new = [train.runningMean, train.runningVar].compactMap { $0 }
    let values = try evaluate(
      [train.output, train.mean, train.inverseStd] + new, [x, gamma, beta, mean, variance],
      [batch, two, zero, zero, zero])
    let root = 0.5.squareRoot()
    let expected: [[Double]] = [
      [-2 * root, 1 - 2 / 5.0.squareRoot(), 2 * root, 1 + 2 / 5.0.squareRoot()], [2, 4],
      [root, 1 / 5.0.squareRoot()], [1, 2.5], [1, 4.5],
    ]
    for (value, expected) in zip(values, expected) {
      for (a, b) in zip(value.reals, expected) { #expect(a.isNear(b, 1e-12, 1e-12)) }
    }
    let row = tensor(2)
    let test = batchNormalizationTest(
      x, gamma: row, beta: beta, mean: mean, variance: variance, epsilon: 1)
    let result = try evaluate(
      [test], [x, row, beta, mean, variance],
      [batch, two.withShape([1, 2]), zero, zero, zero])[0].reals
    for (a, b) in zip(result, [2, 1 + root, 6, 1 + 5 * root]) { #expect(a.isNear(b, 1e-12, 0)) }
    let images = batchNormalizationTrain(tensor(4), gamma: gamma, beta: beta, axes: .spatial)
    #expect(images.output.ndim == 4 && images.mean.ndim == 1)
    for wrong in [
      batchNormalizationTrain(x, gamma: gamma, beta: beta, axes: .axes([2])),
      batchNormalizationTrain(x, gamma: tensor(3), beta: beta),
      batchNormalizationTrain(x, gamma: gamma, beta: beta, epsilon: 1e-9),
      batchNormalizationTrain(tensor(2, .int32), gamma: gamma, beta: beta),
    ] {
      #expect(wrong.output.error?.kind == .value)
    }
  }
}
