import Theano

extension Case {
  /// Steps of gradient descent.
  static let training: [Case] = [
    perceptron("logreg_step_784x10_b600", [784, 10], batch: 600),
    perceptron("mlp_step_784x500x10_b20", [784, 500, 10], batch: 20),
    perceptron("mlp_step_784x500x10_b60", [784, 500, 10], batch: 60),
    deepPerceptron,
    .leftOut("lenet_step_b100", because: "the library has no convolution and pooling yet"),
  ]

  /// The largest network, whose memory is measured too.
  static let deepPerceptron = perceptron(
    "mlp_step_784x1000x1000x1000x10_b60", [784, 1000, 1000, 1000, 10], batch: 60)

  /// A step of training dense layers of these sizes: tanh between them, softmax and cross-entropy at the end.
  private static func perceptron(_ name: String, _ sizes: [Int], batch: Int) -> Case {
    Case(name: name) {
      let images = try Inputs(10).float32([batch, sizes[0]])
      let labels = try Inputs(11).labels(batch, classes: 10)
      let matrices = try zip(sizes, sizes.dropFirst()).enumerated().map { layer, size in
        try Inputs(20 + UInt64(layer))
          .float32([size.0, size.1], scale: 1 / Double(size.0).squareRoot())
      }
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
        let cost = categoricalCrossentropy(softmax(h), y).mean()
        let parameters = W + b
        let updates = zip(parameters, try grad(cost, wrt: parameters))
          .map { ($0, $0 - 0.01 * $1) }
        let step = try function([x, y], cost, updates: Updates(updates))
        return Job {
          try step(images, labels)
        } results: {
          // The cost, and by how much each parameter changes.
          let cost = try step(images, labels)
          let changes = try zip(parameters, matrices + biases).map { parameter, before in
            let after = parameter.value.elements(as: Double.self)
            let change = zip(after, before.elements(as: Double.self)).map { $0 - $1 }
            return try NDArray(change, shape: before.shape)
          }
          return [cost] + changes
        }
      }
    }
  }
}
