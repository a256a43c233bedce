import TestSupport
import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps
import TheanoScan

/// What Theano's documentation says of loops, and gradients of them by finite differences.
@Suite struct ScanSemanticsTests {
  let x = dvector("x")
  let w = dscalar("w")
  let sample = NDArray(elements: [1.0, 4, 9, 16], shape: [4])
  let weight = NDArray(0.5)

  private func values(_ rows: Variable) throws -> [Double] {
    try evaluate([rows], [x, w], [sample, weight])[0].reals
  }

  /// Compares gradients of `cost` with respect to `x` and `w` with finite differences.
  private func checkGradient(
    _ cost: Variable, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let g = try grad(cost, wrt: [x, w], disconnectedInputs: .ignore)
    let found = try evaluate(g, [x, w], [sample, weight]).flatMap(\.reals)
    let start = sample.reals + weight.reals
    for i in start.indices {
      func value(_ step: Double) throws -> Double {
        var point = start
        point[i] += step
        let inputs = [NDArray(elements: Array(point[..<4]), shape: [4]), NDArray(point[4])]
        return try evaluate([cost], [x, w], inputs)[0].reals[0]
      }
      let expected = try (value(1e-5) - value(-1e-5)) / 2e-5
      #expect(
        abs(found[i] - expected) <= 1e-5 * max(1, abs(expected)), "\(i): \(found[i]), \(expected)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func tapsOfSequences() throws {
    let (rows, _) = try scan(sequences: Taps(x, [0, -1])) { now, before in now - before }
    #expect(try values(rows) == [3, 5, 7])
    let (wide, _) = try scan(sequences: Taps(x, [-1, 2])) { a, b in a * b * w }
    #expect(try values(wide) == [8])
    try checkGradient(wide.sum())
    try checkGradient((rows ** 2).sum() * w)
  }

  @Test func tapsOfOutputs() throws {
    let (rows, _) = try scan(
      sequences: x, outputsInfo: Initial(x, taps: [-3, -1]), nonSequences: w
    ) { x, far, near, w in x * w + far * near * w }
    #expect(try values(rows)[0] == 0.5 + 0.5 * 1 * 9)
    try checkGradient(rows[-1] / 100)
    try checkGradient(try grad(rows[1] / 100, wrt: x)[..<3].sum())
  }

  @Test func severalOutputsAndSequences() throws {
    let ((sums, products), _) = try scan(sequences: [x, x[.stride(by: -1)]]) { a, b in
      (a + b, a * b * w)
    }
    #expect(try values(sums) == [17, 13, 13, 17])
    try checkGradient(products.sum() + (sums ** 2).sum() * w)
  }

  @Test func backwards() throws {
    let (rows, _) = try scan(sequences: x, outputsInfo: 0.0, goBackwards: true) { x, s in s * w + x
    }
    #expect(try values(rows) == [16, 17, 12.5, 7.25])
    try checkGradient(rows[-1])
  }

  @Test func untilWithGradient() throws {
    let (rows, _) = try scan(sequences: x, outputsInfo: w) { x, s in (s + x, until(s + x .> 5)) }
    #expect(try values(rows) == [1.5, 5.5])
    try checkGradient((rows ** 2).sum())
    try checkGradient(rows[-1] ** 3)
  }

  @Test func nestedLoopsWithGradient() throws {
    let (rows, _) = try scan(sequences: x, outputsInfo: 1.0) { a, s in
      try scan(sequences: x, outputsInfo: s) { b, t in t * w + a * b / 10 }.0[-1]
    }
    try checkGradient(rows.sum() / 10)
    try checkGradient(try grad(rows[-1] / 10, wrt: w))
  }

  @Test func zeroSteps() throws {
    let n = lscalar("n")
    let (rows, _) = try scan(outputsInfo: x, nSteps: n) { x in x * 2 }
    let zero = NDArray(Int64(0))
    let results = try evaluate([rows, rows[-1]], [x, n], [sample, zero])
    #expect(results.map(\.shape) == [[0, 4], [4]])
    #expect(results[1] == sample)
  }

  @Test func moreStepsThanRows() throws {
    let (rows, _) = try scan(sequences: x, nSteps: 5) { x in x + 1 }
    #expect(throws: EvaluationError.self) { try values(rows) }
  }

  @Test func folds() throws {
    let (right, _) = try foldr(x[..<3], 0.0) { a, sum in sum * 10 + a }
    let (left, _) = try foldl(x[..<3], 0.0) { a, sum in sum * 10 + a }
    let (total, _) = try reduce(x, 0) { a, sum in a + sum }
    let (squares, _) = try map(x) { $0 * $0 }
    #expect(try values(right) == [941])
    #expect(try values(left) == [149])
    #expect(try values(total) == [30])
    #expect(try values(squares) == [1, 16, 81, 256])
    try checkGradient(right * w + left * left)
  }

  @Test func jacobiansOfAnyRank() throws {
    let y = outer(x, x) * w
    let j = try jacobian(y, wrt: x)
    let value = try evaluate([j], [x, w], [sample, weight])[0]
    #expect(value.shape == [4, 4, 4])
    for (place, found) in value.reals.enumerated() {
      let (a, b, k) = (place / 16, place / 4 % 4, place % 4)
      let v = sample.reals
      #expect(found == 0.5 * ((a == k ? v[b] : 0) + (b == k ? v[a] : 0)))
    }
    let h = try hessian((x ** 3).sum() * w, wrt: x)
    let diagonal = try evaluate([diag(h)], [x, w], [sample, weight])[0].reals
    #expect(diagonal == sample.reals.map { 3 * $0 })
  }

  @Test func strictLoopsListWhatTheyUse() throws {
    #expect(throws: GraphError.self) { try scan(sequences: x, strict: true) { $0 * w } }
    let (rows, _) = try scan(sequences: x, nonSequences: w, strict: true) { x, w in x * w }
    #expect(try values(rows) == [0.5, 2, 4.5, 8])
  }
}
