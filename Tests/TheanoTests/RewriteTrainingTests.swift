import TestSupport
import Testing
import Theano

/// The graph of a step of gradient descent, beside the one that a person would write.
@Suite("A rewritten training step") struct RewriteTrainingTests {
  /// What a person would write, with n images.
  private static let byHand: [String: Int] = [
    // Forwards h = tanh(x W1 + b1) and z = h W2 + b2, backwards xᵀ dh, hᵀ dz and dz W2ᵀ.
    "dot": 5, "tanh": 1,
    // The two biases, and dz = softmax(z) / n with -1 / n added at the labels.
    "add": 3, "Softmax": 1, "ScatterAlong": 1, "Alloc": 1,
    // The cost: -Σ log softmax(z)[label] / n.
    "LogSoftmax": 1, "GatherAlong": 1, "Shape_i": 1, "true_div": 2, "neg": 2,
    // The cost, and the gradients of the two biases.
    "Sum": 3,
    // dh = dz W2ᵀ (1 - h²), and p - 0.1 dp for each of four parameters.
    "sqr": 1, "sub": 5, "mul": 6,
    // Biases as rows, labels as a column, and transposes, none of which moves a number.
    "DimShuffle": 8,
  ]

  @Test("Operations of a step of a network with a hidden layer")
  func hiddenLayer() throws {
    let (x, labels) = (dmatrix("x"), lvector("labels"))
    let (W1, b1) = (try shared([[0.1, -0.2], [0.3, 0.4]]), try shared([0.0, 0.5]))
    let (W2, b2) = (
      try shared([[0.5, 0.1, 0.2], [-0.3, 0.2, 0.1]]), try shared([0.0, 0.1, -0.1])
    )
    let parameters = [W1, b1, W2, b2]
    let hidden = tanh(dot(x, W1) + b1)
    let cost = categoricalCrossentropy(softmax(dot(hidden, W2) + b2), labels).mean()
    let gradients = try grad(cost, wrt: parameters)
    let updates = zip(parameters, gradients).map { ($0, $0 - 0.1 * $1) }
    let step = try function([x, labels], cost, updates: Updates(updates), mode: .fastRun)
    var counts: [String: Int] = [:]
    for node in toposort(step.graph) { counts[node.op.name, default: 0] += 1 }
    #expect(counts == Self.byHand, "\(debugString(step))")
    let images: [[Double]] = [[1, 2], [3, -1]]
    let first = try step(images, [2, 0]).reals[0]
    for _ in 0..<50 { _ = try step(images, [2, 0]) }
    #expect(try step(images, [2, 0]).reals[0] < first)
  }
}
