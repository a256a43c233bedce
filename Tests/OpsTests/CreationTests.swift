import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

@Suite struct CreationTests {
  static let operations: Set<String> = ["eye", "tri", "arange"]

  @Test func goldenValues() throws {
    let cases = try GoldenFile("ops.json").cases.filter { Self.operations.contains($0.op) }
    #expect(Set(cases.map(\.op)) == Self.operations)
    for golden in cases { try expectGolden(golden) { _ in try expression(golden) } }
  }

  private func expression(_ golden: GoldenCase) throws -> Variable {
    let args = golden.args
    let dtype = DType(rawValue: args["dtype"]?.text ?? "")
    let (n, m, k) = (args["n"]?.int ?? 9, args["m"]?.int, args["k"]?.int ?? 99)
    func bound(_ name: String) -> Variable {
      if let value = args[name]?.int { return Variable(integerLiteral: value) }
      return Variable(floatLiteral: args[name]?.real ?? .nan)
    }
    switch golden.op {
    case "eye": return eye(n, m, k: k, dtype: dtype)
    case "tri": return tri(n, m, k: k, dtype: dtype)
    default: return arange(bound("start"), bound("stop"), bound("step"), dtype: dtype)
    }
  }

  @Test func dtypesOfRanges() {
    #expect(arange(3).dtype == .int64 && arange(3.0).dtype == .float64)
    #expect(arange(iscalar("n")).dtype == .int64)
    #expect(arange(fscalar("x")).dtype == .float32)
    #expect(arange(0, fscalar("x"), 0.5).dtype == .float32)
    #expect(arange(0, 3, dtype: .int8).dtype == .int8)
    Configuration.$current.withValue(Configuration(flags: "floatX=float32")) {
      #expect(arange(5.0).dtype == .float32)
      #expect(zeros([2]).dtype == .float32)
      #expect(eye(2).dtype == .float32)
    }
    #expect(arange(2, 11, 3).type.shape == [3])
    #expect(arange(vector("x")).error?.kind == .type)
    #expect(arange(zscalar("z")).error?.kind == .type)
    #expect(arange(3, dtype: .bool).error?.kind == .type)
  }

  @Test func rangesWithVariables() throws {
    let (a, b, c) = (lscalar("a"), lscalar("b"), lscalar("c"))
    let y = arange(a, b, c)
    func value(_ bounds: [Int]) throws -> [Int] {
      try evaluate([y], [a, b, c], bounds.map { NDArray($0) })[0].ints
    }
    #expect(try value([1, 8, 3]) == [1, 4, 7])
    #expect(try value([1, -8, -4]) == [1, -3, -7])
    #expect(try value([1, 0, 1]) == [])
    #expect(try value([.max - 1, .max, 5]) == [.max - 1])
    #expect(throws: EvaluationError.self) { try value([0, 1, 0]) }
    #expect(throws: EvaluationError.self) { try value([.min, .max, 1]) }
    #expect(arange(0, 1, 0).error?.kind == .value)
    #expect(arange(0, 1, 0.0).error?.kind == .value)
    #expect(arange(0, Variable(floatLiteral: .infinity), 1.0).error?.kind == .value)
    #expect(arange(0, Variable(floatLiteral: .nan), 1.0).error?.kind == .value)
  }

