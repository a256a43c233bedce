import TestSupport
import Testing
import TheanoCodeGen
import TheanoOps

@testable import Theano

@Suite("Native code of scalars gives what the reference gives", .enabled(if: hasCompiler))
struct NativeElementwiseTests {
  /// How far off results may be, in units in the last place of numbers from 1 on, for functions of which the
  /// reference is itself some units off. They are compared where they are smooth; golden values tell the rest.
  private static let tolerances: [String: Double] = [
    "gamma": 20, "gammaln": 20, "psi": 20, "tri_gamma": 40, "polygamma": 200, "erfcx": 20,
    "erfinv": 20, "erfcinv": 20, "gammainc": 50, "gammaincc": 50, "gammainc_der": 1e4,
    "chi2sf": 50, "j0": 50, "j1": 50, "jv": 200, "i0": 50, "i1": 50, "iv": 200,
  ]
  /// Operations in whose sums digits cancel: units are those of the larger operand.
  private static let cancelling: Set<String> = ["logaddexp"]

  @Test("Vectors of all dtypes, special numbers included", arguments: ScalarCombinations.all)
  func vectors(_ sample: ScalarCombinations) throws {
    if ScalarCombinations.outside.contains(sample.op.name) { return }
    let graph = ScalarGraph(sample, sample.selection)
    let native = try NativeFunction(
      inputs: graph.leaves, outputs: graph.outputs, toolchain: .standard)
    for count in [0, 1, 7, 64, 1000] {
      for hasSmallIntegers in [true, false] {
        let values = vectors(sample, graph, count: count, hasSmallIntegers: hasSmallIntegers)
        let expected = try evaluate(graph.outputs, graph.leaves, values)
        let actual = try native.run(values, shared: [])
        for (index, dtypes) in graph.combinations.enumerated() {
          if !hasSmallIntegers && needsSmallIntegers(sample, dtypes, expected[index].dtype) {
            continue
          }
          let operands = zip(graph.inputs, dtypes).compactMap { vectors, dtype in
            vectors[dtype].flatMap { graph.leaves.firstIndex(of: $0) }.map { values[$0] }
          }
          let mistake = mistake(sample, actual[index], expected[index], operands)
          #expect(mistake == nil, "\(sample.op.name) \(dtypes), \(count) elements")
        }
      }
    }
  }

  /// Numbers for all vectors of a graph.
  private func vectors(
    _ sample: ScalarCombinations, _ graph: ScalarGraph, count: Int, hasSmallIntegers: Bool
  ) -> [NDArray] {
    var source = ScalarValues(
      sample.op.name, domains: sample.op.domains, hasSmallIntegers: hasSmallIntegers,
      isLimited: NativeElementwiseTests.tolerances[sample.op.name] != nil)
    let divides = sample.op.name == "int_div" || sample.op.name == "mod"
    return graph.inputs.indices.flatMap { place in
      ScalarCombinations.dtypes.map { dtype in
        source.vector(place, dtype, count: count, isDivisor: divides && place == 1)
      }
    }
  }

  /// Whether large integers meet smaller floats, of which they would be other numbers than in the reference,
  /// which computes in float64; or pass through it.
  private func needsSmallIntegers(
    _ sample: ScalarCombinations, _ dtypes: [DType], _ result: DType
  ) -> Bool {
    if result == .bool { return false }
    return dtypes.contains(where: \.isFloat)
      && dtypes.contains { $0.isDiscrete && $0.size > (result == .float64 ? 8 : 2) }
      || sample.op is Switch && dtypes[0].isFloat && result.isDiscrete
  }

  /// Says what is wrong with a result, with the operands.
  private func mistake(
    _ sample: ScalarCombinations, _ actual: NDArray, _ expected: NDArray, _ operands: [NDArray]
  ) -> String? {
    let tolerance = NativeElementwiseTests.tolerances[sample.op.name]
    var size = tolerance.map { _ in [Double](repeating: 1, count: expected.count) }
    if NativeElementwiseTests.cancelling.contains(sample.op.name) {
      size = expected.reals.indices.map { i in operands.map { $0.reals[i].magnitude }.max() ?? 0 }
    }
    guard let text = actual.scalarMistake(expected, ulps: tolerance ?? 3, size: size) else {
      return nil
    }
    let place = Int(text.dropFirst().prefix { $0 != "]" }) ?? 0
    return "\(text) of \(operands.map { $0.count > place ? $0.reals[place] : 0 })"
  }

