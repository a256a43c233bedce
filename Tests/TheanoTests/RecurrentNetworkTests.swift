import Testing
import Theano
import TheanoArrays
import TheanoGraph
import TheanoScan

/// Recurrent networks as users write them: lengths in a loop and its gradient.
@Suite struct RecurrentNetworkTests {
  /// h ← tanh(x[t] Wx + h Wh + b), of 4 units, from a state of which only one length is known.
  private func network(_ p: [Variable]) throws -> Variable {
    let first = zeros([p[0].shape[1], 4], dtype: p[0].dtype)
    let weights = [p[1], p[2], p[3]]
    let (states, _) = try scan(sequences: p[0], outputsInfo: first, nonSequences: weights) {
      (x: Variable, h: Variable, wx: Variable, wh: Variable, b: Variable) in
      tanh(dot(x, wx) + dot(h, wh) + b)
    }
    return states
  }

  /// A sequence and weights for `units` with `gates` matrices beside each other.
  private func values(units: Int, gates: Int = 1, dtype: DType = .float64) -> [NDArray] {
    [[3, 2, 3], [3, units * gates], [units, units * gates], [units * gates]].map { shape in
      let count = shape.reduce(1, *)
      let numbers = (0..<count).map { Double(($0 * 37 + 11 * count) % 29) / 29 - 0.5 }
      return NDArray(elements: numbers, shape: shape).cast(to: dtype)
    }
  }

  @Test func gradientOfNetwork() throws {
    try verifyGrad(network, at: values(units: 4))
  }

  /// A state may begin with a length that the step's result is not known to have.
  @Test func lengthsOfStates() throws {
    let x = dmatrix("x"), w = dmatrix("w")
    func loop(
      _ first: Variable, _ step: (Variable, Variable) throws -> Variable
    ) throws -> Variable {
      try scan(sequences: x, outputsInfo: first, step: step).0
    }
    let v = try NDArray([[1.0, 2], [3, 4]]), ones = try NDArray([[1.0, 1], [1, 1]])
    let states = try loop(zeros([2])) { x, h in x + dot(h, w) }
    #expect(try function([x, w], states)(v, ones).reals == [1, 2, 6, 7])
    // What is known of the first step is not of the next one.
    let two = try scan(sequences: x, outputsInfo: [zeros([2]), zeros([2])]) {
      (x: Variable, a: Variable, b: Variable) in (x + dot(b, w), a)
    }.0
    #expect(two.1.type.shape == [nil, nil])
    #expect(try function([x, w], two.1)(v, ones).reals == [0, 0, 1, 2])
    // Rows of another length are an error of the call, known lengths that differ one of the graph.
    #expect(throws: EvaluationError.self) {
      try function([x, w], try loop(zeros([2])) { x, h in dot(h, w) })(
        v, NDArray([[1.0, 1, 1], [1, 1, 1]]))
    }
    #expect(throws: GraphError.self) { try loop(zeros([2])) { x, h in zeros([3]) } }
    // The body broadcasts a length of 1: that has to be taken away by name.
    #expect(throws: GraphError.self) { try loop(zeros([1])) { x, h in x + h } }
  }
}
