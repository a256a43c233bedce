import Testing
import Theano
import TheanoArrays
import TheanoGraph
import TheanoScan

/// Recurrent networks as users write them: lengths and dtypes in a loop and its gradient.
@Suite struct RecurrentNetworkTests {
  /// Long short-term memory with the products of all gates in one matrix: 2 units, sequences of vectors
  /// of length 3. The parameters are a sequence `[steps, batch, 3]` and the weights.
  private func longMemory(_ p: [Variable]) throws -> Variable {
    let first = zeros([p[0].shape[1], p[2].shape[0]], dtype: p[0].dtype)
    let ((states, _), _) = try scan(
      sequences: p[0], outputsInfo: [first, first], nonSequences: [p[1], p[2], p[3]]
    ) { (x: Variable, h: Variable, c: Variable, wx: Variable, wh: Variable, b: Variable) in
      let z = dot(x, wx) + dot(h, wh) + b
      let (input, forget) = (sigmoid(z[.all, 0..<2]), sigmoid(z[.all, 2..<4]))
      let (output, candidate) = (sigmoid(z[.all, 4..<6]), tanh(z[.all, 6..<8]))
      let cell = forget * c + input * candidate
      return (output * tanh(cell), cell)
    }
    return states
  }

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

  @Test func gradientOfLongMemory() throws {
    try verifyGrad(longMemory, at: values(units: 2, gates: 4))
  }

  @Test func gradientOfNetwork() throws {
    try verifyGrad(network, at: values(units: 4))
  }

  /// float32 stays float32, also within the loops: nothing is computed in float64 on the way.
  @Test(arguments: [Mode.reference, .fastRun]) func dtypeOfGradients(mode: Mode) throws {
    for (units, gates, isLong) in [(2, 4, true), (4, 1, false)] {
      func build(_ dtype: DType) throws -> ([Variable], [Variable]) {
        let p = [
          Variable(TensorType(dtype, ndim: 3)), Variable(TensorType(dtype, ndim: 2)),
          Variable(TensorType(dtype, ndim: 2)), Variable(TensorType(dtype, ndim: 1)),
        ]
        let states = try isLong ? longMemory(p) : network(p)
        let cost = sqr(states[-1]).mean()
        return (p, [cost, states] + (try grad(cost, wrt: p)))
      }
      let (p, results) = try build(.float32)
      #expect(results.allSatisfy { $0.dtype == .float32 })
      #expect(floats(in: results) == [.float32])
      let f = try function(p, results, mode: mode)
      #expect(floats(in: f.graph) == [.float32])
      let (q, expected) = try build(.float64)
      let reference = try function(q, expected, mode: .reference)
      let wide = try reference.call(values(units: units, gates: gates))
      let narrow = try f.call(values(units: units, gates: gates, dtype: .float32))
      for (a, b) in zip(wide, narrow) {
        #expect(a.shape == b.shape)
        #expect(zip(a.reals, b.reals).allSatisfy { abs($0 - $1) < 1e-5 })
      }
    }
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

  /// The choice of one of two literals is a literal too, though not a constant.
  @Test(arguments: [Mode.reference, .fastRun]) func choiceOfLiterals(mode: Mode) throws {
    let x = fvector("x"), c = bscalar("c")
    let (rows, _) = try scan(sequences: x, outputsInfo: zeros([], dtype: .float32)) { x, h in
      h + x * `switch`(gt(c, 0), 0.5, 2.0)
    }
    let g = try grad(rows[-1], wrt: x)
    let f = try function([x, c], [rows, g], mode: mode)
    let results = try f([1, 2], Int8(0))
    #expect(results.map(\.dtype) == [.float32, .float32])
    #expect(results.map(\.reals) == [[2, 6], [2, 2]])
  }

  /// The dtypes of the floats that a graph computes, its loops' bodies included; literals have none.
  private func floats(in results: [Variable]) -> Set<DType> {
    var found: Set<DType> = []
    var open = results
    while let result = open.popLast() {
      for node in toposort([result]) {
        if let scan = node.op as? Scan { open += scan.bodyOutputs }
        found.formUnion(node.outputTypes.filter { !$0.isWeak && $0.dtype.isFloat }.map(\.dtype))
      }
    }
    return found
  }
}
