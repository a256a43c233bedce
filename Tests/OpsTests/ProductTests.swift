import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

@Suite struct ProductTests {
  static let operations: Set<String> = ["dot", "tensordot", "outer", "batchedDot"]

  @Test func goldenValues() throws {
    let cases = try GoldenFile("ops.json").cases.filter { Self.operations.contains($0.op) }
    #expect(cases.count == 52)
    for golden in cases {
      try expectGolden(golden) { x in
        switch golden.op {
        case "dot": dot(x[0], x[1])
        case "outer": outer(x[0], x[1])
        case "batchedDot": batchedDot(x[0], x[1])
        default: tensordot(x[0], x[1], golden.args["axes"])
        }
      }
    }
  }

  private func tensordot(_ a: Variable, _ b: Variable, _ axes: JSONValue?) -> Variable {
    if let count = axes?.int { return TheanoOps.tensordot(a, b, axes: count) }
    let lists = axes?.list?.map { $0.list?.compactMap(\.int) ?? [] } ?? []
    return TheanoOps.tensordot(a, b, axes: (lists[0], lists[1]))
  }

  @Test func printsAsInTheano() {
    let (m, n) = (matrix("M"), matrix("N"))
    #expect(pp(dot(m, n)) == "(M \\dot N)")
    #expect(pp(m.T) == "M.T")
    #expect(pp(dot(3, m)) == "(TensorConstant{3} * M)")
  }

  @Test func dtypesArePromoted() {
    #expect(dot(imatrix(), fmatrix()).dtype == .float32)
    #expect(dot(fmatrix(), dvector()).dtype == .float64)
    #expect(dot(imatrix(), lmatrix()).dtype == .int64)
    #expect(dot(2.5, fmatrix()).dtype == .float32)
    #expect(outer(2.5, fmatrix()).dtype == .float32)
    #expect(TheanoOps.tensordot(2.5, fmatrix(), axes: 0).dtype == .float32)
  }

  @Test func boolProductsAreDisjunctions() throws {
    let (a, b) = (matrix("a", dtype: .bool), matrix("b", dtype: .bool))
    let values = [try NDArray([[true, true], [false, true]]), try NDArray([[true], [true]])]
    let result = try evaluate([dot(a, b)], [a, b], values)[0]
    #expect(result.dtype == .bool && result.ints == [1, 1])
  }

  @Test func staticShapesAreKnown() {
    let a = tensor("a", shape: [2, 3])
    let b = tensor("b", shape: [3, nil])
    #expect(dot(a, b).type.shape == [2, nil])
    let c = tensor("c", shape: [5, 2, 3])
    #expect(dot(c, tensor("d", shape: [7, 3, 4])).type.shape == [5, 2, 7, 4])
    #expect(matmul(c, tensor("d", shape: [1, 3, 4])).type.shape == [5, 2, 4])
    #expect(kron(a, a).type.shape == [4, 9])
  }

  @Test func gradientsBroadcastAsTheirOperands() throws {
    let (column, matrix) = (col("c"), matrix("m"))
    let product = dot(column, matrix)
    let owner = try #require(product.owner)
    let terms = try Dot().pullback(owner, [product])
    #expect(terms.map { $0?.broadcastable } == [[false, true], [true, false]])
  }

  @Test func matmulBroadcastsLeadingAxes() throws {
    let a = tensor("a", shape: [nil, 1, nil, nil])
    let b = tensor3("b")
    let (x, y) = (ramp([2, 1, 2, 3]), ramp([4, 3, 2]))
    let result = try evaluate([matmul(a, b)], [a, b], [x, y])[0]
    #expect(result.shape == [2, 4, 2, 2])
    let (u, v) = (matrix("u"), matrix("v"))
    for i in 0..<2 {
      for j in 0..<4 {
        let left = NDArray(
          reals: Array(x.reals[i * 6..<i * 6 + 6]), shape: [2, 3], dtype: .float64)
        let right = NDArray(
          reals: Array(y.reals[j * 6..<j * 6 + 6]), shape: [3, 2], dtype: .float64)
        let part = try evaluate([dot(u, v)], [u, v], [left, right])[0]
        let start = (i * 4 + j) * 4
        #expect(Array(result.reals[start..<start + 4]) == part.reals)
      }
    }
  }

  @Test func matmulOfVectors() throws {
    let (v, m, t) = (vector("v"), matrix("m"), tensor3("t"))
    let values = [ramp([3]), ramp([3, 2]), ramp([2, 3, 4])]
    let results = try evaluate(
      [matmul(v, v), matmul(v, m), matmul(m.T, v), matmul(v, t), matmul(t.mT, v)], [v, m, t], values
    )
    #expect(results.map(\.shape) == [[], [2], [2], [2, 4], [2, 4]])
    #expect(results[3].reals == results[4].reals)
    #expect(matmul(scalar("s"), m).error?.kind == .type)
  }

