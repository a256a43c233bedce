import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// The cases of `ops.json` for the given operations; each must have some.
func goldenCases(_ ops: [String]) throws -> [GoldenCase] {
  let cases = try GoldenFile("ops.json").cases.filter { ops.contains($0.op) }
  for op in ops where !cases.contains(where: { $0.op == op }) { throw UnknownOperation(op: op) }
  return cases
}

/// An operation that has no golden cases, or cases for an operation that tests do not know.
struct UnknownOperation: Error { var op: String }

extension GoldenCase {
  /// The axes among the parameters.
  var axes: Axes? {
    args["axis"]?.int.map { Axes($0) }
      ?? args["axis"]?.list.map { Axes($0.compactMap(\.int)) }
  }

  /// Says how what `build` makes of the operands differs from the golden outputs, nil if it does not; the
  /// operands' lengths are known or, but for ones, not.
  func difference(isStatic: Bool, _ build: ([Variable]) throws -> [Variable]) throws -> String? {
    let values = try inputs.map { try $0.array() }
    let operands = values.map { value in
      Variable(TensorType(value.dtype, shape: value.shape.map { isStatic || $0 == 1 ? $0 : nil }))
    }
    let results = try build(operands)
    let actual = try evaluate(results, operands, values)
    for ((result, variable), expected) in zip(zip(actual, results), outputs) {
      let tolerance =
        switch result.dtype {
        case .float16: 2e-3
        case .float32, .complex64: 2e-6
        default: 1e-12
        }
      if !variable.type.admits(shape: result.shape) || variable.dtype != result.dtype {
        return "a \(result.dtype) of shape \(result.shape) for \(variable.type)"
      }
      let text = result.difference(
        from: try expected.array(), relative: tolerance, absolute: tolerance / 10)
      if let text { return text }
    }
    return nil
  }
}

/// A variable of `ndim` axes of unknown length.
func tensor(_ ndim: Int, _ dtype: DType = .float64) -> Variable {
  Variable(TensorType(dtype, ndim: ndim))
}

/// The value of an expression of one variable.
func value(_ x: Variable, _ argument: NDArray, _ build: (Variable) -> Variable) throws -> NDArray {
  try evaluate([build(x)], [x], [argument])[0]
}

@Suite struct ReductionTests {
  static let ops = [
    "sum", "prod", "mean", "var", "std", "max", "min", "ptp", "any", "all", "norm", "logsumexp",
    "argmax", "argmin",
  ]

  @Test(arguments: try goldenCases(ops)) func golden(_ golden: GoldenCase) throws {
    let (axis, keepdims) = (golden.axes, golden.args["keepdims"]?.bool ?? false)
    for isStatic in [false, true] {
      let text = try golden.difference(isStatic: isStatic) { operands in
        let x = operands[0]
        switch golden.op {
        case "sum": return [x.sum(axis: axis, keepdims: keepdims)]
        case "prod": return [x.prod(axis: axis, keepdims: keepdims)]
        case "mean": return [x.mean(axis: axis, keepdims: keepdims)]
        case "var":
          return [x.var(axis: axis, ddof: golden.args["ddof"]?.int ?? 0, keepdims: keepdims)]
        case "std":
          return [x.std(axis: axis, ddof: golden.args["ddof"]?.int ?? 0, keepdims: keepdims)]
        case "max": return [x.max(axis: axis, keepdims: keepdims)]
        case "min": return [x.min(axis: axis, keepdims: keepdims)]
        case "ptp": return [x.ptp(axis: axis, keepdims: keepdims)]
        case "any": return [x.any(axis: axis, keepdims: keepdims)]
        case "all": return [x.all(axis: axis, keepdims: keepdims)]
        case "norm":
          let order = golden.args["ord"]?.real ?? 2
          return [x.norm(order, axis: axis, keepdims: keepdims)]
        case "logsumexp": return [logsumexp(x, axis: axis, keepdims: keepdims)]
        case "argmax": return [x.argmax(axis: axis, keepdims: keepdims)]
        case "argmin": return [x.argmin(axis: axis, keepdims: keepdims)]
        default: throw UnknownOperation(op: golden.op)
        }
      }
      #expect(text == nil, "\(golden)")
    }
  }

