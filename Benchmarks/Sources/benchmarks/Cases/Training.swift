import HandWritten
import Theano

extension Case {
  /// Steps of gradient descent.
  static let training: [Case] = [
    perceptron("logreg_step_784x10_b600", [784, 10], batch: 600),
    perceptron("mlp_step_784x500x10_b20", [784, 500, 10], batch: 20, hand: smallPerceptron),
    perceptron("mlp_step_784x500x10_b60", [784, 500, 10], batch: 60),
    deepPerceptron,
    lenet,
  ]

  /// The largest network, whose memory is measured too.
  static let deepPerceptron = perceptron(
    "mlp_step_784x1000x1000x1000x10_b60", [784, 1000, 1000, 1000, 10], batch: 60)

  /// A step of training dense layers of these sizes: tanh between them, softmax and cross-entropy at the end.
  private static func perceptron(
    _ name: String, _ sizes: [Int], batch: Int, hand: (@Sendable () throws -> Job)? = nil
  ) -> Case {
    var step = Case(name: name) {
      let images = try Inputs(10).float32([batch, sizes[0]])
      let labels = try Inputs(11).labels(batch, classes: 10)
      let matrices = try weights(sizes)
      let biases = try sizes.dropFirst().map { try NDArray.zeros([$0], dtype: .float32) }
      return {
        let x = fmatrix("x"), y = ivector("y")
        let W = matrices.enumerated().map { shared($1, name: "W\($0)") }
        let b = biases.enumerated().map { shared($1, name: "b\($0)") }
        var h: Variable = x
        for layer in W.indices {
          h = dot(h, W[layer]) + b[layer]
          if layer < W.count - 1 { h = tanh(h) }
        }
        let initial = Array(zip(W, matrices)) + zip(b, biases)
        return try descent([x, y], softmax(h), initial, images, labels)
      }
    }
    step.hand = hand
    return step
  }

  /// The weights of dense layers of these sizes.
  private static func weights(_ sizes: [Int]) throws -> [NDArray] {
    try zip(sizes, sizes.dropFirst()).enumerated().map { layer, size in
      try Inputs(20 + UInt64(layer))
        .float32([size.0, size.1], scale: 1 / Double(size.0).squareRoot())
    }
  }

  /// A step of the smallest network with a hidden layer, in C.
  @Sendable private static func smallPerceptron() throws -> Job {
    let (batch, sizes) = (20, [784, 500, 10])
    let x = Memory(try Inputs(10).float32([batch, sizes[0]]), Float(0))
    let y = Memory(try Inputs(11).labels(batch, classes: 10), Int32(0))
    let initial = try weights(sizes)
    let W = initial.map { Memory($0, Float(0)) }, b = sizes[1...].map { Memory($0, Float(0)) }
    let step = {
      hand_mlp_step(
        x.start, y.start, W[0].start, b[0].start, W[1].start, b[1].start, Int64(batch))
    }
    return Job {
      _ = step()
    } results: {
      let cost = NDArray(step())
      let changes = try zip(W, initial).map { after, before in
        let pairs = zip(after.elements, before.elements(as: Float.self))
        return try NDArray(pairs.map { Double($0) - Double($1) }, shape: [before.count])
      }
      return [cost] + changes + (try b.map { try $0.array() })
    }
  }

  /// A step of training LeNet on images of handwritten digits: two convolutions with pooling, two dense layers.
  private static let lenet = Case(name: "lenet_step_b100") {
    let images = try Inputs(10).float32([100, 1, 28, 28])
    let labels = try Inputs(11).labels(100, classes: 10)
    let initial = [
      try Inputs(30).float32([20, 1, 5, 5], scale: 0.05),
      try Inputs(31).float32([50, 20, 5, 5], scale: 0.05),
      try Inputs(20).float32([800, 500], scale: 0.03),
      try Inputs(21).float32([500, 10], scale: 0.03),
    ]
    /// A convolution, pooling, and an activation.
    func block(_ x: Variable, _ filters: Variable) -> Variable {
      let c = conv2d(x, filters, filterFlip: false)
      return tanh(pool2d(c, ws: (2, 2), ignoreBorder: true))
    }
    return {
      let x = ftensor4("x"), y = ivector("y")
      let parameters = initial.enumerated().map { shared($1, name: "p\($0)") }
      let h = block(block(x, parameters[0]), parameters[1]).flatten(ndim: 2)
      let probabilities = softmax(dot(tanh(dot(h, parameters[2])), parameters[3]))
      return try descent([x, y], probabilities, Array(zip(parameters, initial)), images, labels)
    }
  }

  /// A step of gradient descent of the cross-entropy of labels: its results are the cost, and by how much each
  /// parameter changes from what it was at first.
  private static func descent(
    _ inputs: [Variable], _ probabilities: Variable, _ parameters: [(SharedVariable, NDArray)],
    _ images: NDArray, _ labels: NDArray
  ) throws -> Job {
    let cost = categoricalCrossentropy(probabilities, inputs[1]).mean()
    let variables = parameters.map(\.0)
    let updates = zip(variables, try grad(cost, wrt: variables)).map { ($0, $0 - 0.01 * $1) }
    let step = try function(inputs, cost, updates: Updates(updates))
    return Job {
      try step(images, labels)
    } results: {
      let cost = try step(images, labels)
      let changes = try parameters.map { parameter, before in
        let after = parameter.value.elements(as: Double.self)
        let change = zip(after, before.elements(as: Double.self)).map { $0 - $1 }
        return try NDArray(change, shape: before.shape)
      }
      return [cost] + changes
    }
  }
}
