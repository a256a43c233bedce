import TestSupport
import Testing
import Theano

/// The graph of a step of gradient descent, beside the one that a person would write.
@Suite("A rewritten training step") struct RewriteTrainingTests {
  @Test("Operations of a step of a network with a hidden layer")
  func hiddenLayer() throws {
    let (x, labels) = (dmatrix("x"), lvector("labels"))
    let W1 = shared(try NDArray.zeros([4, 5]), name: "W1")
    let b1 = shared(try NDArray.zeros([5]), name: "b1")
    let W2 = shared(try NDArray.zeros([5, 3]), name: "W2")
    let b2 = shared(try NDArray.zeros([3]), name: "b2")
    let parameters = [W1, b1, W2, b2]
    let hidden = tanh(dot(x, W1) + b1)
    let cost = categoricalCrossentropy(softmax(dot(hidden, W2) + b2), labels).mean()
    let gradients = try grad(cost, wrt: parameters)
    let updates = zip(parameters, gradients).map { ($0, $0 - 0.1 * $1) }
    let step = try function([x, labels], cost, updates: Updates(updates))
    var counts: [String: Int] = [:]
    for node in toposort(step.graph) { counts[node.op.name, default: 0] += 1 }
    #expect(counts == [:], "\(debugString(step))")
  }
}