  @Test func wrongAxes() {
    let reductions: [(Variable, Axes) -> Variable] = [
      { $0.sum(axis: $1) }, { $0.prod(axis: $1) }, { $0.mean(axis: $1) }, { $0.var(axis: $1) },
      { $0.max(axis: $1, keepdims: true) }, { $0.argmin(axis: $1) }, { $0.any(axis: $1) },
      { $0.norm(axis: $1) }, { logsumexp($0, axis: $1) }, { median($0, axis: $1) },
      { softmax($0, axis: $1) }, { $0.std(axis: $1) }, { $0.ptp(axis: $1) },
    ]
    for reduction in reductions {
      let error = reduction(tensor(2), 2).error
      #expect(error?.kind == .axis)
      #expect(
        error?.message == "Not enough dimensions to reduce on axis 2: the operand has 2.")
      #expect(reduction(tensor(2), [0, -2]).error?.kind == .axis)
      #expect(reduction(tensor(0), 0).error?.kind == .axis)
      #expect(reduction(reduction(tensor(2), -3), 5).error?.message.contains("-3") == true)
    }
  }

  @Test func emptyExtremaAreErrors() throws {
    let x = tensor(2)
    let empty = NDArray(zeros: [0, 3], dtype: .float64)
    for y in [x.max(), x.max(axis: 0), x.argmax(axis: 0)] {
      let error = #expect(throws: EvaluationError.self) { try evaluate([y], [x], [empty]) }
      #expect(error?.message == "Input of CAReduce{maximum} has zero-size on axis 0")
    }
    let known = Variable(TensorType(.float64, shape: [0, nil])).min()
    #expect(known.error?.kind == .value)
    #expect(known.error?.message == "Input of CAReduce{minimum} has zero-size on axis 0")
    #expect(try value(x, empty) { $0.max(axis: 1) }.shape == [0])
  }

  @Test func dtypes() {
    let (integers, floats) = (tensor(1, .int8), tensor(1, .float32))
    #expect(integers.sum().dtype == .int64)
    #expect(tensor(1, .uint8).sum().dtype == .uint64)
    #expect(integers.sum(dtype: .int8).dtype == .int8)
    #expect(integers.mean().dtype == .float64)
    #expect(floats.mean().dtype == .float32)
    #expect(floats.var().dtype == .float32)
    #expect(tensor(1, .float16).std().dtype == .float16)
    #expect(floats.sum(dtype: .float64).dtype == .float64)
    #expect(floats.sum(dtype: .int32).error?.kind == .type)
    #expect(tensor(1, .complex64).prod(dtype: .float32).error?.kind == .type)
    let narrow = tensor(1).sum(accDtype: .float32).error
    #expect(narrow?.message.contains("as precision would be lost") == true)
    #expect(tensor(1, .complex128).max().error?.kind == .type)
    #expect(tensor(1, .bool).ptp().error?.kind == .type)
    #expect(tensor(1, .complex64).norm().dtype == .float32)
    #expect(tensor(1, .complex64).var().dtype == .float32)
  }

  @Test func sumsAreExactWhereTheyCanBe() throws {
    let x = tensor(1, .int8)
    let bytes = NDArray(elements: [Int8](repeating: 127, count: 1000), shape: [1000])
    #expect(try value(x, bytes) { $0.sum() }.ints == [127_000])
    #expect(try value(x, bytes) { $0.mean() }.reals == [127])
    let half = NDArray(elements: [Float16](repeating: 60000, count: 100), shape: [100])
    #expect(try value(tensor(1, .float16), half) { $0.mean() }.reals == [60000])
    let tenth = NDArray(elements: [Float](repeating: 0.1, count: 1_000_000), shape: [1_000_000])
    let total = try value(tensor(1, .float32), tenth) { $0.sum() }.reals[0]
    #expect(total.isNear(100_000, 1e-6, 0))
  }

  @Test func axesAreNumbersOrArraysOfThem() throws {
    let x = NDArray(elements: [1.0, 2, 3, 4, 5, 6], shape: [2, 3])
    let (one, both, none): (Int, [Int], Int?) = (1, [0, -1], nil)
    #expect(try value(tensor(2), x) { $0.sum(axis: one) }.reals == [6, 15])
    #expect(try value(tensor(2), x) { mean($0, axis: one - 1) }.reals == [2.5, 3.5, 4.5])
    #expect(try value(tensor(2), x) { $0.max(axis: both) }.reals == [6])
    #expect(try value(tensor(2), x) { $0.max(axis: [one, 0]) }.reals == [6])
    #expect(try value(tensor(2), x) { argmax($0, axis: none) }.ints == [5])
    #expect(try value(tensor(2), x) { $0.prod(axis: both.isEmpty ? nil : 0) }.reals == [4, 10, 18])
    #expect(softmax(tensor(2), axis: one).ndim == 2)
    #expect(squeeze(tensor(2), axis: one).ndim == 1)
    #expect(flip(tensor(2), axis: both).ndim == 2)
  }

  @Test func emptyAxesAndRankZero() throws {
    let row = NDArray(elements: [3.0, -4], shape: [2])
    let x = tensor(1)
    #expect(try value(x, row) { $0.sum(axis: []) }.reals == [3, -4])
    #expect(try value(x, row) { $0.max(axis: []) }.reals == [3, -4])
    #expect(try value(x, row) { $0.argmax(axis: []) }.ints == [0, 0])
    #expect(try value(x, row) { $0.mean(axis: [], keepdims: true) }.reals == [3, -4])
    let s = tensor(0)
    let number = NDArray(-2.0)
    #expect(try value(s, number) { $0.max() }.reals == [-2])
    #expect(try value(s, number) { $0.norm(3) }.reals[0].isNear(2, 1e-15, 0))
    #expect(try value(s, number) { $0.var() }.reals == [0])
    #expect(try value(s, number) { logsumexp($0) }.reals == [-2])
    #expect(try value(s, number) { $0.argmin() }.ints == [0])
  }

  @Test func norms() throws {
    let x = tensor(2)
    let matrix = NDArray(elements: [3.0, -4, 0, 1], shape: [2, 2])
    #expect(try value(x, matrix) { $0.norm(.infinity) }.reals == [4])
    #expect(try value(x, matrix) { $0.norm(-.infinity, axis: 1) }.reals == [3, 0])
    #expect(try value(x, matrix) { $0.norm(0, axis: 1, keepdims: true) }.reals == [2, 1])
    #expect(try value(x, matrix) { $0.norm(1) }.reals == [8])
    #expect(try value(x, matrix) { $0.norm(2, axis: 1) }.reals == [5, 1])
    #expect(x.norm(.nan).error?.kind == .value)
  }

  @Test func complexMoments() throws {
    let z = tensor(1, .complex128)
    let values = NDArray(complexes: [Complex(3, 4), Complex(1, 0)], shape: [2], dtype: .complex128)
    #expect(try value(z, values) { $0.norm(1) }.reals == [6])
    #expect(try value(z, values) { $0.norm() }.reals[0].isNear(26.0.squareRoot(), 1e-15, 0))
    #expect(try value(z, values) { $0.mean() }.complexes == [Complex(2, 2)])
    // numpy.var([3+4j, 1])
    #expect(try value(z, values) { $0.var() }.reals[0].isNear(5, 1e-14, 0))
    #expect(try value(z, values) { cov($0) }.complexes[0].real.isNear(10, 1e-14, 0))
  }

  @Test func medians() throws {
    let x = tensor(2)
    let values: [Double] = [3, 1, 2, .nan, 1, 2, 5, 4, 4]
    let matrix = NDArray(elements: values, shape: [3, 3])
    #expect(
      try value(x, matrix) { median($0, axis: [0]) }.difference(
        from: NDArray(elements: [.nan, 1, 2], shape: [3])) == nil)
    let even = NDArray(elements: [4.0, 1, 3, 2], shape: [2, 2])
    #expect(try value(x, even) { median($0) }.reals == [2.5])
    #expect(try value(x, even) { median($0, axis: 1, keepdims: true) }.shape == [2, 1])
    let empty = NDArray(zeros: [0, 2], dtype: .float64)
    #expect(try value(x, empty) { median($0, axis: 0) }.reals.allSatisfy(\.isNaN))
    #expect(
      try value(tensor(1, .int32), NDArray(elements: [Int32(1), 2], shape: [2])) {
        median($0)
      }.reals == [1.5])
  }

  @Test func covariance() throws {
    let x = tensor(2)
    // numpy.cov([[1, 2, 4], [3, 1, 0]]) and variations.
    let matrix = NDArray(elements: [1.0, 2, 4, 3, 1, 0], shape: [2, 3])
    func check(_ expected: [Double], _ build: (Variable) -> Variable) throws {
      let actual = try value(x, matrix, build).reals
      #expect(actual.count == expected.count)
      for (a, b) in zip(actual, expected) { #expect(a.isNear(b, 1e-12, 1e-12)) }
    }
    try check([7.0 / 3, -13.0 / 6, -13.0 / 6, 7.0 / 3]) { cov($0) }
    try check([14.0 / 9, -13.0 / 9, -13.0 / 9, 14.0 / 9]) { cov($0, bias: true) }
    try check([2, -1, -4, -1, 0.5, 2, -4, 2, 8]) { cov($0, rowvar: false) }
    try check([7.0 / 3]) { cov($0[0]) }
    let frequencies = try constant([1, 2, 1]), weights = try constant([0.5, 1, 2])
    try check([13 / 7, -19 / 14, -19 / 14, 17 / 14]) {
      cov($0, fweights: frequencies, aweights: weights)
    }
    try check([7.0 / 3, -13.0 / 6, -13.0 / 6, 7.0 / 3]) { cov($0[0], $0[1]) }
    #expect(cov(tensor(3)).error != nil)
  }

  @Test func printing() {
    let m = Variable(TensorType(.float64, ndim: 2), name: "M")
    #expect(pp(m.sum()) == "Sum{acc_dtype=float64}(M)")
    #expect(pp(m.sum(axis: 0)) == "Sum{axis=[0], acc_dtype=float64}(M)")
    #expect(pp(m.max()) == "MaxAndArgmax{axis=(0, 1)}(M)")
    #expect(pp(softmax(m)) == "Softmax(M)")
    let v = Variable(TensorType(.float64, ndim: 1), name: "v")
    #expect(pp(v.sort()) == "SortOp{quicksort, None}(v, TensorConstant{-1})")
  }

  @Test func hugeResultsAreErrors() {
    let x = tensor(2)
    let empty = NDArray(zeros: [0, 1 << 46], dtype: .float64)
    for y in [x.sum(axis: 0), x.prod(axis: 0), x.any(axis: 0), logsumexp(x, axis: 0)] {
      #expect(throws: EvaluationError.self) { try evaluate([y], [x], [empty]) }
    }
  }
}