  @Test("Matrices, rows, columns and scalars", arguments: ScalarCombinations.all)
  func broadcasts(_ sample: ScalarCombinations) throws {
    if ScalarCombinations.outside.contains(sample.op.name) { return }
    for dtype in [DType.float32, .int32] {
      let shapes: [[Int?]] = [[nil, nil], [1, nil], [nil, 1], [1, 1]]
      let inputs = shapes.map { Variable(TensorType(dtype, shape: $0)) }
      let matrix = inputs[0]
      let rest = Array(repeating: matrix, count: max(0, sample.count - 2))
      let tuples =
        sample.count == 1
        ? inputs.map { [$0] } : inputs.flatMap { [[matrix, $0] + rest, [$0, matrix] + rest] }
      let outputs = tuples.compactMap(sample.applied)
      if outputs.isEmpty { continue }
      let native = try NativeFunction(inputs: inputs, outputs: outputs, toolchain: .standard)
      for (n, m) in [(0, 3), (3, 0), (1, 1), (7, 5), (1, 40), (40, 1)] {
        var generator = SeededGenerator("\(n) \(m)")
        let domain: ClosedRange<Double> = dtype == .int32 ? 1...9 : 0.3...0.9
        let values = [[n, m], [1, m], [n, 1], [1, 1]].map {
          generator.array($0, domain, dtype: dtype)
        }
        let expected = try evaluate(outputs, inputs, values)
        let actual = try native.run(values, shared: [])
        for (a, b) in zip(actual, expected) {
          #expect(
            mistake(sample, a, b, []) == nil, "\(sample.op.name) \(dtype) \(n) \(m)")
        }
      }
    }
  }

  @Test("Literals beside all dtypes")
  func literals() throws {
    for dtype in ScalarCombinations.dtypes {
      let x = Variable(TensorType(dtype, shape: [nil]), name: "x")
      let results = [
        x + 1, x * 0.5, lt(x, 1), gt(x, 0.1), le(x, -1), ge(1, x), eq(x, 2), neq(0.5, x),
        maximum(x, 1), intDiv(x, 3), mod(x, 5), x ** 2, x / 3, `where`(gt(x, 0), x, 1),
      ].filter { $0.error == nil }
      let native = try NativeFunction(inputs: [x], outputs: results, toolchain: .standard)
      var source = ScalarValues("\(dtype)", domains: [-3...3], hasSmallIntegers: true)
      let value = source.vector(0, dtype, count: 1000, isDivisor: false)
      let expected = try evaluate(results, [x], [value])
      for (a, b) in zip(try native.run([value], shared: []), expected) {
        #expect(a.scalarMistake(b, ulps: 3) == nil, "\(dtype)")
      }
    }
  }

  @Test("Conversions between all dtypes")
  func conversions() throws {
    for dtype in ScalarCombinations.dtypes {
      let x = Variable(TensorType(dtype, shape: [nil]), name: "x")
      let targets = ScalarCombinations.dtypes.filter { $0 != dtype }
      let results = targets.map { cast(x, $0) }
      let native = try NativeFunction(inputs: [x], outputs: results, toolchain: .standard)
      var source = ScalarValues(
        "\(dtype)", domains: [-100_000...100_000], hasSmallIntegers: false)
      var value = source.vector(0, dtype, count: 1000, isDivisor: false)
      if dtype.isFloat {
        // Ends of the ranges of integers, and what lies beyond.
        let ends = [7, 8, 15, 16, 31, 32, 33, 52, 53, 63, 64, 65, 90, 125, 127].flatMap { power in
          let end = Double(sign: .plus, exponent: power, significand: 1)
          return [end, -end, end.nextDown, end.nextUp, -end.nextUp, end - 1, end + 1.5, end * 1.5]
        }
        value = NDArray(reals: value.reals + ends, shape: [1000 + ends.count], dtype: dtype)
      }
      let expected = try evaluate(results, [x], [value])
      let actual = try native.run([value], shared: [])
      for (target, (a, b)) in zip(targets, zip(actual, expected)) {
        #expect(a.scalarMistake(b, ulps: 1) == nil, "\(dtype) to \(target)")
      }
    }
  }

  @Test("Integer division by zero is the reference's error")
  func zeroDivisors() throws {
    let x = ivector("x")
    let y = ivector("y")
    let zero = iscalar("zero")
    for result in [intDiv(x, y), mod(x, y)] {
      let f = try function([x, y], result)
      #expect(throws: EvaluationError.self) { try f([1, 2] as [Int32], [1, 0] as [Int32]) }
      #expect(try f([7, -7] as [Int32], [2, 2] as [Int32]).count == 2)
    }
    let f = try function([x, zero], intDiv(x, zero))
    #expect(try f([] as [Int32], 0 as Int32).count == 0)
    #expect(throws: EvaluationError.self) { try f([1] as [Int32], 0 as Int32) }
  }
}