  @Test func allocation() throws {
    let (n, v) = (lscalar("n"), vector("v"))
    let outputs = [
      zeros([2, n]), ones(n, dtype: .int8), full([n], 2.5), alloc(v, 2, n), zeros(v.shape),
      fullLike(v, 7), full([2], 7), zeros([Variable]()),
    ]
    let values = try evaluate(outputs, [n, v], [NDArray(3), ramp([3])])
    #expect(values.map(\.shape) == [[2, 3], [3], [3], [2, 3], [3], [3], [2], []])
    #expect(
      values.map(\.dtype) == [
        .float64, .int8, .float64, .float64, .float64, .float64, .int64, .float64,
      ])
    #expect(values[3].reals == [1, 2, 3, 1, 2, 3])
    #expect(outputs[0].type.shape == [2, nil])
    #expect(alloc(tensor("a", shape: [3]), n, n).type.shape == [nil, 3])
    #expect(alloc(1, 2).dtype == .int64)
  }

  @Test func allocationErrors() throws {
    let (n, v) = (lscalar("n"), vector("v"))
    #expect(
      zeros([2, scalar("f")]).error?.message
        == "Shape arguments to Alloc must be integers, but argument 1 is not for apply node: f")
    #expect(zeros([lvector("f")]).error?.kind == .type)
    #expect(zeros(lvector("f")).error?.kind == .value)
    #expect(zeros(vector("f")).error?.kind == .type)
    #expect(zeros([-1]).error?.kind == .value)
    #expect(alloc(matrix("m"), 2).error?.kind == .type)
    #expect(alloc(tensor("a", shape: [3]), 4).error?.kind == .shape)
    for bad in [-1, Int.min, Int.max, 1 << 60] {
      #expect(evaluationMessage([zeros([2, n])], [n], [NDArray(bad)]) != nil)
      #expect(evaluationMessage([alloc(v, n, 1)], [n, v], [NDArray(bad), ramp([1])]) != nil)
    }
    let message = evaluationMessage([alloc(v, 3)], [v], [ramp([1])])
    #expect(message?.contains("length 1, to length 3. An axis of length 1 broadcasts only") == true)
    let u = scalar("u", dtype: .uint64)
    #expect(evaluationMessage([zeros([u])], [u], [NDArray(UInt64.max)]) != nil)
  }

  @Test func identities() throws {
    let (x, n) = (fmatrix("x"), lscalar("n"))
    let values = try evaluate(
      [identityLike(x), identity(n), eye(n, k: n)], [x, n],
      [NDArray(zeros: [2, 3], dtype: .float32), NDArray(2)])
    #expect(values[0].dtype == .float32 && values[0].reals == [1, 0, 0, 0, 1, 0])
    #expect(values[1].reals == [1, 0, 0, 1] && values[2].reals == [0, 0, 0, 0])
    #expect(eye(3, 4).type.shape == [3, 4])
    #expect(eye(-1).error?.kind == .value)
    #expect(eye(scalar("f")).error?.kind == .type)
    #expect(identityLike(vector()).error?.kind == .type)
    for bad in [-1, Int.min, Int.max] {
      #expect(evaluationMessage([eye(n)], [n], [NDArray(bad)]) != nil)
    }
    #expect(try evaluate([eye(2, k: n)], [n], [NDArray(Int.max)])[0].reals == [0, 0, 0, 0])
  }

  @Test func spacedNumbers() throws {
    let n = lscalar("n")
    let values = try evaluate(
      [
        linspace(0, 1, n), linspace(1, 2, n, endpoint: false), geomspace(1, 16, n),
        logspace(0, 2, 3), linspace(2.0, 3.0, 1), linspace(0, 1, 0), linspace(0.0, 0.1, 7),
      ], [n], [NDArray(5)])
    #expect(values[0].reals == [0, 0.25, 0.5, 0.75, 1])
    #expect(values[1].difference(from: try NDArray([1, 1.2, 1.4, 1.6, 1.8])) == nil)
    #expect(values[2].difference(from: try NDArray([1.0, 2, 4, 8, 16])) == nil)
    #expect(values[3].difference(from: try NDArray([1.0, 10, 100])) == nil)
    #expect(values[4].reals == [2] && values[5].reals == [])
    #expect(values[6].reals.last == 0.1)
    #expect(linspace(fscalar("a"), 1).dtype == .float32)
    #expect(linspace(0, 1, 9).type.shape == [9])
    #expect(linspace(0, 1, -1).error?.kind == .value)
    #expect(linspace(vector("v"), 1).error?.kind == .type)
  }

  @Test func grids() throws {
    let n = lscalar("n")
    let dense = mgrid(0..<2, 1..<4)
    let open = ogrid([arange(n), 3])
    let values = try evaluate(dense + open, [n], [NDArray(2)])
    #expect(values.map(\.shape) == [[2, 3], [2, 3], [2, 1], [1, 3]])
    #expect(values[0].ints == [0, 0, 0, 1, 1, 1] && values[1].ints == [1, 2, 3, 1, 2, 3])
    #expect(ogrid([matrix("m")])[0].error?.kind == .type)
    #expect(mgrid().isEmpty)
  }

  @Test func trianglesAreChecked() throws {
    let (x, t) = (matrix("x"), tensor3("t"))
    #expect(tril(vector()).error?.kind == .type)
    #expect(triu(x, k: scalar("f")).error?.kind == .type)
    #expect(tri(2, scalar("f")).error?.kind == .type)
    let values = try evaluate(
      [tril(x) + triu(x, k: 1), tril(t), triu(t)], [x, t], [ramp([2, 3]), ramp([2, 2, 2])])
    #expect(values[0].reals == ramp([6]).reals)
    #expect(values[1].reals == [1, 0, 3, 4, 5, 0, 7, 8])
    #expect(values[2].reals == [1, 2, 0, 4, 5, 6, 0, 8])
    #expect(tril(fmatrix()).dtype == .float32 && tril(imatrix()).dtype == .int32)
  }
}
