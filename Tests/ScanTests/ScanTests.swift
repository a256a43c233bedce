import TestSupport
import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps
import TheanoScan

@Suite struct ScanTests {
  @Test func powerOfVector() throws {
    let k = iscalar("k"), A = vector("A")
    let (result, updates) = try scan(outputsInfo: onesLike(A), nonSequences: A, nSteps: k) {
      prior, A in prior * A
    }
    #expect(updates.pairs.isEmpty)
    let values = [try NDArray(0..<10).cast(to: .float64), NDArray(Int32(2))]
    let final = try evaluate([result[-1]], [A, k], values)[0]
    #expect(final.reals == (0..<10).map { Double($0 * $0) })
    let all = try evaluate([result], [A, k], values)[0]
    #expect(all.shape == [2, 10])
    let g = try grad(result[-1].sum(), wrt: A)
    #expect(try evaluate([g], [A, k], values)[0].reals == (0..<10).map { Double(2 * $0) })
    let gg = try grad(g.sum(), wrt: A)
    #expect(try evaluate([gg], [A, k], values)[0].reals == (0..<10).map { _ in 2.0 })
    let zero = try evaluate([result[-1]], [A, k], [values[0], NDArray(Int32(0))])[0]
    #expect(zero.reals == (0..<10).map { _ in 1.0 })
  }

  @Test func fibonacciTaps() throws {
    let (rows, _) = try scan(
      outputsInfo: Initial(try constant([0, 1]), taps: [-1, -2]), nSteps: 6
    ) { a, b in a + b }
    #expect(try evaluate([rows])[0].ints == [1, 2, 3, 5, 8, 13])
  }

  @Test func untilIncludesTheLastStep() throws {
    let (rows, _) = try scan(outputsInfo: 1, nSteps: 100) { x in (x * 2, until(x * 2 .> 45)) }
    #expect(try evaluate([rows])[0].ints == [2, 4, 8, 16, 32, 64])
  }

  @Test func truncatedGradient() throws {
    let w = dscalar("w"), h0 = dscalar("h0")
    for (limit, dw, dh) in [(-1, 32.0, 16.0), (1, 8, 0), (2, 16, 0)] {
      let (rows, _) = try scan(
        outputsInfo: h0, nonSequences: w, nSteps: 4, truncateGradient: limit
      ) { h, w in h * w }
      let g = try grad(rows[-1], wrt: [w, h0])
      let values = try evaluate(g, [w, h0], [NDArray(2.0), NDArray(1.0)])
      #expect(values.map(\.reals) == [[dw], [dh]])
    }
  }

  @Test func dtypeMismatchIsAnErrorInTheanosWords() throws {
    let x = ivector("x")
    func wrong() throws {
      _ = try scan(sequences: x, outputsInfo: try constant(Int8(0))) { x, sum in x + sum }
    }
    let error = #expect(throws: GraphError.self) { try wrong() }
    #expect(
      error?.message.contains("has dtype int8, while the result of the inner function") == true)
    #expect(error?.site.location?.file == "ScanTests.swift")
  }

  @Test func jacobianOfMatrix() throws {
    let x = dmatrix("x")
    let j = try jacobian(x ** 2, wrt: x)
    let value = try evaluate([j], [x], [try NDArray([[1.0, 2.0], [3.0, 4.0]])])[0]
    #expect(value.shape == [2, 2, 2, 2])
    #expect(value.reals == [2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 6, 0, 0, 0, 0, 8])
    let v = dvector("v")
    let h = try hessian((v ** 3).sum(), wrt: v)
    #expect(try evaluate([h], [v], [try NDArray([1.0, 2.0])])[0].reals == [6, 0, 0, 12])
  }

  @Test func resultsAreConnectedToWhatTheyDependOn() throws {
    let a = dscalar("a"), b = dscalar("b")
    let ((first, second), _) = try scan(
      outputsInfo: [a, b], nSteps: 3
    ) { a, b in (a * 2, a + b) }
    #expect(throws: GraphError.self) { try grad(first[-1], wrt: b) }
    let g = try grad(second[-1], wrt: a)
    #expect(try evaluate([g], [a, b], [NDArray(1.0), NDArray(1.0)])[0].reals == [7])
    #expect(try grad(first[-1], wrt: b, disconnectedInputs: .ignore).error == nil)
  }

  @Test func forwardDerivative() throws {
    let w = dscalar("w"), xs = dvector("xs")
    let (rows, _) = try scan(sequences: xs, outputsInfo: 0.0, nonSequences: w) { x, h, w in
      h * w + x * x
    }
    let t = dvector("t")
    let forward = try rop(rows, wrt: xs, evalPoint: t)
    let values = try evaluate(
      [forward], [xs, w, t],
      [
        NDArray(elements: [1.0, 2], shape: [2]), NDArray(3.0),
        NDArray(elements: [1.0, 10], shape: [2]),
      ])
    #expect(values[0].reals == [2, 46])
  }
}
