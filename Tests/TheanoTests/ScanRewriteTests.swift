import TestSupport
import Testing
import TheanoScan

@testable import Theano

/// The loops of a function.
private func loops(_ f: Function<some Any>) -> [Scan] { f.nodes.compactMap { $0.op as? Scan } }

/// The names of the operations in the bodies of a function's loops.
private func bodyOps(_ f: Function<some Any>) -> [String] {
  loops(f).flatMap { toposort($0.bodyOutputs) }.map(\.op.name)
}

/// A vector's values.
private func vector(_ values: [Double]) -> NDArray {
  NDArray(elements: values, shape: [values.count])
}

@Suite("Loops before and after rewriting")
struct ScanRewriteTests {
  @Test func polynomialNeedsNoLoop() throws {
    let (coefficients, x) = (dvector("coefficients"), dscalar("x"))
    let (components, _) = try scan(
      sequences: [coefficients, arange(10_000)], nonSequences: x
    ) { coefficient, power, x in
      coefficient * x ** power
    }
    let values: [[NDArray]] = [
      [vector([1.0, 0, 2]), NDArray(3.0)], [vector([1.5]), NDArray(-2.0)],
      [NDArray(zeros: [0], dtype: .float64), NDArray(2.0)],
    ]
    let f = try agreeing([coefficients, x], [components.sum(), components], values)
    #expect(loops(f).isEmpty)
    let gradients = try grad(components.sum(), wrt: [coefficients, x])
    #expect(try loops(agreeing([coefficients, x], gradients, values)).isEmpty)
  }

  @Test func workThatNoStepNeedsIsNotDone() throws {
    let (x, w) = (dvector("x"), dmatrix("w"))
    // Of a matrix that is not square the product is an error.
    let (sums, _) = try scan(sequences: x, outputsInfo: 0.0, nonSequences: w) { v, s, w in
      ifelse(v .> 0, s + v, s * dot(w, w).sum())
    }
    let wide = NDArray(zeros: [2, 3], dtype: .float64)
    for mode in [Mode.fastRun, .reference] {
      let f = try function([x, w], sums, mode: mode)
      #expect(try f(vector([1, 2]), wide).reals == [1, 3])
      #expect(throws: EvaluationError.self) { try f(vector([1, -2]), wide) }
    }
  }

  @Test func powersStay() throws {
    let (k, a) = (iscalar("k"), dvector("a"))
    let (powers, _) = try scan(
      outputsInfo: onesLike(a), nonSequences: a, nSteps: k
    ) { prior, a in
      prior * a
    }
    let f = try agreeing(
      [k, a], [powers[-1]],
      [0, 1, 5].map { [NDArray(Int32($0)), vector([0.5, 2, -3])] })
    #expect(loops(f).count == 1 && loops(f)[0].kept == [1])
  }

  @Test func recurrentGradientHasItsProductsOutside() throws {
    let (x, w, u, h0) = (dmatrix("x"), dmatrix("w"), dmatrix("u"), dvector("h0"))
    let b = dvector("b")
    let (h, _) = try scan(sequences: x, outputsInfo: h0, nonSequences: [w, u, b]) { x, h, w, u, b in
      tanh(dot(x, w) + dot(h, u) + b)
    }
    let cost = sqr(h[-1]).sum()
    let inputs = [x, w, u, h0, b]
    var numbers = RandomNumbers("1")
    let values = [0, 1, 2, 7].map { n in
      [[n, 4], [4, 3], [3, 3], [3], [3]].map { numbers.array($0) }
    }
    let gradients = try grad(cost, wrt: inputs)
    let f = try agreeing(inputs, [cost] + gradients, values)
    #expect(loops(f).count == 2)
    // h·u forwards, d·u.T backwards; nothing else is a product of matrices, and no gradient adds up.
    #expect(bodyOps(f).count { $0 == "dot" } == 2, "\(debugString(f))")
    #expect(loops(f).map(\.states.count).sorted() == [1, 1], "\(debugString(f))")
  }

  @Test func batchesOfRowsAreOneProduct() throws {
    let (x, w, u, h0) = (dtensor3("x"), dmatrix("w"), dmatrix("u"), dmatrix("h0"))
    let (h, _) = try scan(sequences: x, outputsInfo: h0, nonSequences: [w, u]) { x, h, w, u in
      sigmoid(dot(x, w) + dot(h, u))
    }
    let inputs = [x, w, u, h0]
    var numbers = RandomNumbers("2")
    let values = [0, 1, 3].map { n in
      [[n, 2, 4], [4, 3], [3, 3], [2, 3]].map { numbers.array($0) }
    }
    let f = try agreeing(inputs, [h] + grad(h.sum(), wrt: inputs), values)
    #expect(bodyOps(f).count { $0 == "dot" } == 2, "\(debugString(f))")
  }