  @Test func kronOfMatrices() throws {
    let a = try constant([[1, 2], [3, 4]])
    let b = try constant([[0, 1]])
    let result = try evaluate([kron(a, b)])[0]
    #expect(result.shape == [2, 4])
    #expect(result.ints == [0, 1, 0, 2, 0, 3, 0, 4])
    let c = try evaluate([kron(try constant([1, 2]), try constant([1, 10, 100]))])[0]
    #expect(c.ints == [1, 10, 100, 2, 20, 200])
  }

  @Test func matrixDotMultipliesFromTheLeft() throws {
    let a = matrix("a")
    let value = NDArray(reals: [1, 1, 0, 1], shape: [2, 2], dtype: .float64)
    #expect(try evaluate([matrixDot(a, a, a)], [a], [value])[0].reals == [1, 3, 0, 1])
    #expect(matrixDot([]).error?.kind == .value)
  }

  @Test func batchedTensordotKeepsTheFirstAxis() throws {
    let (a, b) = (tensor4("a"), tensor4("b"))
    let (x, y) = (ramp([2, 3, 4, 5]), ramp([2, 4, 5, 6]))
    let whole = try evaluate(
      [
        batchedTensordot(a, b), batchedTensordot(a, b, axes: ([2, 3], [1, 2])),
        batchedTensordot(a, b, axes: ([3, 2], [2, 1])),
      ], [a, b], [x, y])
    #expect(whole.map(\.shape) == [[2, 3, 6], [2, 3, 6], [2, 3, 6]])
    #expect(whole[0].reals == whole[1].reals)
    #expect(whole[2].difference(from: whole[0]) == nil)
    let (u, v) = (tensor3("u"), tensor3("v"))
    let first = [x, y].map { array in
      NDArray(
        reals: Array(array.reals.prefix(array.count / 2)), shape: Array(array.shape.dropFirst()),
        dtype: .float64)
    }
    let part = try evaluate([TheanoOps.tensordot(u, v)], [u, v], first)[0]
    #expect(Array(whole[0].reals.prefix(18)) == part.reals)
  }

  @Test func lengthsThatDifferAreErrors() throws {
    let (a, b) = (matrix("a"), matrix("b"))
    let message = evaluationMessage([dot(a, b)], [a, b], [ramp([2, 3]), ramp([2, 4])])
    #expect(message == "shapes (2, 3) and (2, 4) not aligned: 3 (dim 1) != 2 (dim 0)")
    let known = dot(tensor("c", shape: [2, 3]), tensor("d", shape: [2, 3]))
    #expect(known.error?.kind == .shape)
    #expect(known.error?.message.contains("not aligned: 3 (dim 1) != 2 (dim 0)") == true)
    // The product of the lengths agrees, the lengths do not.
    let swapped = TheanoOps.tensordot(a, b, axes: ([0, 1], [0, 1]))
    #expect(
      evaluationMessage([swapped], [a, b], [ramp([2, 3]), ramp([3, 2])])?
        .contains("SpecifyShape: dim 0 of input has shape 3, expected 2") == true)
    let (s, t) = (tensor3("s"), tensor3("t"))
    #expect(
      evaluationMessage([batchedDot(s, t)], [s, t], [ramp([2, 1, 1]), ramp([3, 1, 1])])?
        .contains("different batch sizes: 2 and 3") == true)
  }

  @Test func wrongAxesAreErrors() {
    let (a, b) = (matrix("a"), matrix("b"))
    #expect(TheanoOps.tensordot(a, b, axes: 3).error?.kind == .axis)
    #expect(TheanoOps.tensordot(a, b, axes: -1).error?.kind == .axis)
    #expect(TheanoOps.tensordot(a, b, axes: ([0], [2])).error?.kind == .axis)
    #expect(TheanoOps.tensordot(a, b, axes: ([0, 0], [0, 1])).error?.kind == .axis)
    #expect(TheanoOps.tensordot(a, b, axes: ([0, 1], [0])).error?.kind == .axis)
    #expect(TheanoOps.tensordot(a, b, axes: [[0, 1], [0]]).error?.kind == .axis)
    #expect(TheanoOps.tensordot(a, b, axes: [[0]]).error?.kind == .axis)
    #expect(TheanoOps.tensordot(a, b, axes: [[0], [1]]).ndim == 2)
    #expect(batchedTensordot(a, b, axes: ([0], [1])).error?.kind == .axis)
    #expect(batchedTensordot(scalar(), b, axes: 0).error?.kind == .axis)
    #expect(batchedDot(scalar(), b).error?.kind == .type)
    #expect(kron(tensor3(), b).error?.kind == .type)
  }

  @Test func hugeResultsAreErrors() throws {
    let v = vector("v")
    let a = alloc(v, [1 << 40, 0])
    #expect(a.error == nil)
    let product = dot(zeros([1 << 40, 0]), zeros([0, 1 << 40]))
    #expect(evaluationMessage([product], [], [])?.contains("too large") == true)
  }
}