  @Test func invariantsAreComputedOnce() throws {
    let (x, v, w) = (dvector("x"), dvector("v"), dmatrix("w"))
    let (rows, _) = try scan(sequences: x, outputsInfo: zerosLike(v), nonSequences: [v, w]) {
      x, s, v, w in
      s * x + tanh(dot(w, v))
    }
    var numbers = RandomNumbers("3")
    let f = try agreeing(
      [x, v, w], [rows], [0, 1, 4].map { [[$0], [3], [3, 3]].map { numbers.array($0) } })
    #expect(Set(bodyOps(f)).isDisjoint(with: ["dot", "tanh"]))
  }

  @Test func equalLoopsAreOne() throws {
    let x = dvector("x")
    func running() throws -> Variable {
      try scan(sequences: x, outputsInfo: 0.0) { x, s in s * 0.5 + x }.0
    }
    let f = try agreeing([x], [running() + running()], [[vector([1.0, 2, 3])]])
    #expect(loops(f).count == 1)
    #expect(loops(f)[0].states.count == 1)
  }

  @Test func loopsOfEqualStepsAreOne() throws {
    let (x, y) = (dvector("x"), dvector("y"))
    let a = try scan(sequences: x, outputsInfo: 0.0) { x, s in s * 0.5 + x }.0
    let b = try scan(sequences: x, outputsInfo: 1.0, nonSequences: y) { x, s, y in s * x - y.sum() }
      .0
    let c = try scan(sequences: a, outputsInfo: 1.0) { x, s in s * x }.0
    let values = [0, 1, 3].map { n in
      [vector((0..<n).map { Double($0) + 0.5 }), vector([0.25, 0.5])]
    }
    let f = try agreeing([x, y], [a, b], values)
    #expect(loops(f).count == 1 && loops(f)[0].states.count == 2)
    // The third depends on the first.
    #expect(try loops(agreeing([x, y], [a, b, c], values)).count == 2)
  }

  @Test func equalStatesAreOne() throws {
    let x = dvector("x")
    let (rows, _) = try scan(sequences: x, outputsInfo: [0.0, 0.0, 1.0]) { x, a, b, c in
      [a * c + x, b * c + x, c * 0.5 + a - b]
    }
    let f = try agreeing([x], rows, [[vector([1.0, 2, 3])], [vector([0.5])]])
    #expect(loops(f).flatMap(\.states).count == 2)
  }

  @Test func whatIsNotReadIsNotComputed() throws {
    let (x, y) = (dvector("x"), dvector("y"))
    let (rows, _) = try scan(sequences: [x, y], outputsInfo: [0.0, 0.0, nil]) { x, y, a, b in
      [a * 0.5 + x, b * a + y, exp(b)]
    }
    let values = [[vector([1.0, 2, 3]), vector([3.0, 2, 1])]]
    let f = try agreeing([x, y], [rows[0]], values)
    #expect(loops(f)[0].states.count == 1 && loops(f)[0].mapCount == 0)
    #expect(loops(f)[0].sequenceCount == 1 || loops(f)[0].sequenceCount == 0)
    #expect(try loops(agreeing([x, y], [rows[1]], values))[0].states.count == 2)
  }

  @Test func loopsWithConditionsKeepTheirSteps() throws {
    let (x, limit) = (dvector("x"), dscalar("limit"))
    let (rows, _) = try scan(sequences: x, outputsInfo: 0.0, nonSequences: limit) {
      x, s, limit in
      (s + exp(x), until(s + exp(x) .> sqr(limit)))
    }
    let f = try agreeing(
      [x, limit], [rows, rows[-1]],
      [0.0, 1.5, 100].map { [vector([0.1, 0.2, 0.3]), NDArray($0)] })
    #expect(loops(f).count == 1)
    let (squares, _) = try scan(sequences: x, nonSequences: limit) { x, limit in
      (x * x, until(x .> limit))
    }
    try agreeing(
      [x, limit], [squares], [0.0, 0.15, 100].map { [vector([0.1, 0.2, 0.3]), NDArray($0)] })
  }

  @Test func drawsAreDrawnAtEachStep() throws {
    func draws(_ mode: Mode) throws -> [NDArray] {
      let stream = RandomStreams(seed: 5)
      let x = dvector("x")
      let (rows, _) = try scan(sequences: x, nonSequences: 2.0) { x, c in
        x + stream.uniform(low: 0, high: c)
      }
      let f = try function([x], rows, mode: mode)
      return try [f([0.0, 0, 0, 0]), f([0.0, 0, 0, 0])]
    }
    let (expected, found) = (try draws(.reference), try draws(.fastRun))
    #expect(expected == found)
    #expect(Set(found.flatMap(\.reals)).count == 8)
  }

  @Test func nestedLoops() throws {
    let (m, w) = (dmatrix("m"), dscalar("w"))
    let (rows, _) = try scan(sequences: m, outputsInfo: 0.0, nonSequences: w) { row, s, w in
      let (inner, _) = try scan(sequences: row, outputsInfo: s, nonSequences: w) { x, t, w in
        tanh(t * w + exp(x))
      }
      return inner[-1]
    }
    let (flat, _) = try scan(sequences: m) { row in
      try scan(sequences: row) { x in x * 2 + 1 }.0
    }
    var numbers = RandomNumbers("4")
    let values = [[0, 2], [1, 3], [3, 1], [3, 4]].map {
      [numbers.array($0), NDArray(0.5)]
    }
    try agreeing([m, w], [rows] + grad(rows.sum(), wrt: [m, w]), values)
    try agreeing([m, w], [flat], values)
  }

  @Test func oneStepIsNoLoop() throws {
    let (x, s) = (dmatrix("x"), dmatrix("s"))
    let state = Initial(s, taps: [-1, -2])
    let (rows, _) = try scan(sequences: x, outputsInfo: [state, .none], nSteps: 1) { x, a, b in
      [a * b + x, a - x]
    }
    let f = try agreeing(
      [x, s], rows,
      [[vector([1.0, 2]).withShape([1, 2]), vector([3.0, 4, 5, 6]).withShape([2, 2])]])
    #expect(loops(f).isEmpty)
  }

  @Test func tooManyStepsAreAnErrorStill() throws {
    let (x, n) = (dvector("x"), lscalar("n"))
    let (rows, _) = try scan(sequences: x, nSteps: n) { exp($0) }
    let f = try agreeing([x, n], [rows], [[vector([1.0, 2, 3]), NDArray(2)]])
    #expect(loops(f).isEmpty)
    #expect(throws: EvaluationError.self) { try f([1.0, 2, 3], 4) }
    #expect(throws: EvaluationError.self) { try f([1.0, 2, 3], -1) }
  }

  @Test func plainSumsNeedNoLoop() throws {
    let (x, m) = (dvector("x"), dmatrix("m"))
    let values = [0, 1, 4].map { n in
      [vector((0..<n).map(Double.init)), NDArray(zeros: [n, 2], dtype: .float64)]
    }
    let (sums, _) = try scan(sequences: [x, m], outputsInfo: [0.0, nil, 3.0]) { x, row, s, t in
      [s + exp(x), row * x, t - x]
    }
    let f = try agreeing([x, m], [sums[0][-1], sums[1], sums[2][-1]], values)
    #expect(loops(f).isEmpty)
    // All of the running sums are read.
    #expect(try loops(agreeing([x, m], [sums[0]], values)).count == 1)
  }

  @Test func sumsOfOuterProductsAreOneProduct() throws {
    let (x, y, m) = (dmatrix("x"), dmatrix("y"), dmatrix("m"))
    let orders: [(Variable, Variable) -> Variable] = [
      { $0.dimshuffle(0, "x") * $1.dimshuffle("x", 0) },
      { $0.dimshuffle("x", 0) * $1.dimshuffle(0, "x") },
    ]
    for order in orders {
      let (sums, _) = try scan(sequences: [x, y], outputsInfo: m) { x, y, s in s + order(x, y) }
      var numbers = RandomNumbers("outer")
      let values = [0, 1, 4].map { n in [[n, 3], [n, 3], [3, 3]].map { numbers.array($0) } }
      #expect(try loops(agreeing([x, y, m], [sums[-1]], values)).isEmpty)
    }
  }

  @Test func outputLayersAreOutside() throws {
    let (x, u, v, h0) = (dmatrix("x"), dmatrix("u"), dmatrix("v"), dvector("h0"))
    let (rows, _) = try scan(sequences: x, outputsInfo: [h0, nil], nonSequences: [u, v]) {
      x, h, u, v in
      let next = tanh(x + dot(h, u))
      return [next, sigmoid(dot(next, v)) + dot(h, v)]
    }
    var numbers = RandomNumbers("6")
    let values = [0, 1, 3].map { n in
      [[n, 3], [3, 3], [3, 2], [3]].map { numbers.array($0) }
    }
    let inputs = [x, u, v, h0]
    let f = try agreeing(inputs, [rows[1]] + grad(rows[1].sum(), wrt: inputs), values)
    #expect(bodyOps(f).count { $0 == "dot" } == 2, "\(debugString(f))")
    #expect(loops(f).allSatisfy { $0.mapCount <= 1 })
  }

  @Test func partsOfLoopsAreNotTouchedInOtherModes() throws {
    let x = dvector("x")
    let (rows, _) = try scan(sequences: x) { $0 * 2 }
    #expect(try loops(function([x], rows, mode: .reference)).count == 1)
    #expect(try loops(function([x], rows, mode: .fastCompile)).count == 1)
    #expect(try loops(function([x], rows, mode: Mode.fastRun.excluding("scan"))).count == 1)
  }

  @Test func gatesOfARecurrentNetworkAreOneProductEach() throws {
    let (x, w, u) = (dtensor3("x"), dmatrix("w"), dmatrix("u"))
    let (h0, c0) = (dmatrix("h0"), dmatrix("c0"))
    let (rows, _) = try scan(sequences: x, outputsInfo: [h0, c0], nonSequences: [w, u]) {
      x, h, c, w, u in
      let gates = dot(x, w) + dot(h, u)
      func gate(_ place: Int) -> Variable { gates[.all, (2 * place)..<(2 * place + 2)] }
      let cell = sigmoid(gate(0)) * c + sigmoid(gate(1)) * tanh(gate(2))
      return [sigmoid(gate(3)) * tanh(cell), cell]
    }
    let inputs = [x, w, u, h0, c0]
    var numbers = RandomNumbers("7")
    let values = [0, 1, 4].map { n in
      [[n, 2, 3], [3, 8], [2, 8], [2, 2], [2, 2]].map { numbers.array($0) }
    }
    let cost = rows[0][-1].sum()
    let f = try agreeing(inputs, [cost] + grad(cost, wrt: inputs), values)
    #expect(bodyOps(f).count { $0 == "dot" } == 2, "\(debugString(f))")
    // Of the gates' inputs the gradient asks for the lengths alone: they are no history.
    let forward = try #require(loops(f).first { $0.label == "scan_fn" })
    let sums = forward.bodyOutputs.filter { $0.owner?.op is Elementwise<Add> }
    #expect(sums.count == 1, "more than the cell: \(debugString(f))")
    #expect(!bodyOps(f).contains { $0.hasPrefix("Shape") }, "\(debugString(f))")
  }

  @Test func rowsThatAreAllTheSameAreNoSequence() throws {
    let (x, c) = (dvector("x"), dscalar("c"))
    let (rows, _) = try scan(
      sequences: [x, alloc(c, x.length(ofAxis: 0)), zeros([4])], outputsInfo: 1.0
    ) { x, c, z, s in
      s * x + exp(c) * z + s * c
    }
    let f = try agreeing([x, c], [rows], [[vector([1.0, 2, 3, 4]), NDArray(0.5)]])
    #expect(loops(f).map(\.sequenceCount) == [1])
    let (more, _) = try scan(sequences: zeros([4]), outputsInfo: 1.0, nSteps: 5) { z, s in s + z }
    #expect(throws: EvaluationError.self) { try function([], more)() }
  }

  @Test func integersAndLiteralsInLoops() throws {
    let x = ivector("x")
    let (rows, _) = try scan(sequences: x, outputsInfo: [0, nil, nil]) { x, s in
      [s * 3 + x, x / 2, x % 3]
    }
    let values = [[], [5], [3, -4, 7]].map { (row: [Int32]) in
      [NDArray(elements: row, shape: [row.count])]
    }
    try agreeing([x], rows, values)
  }

  @Test func statesKnownBeforehand() throws {
    let x = dvector("x")
    let (rows, _) = try scan(sequences: x, outputsInfo: [1.0, 2.0]) { x, a, b in [x * x, a + b] }
    try agreeing([x], rows, [0, 1, 4].map { n in [vector((0..<n).map(Double.init))] })
  }
}
