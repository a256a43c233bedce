import TestSupport
import Testing
import TheanoCodeGen
import TheanoOps

@testable import Theano

@Suite("Native code of complex numbers gives what the reference gives", .enabled(if: hasCompiler))
struct NativeComplexTests {
  /// The scalar operations that complex numbers have.
  static let operations = ScalarCombinations.all.filter { sample in
    let operands = (0..<sample.count).map { _ in Variable(TensorType(.complex128, shape: [nil])) }
    return sample.op is ComplexOf || sample.result(operands).error == nil
  }

  /// Operations in which differences of infinities may be taken, or not if a product is rounded only with the sum
  /// that it is in.
  private static let cancelling: Set<String> = [
    "mul", "sqr", "true_div", "inv", "pow", "arcsin", "arccos", "arctan", "arcsinh", "arccosh",
    "arctanh",
  ]

  /// The dtypes of operands: all complex ones, and mixtures.
  private static func dtypes(_ sample: ScalarCombinations) -> [[DType]] {
    if sample.op is ComplexOf {
      return [[.float32, .float32], [.float64, .float32], [.int32, .float64], [.bool, .bool]]
    }
    let same = [DType.complex64, .complex128].map { Array(repeating: $0, count: sample.count) }
    let others: [DType] = [.bool, .uint8, .int64, .float16, .float32, .float64, .complex128]
    switch sample.count {
    case 1: return same
    case 2: return same + others.flatMap { [[.complex64, $0], [$0, .complex128]] }
    default: return same + others.map { [$0, .complex64, .complex64] }
    }
  }

  /// Complex numbers whose parts are of all kinds, and numbers of ordinary size.
  private static func values(_ dtype: DType, count: Int, _ place: Int) -> NDArray {
    var generator = SeededGenerator("\(dtype) \(place)")
    if !dtype.isComplex { return generator.array([count], 0...3, dtype: dtype) }
    let special = [
      0, -0.0, 1, -1, 0.5, -2.5, 1e-5, 3e-39, 1e-200, -0x1p-1030, 30, -700, 1e10, -3e38, 1e200,
      1.7e308,
      .infinity, -.infinity, .nan,
    ]
    let numbers = (0..<count).map { position -> Complex<Double> in
      // Of a second operand the same numbers come in another order.
      let turned = (position + place * 7) % (special.count * special.count)
      if position < special.count * special.count {
        return Complex(special[turned % special.count], special[turned / special.count])
      }
      let parts = (0..<2).map { _ in Double.random(in: -3...3, using: &generator) }
      return Complex(parts[0], parts[1])
    }
    return NDArray(complexes: numbers, shape: [count], dtype: dtype)
  }

  @Test("Scalar operations on numbers of all kinds", arguments: operations)
  func scalars(_ sample: ScalarCombinations) throws {
    let count = 1000
    for dtypes in Self.dtypes(sample) {
      let inputs = dtypes.enumerated().map { place, dtype in
        Variable(TensorType(dtype, shape: [nil]), name: "x\(place)")
      }
      let result = sample.result(inputs)
      if result.error != nil { continue }
      let plan = try NativePlan(inputs: inputs, outputs: [result])
      #expect(plan.scheduled.outside.isEmpty, "\(sample.op.name) \(dtypes)")
      let native = try NativeFunction(inputs: inputs, outputs: [result], toolchain: .standard)
      let values = dtypes.enumerated().map { Self.values($1, count: count, $0) }
      let expected = try evaluate([result], inputs, values)[0]
      let actual = try native.run(values, shared: [])[0]
      #expect(actual.dtype == expected.dtype && actual.shape == expected.shape)
      let bound = tolerance(sample, actual.dtype)
      let cancels = Self.cancelling.contains(sample.op.name)
      let wrong = zip(actual.complexes, expected.complexes).enumerated().compactMap {
        index, pair -> String? in
        let (found, wanted) = pair
        if found.isClose(wanted, bound) { return nil }
        if cancels && !found.isFinite && !wanted.isFinite { return nil }
        if sample.op is Pow, values[1].complexes[index].magnitude > 100 { return nil }
        return "\(found.rawStorage), expected \(wanted.rawStorage) of "
          + "\(values.map { $0.complexes[index].rawStorage })"
      }
      #expect(wrong.prefix(6) == [], "\(sample.op.name) \(dtypes), \(wrong.count)")
    }
  }

  /// How far off a result may be, relative to its size.
  private func tolerance(_ sample: ScalarCombinations, _ dtype: DType) -> Double {
    let unit = dtype == .complex64 || dtype == .float32 ? 0x1p-23 : 0x1p-52
    return unit * (sample.op is Pow ? 3000 : 8)
  }
}

extension ScalarCombinations {
  /// The operation on variables.
  func result(_ operands: [Variable]) -> Variable {
    func apply(_ op: some ScalarOp) -> Variable { elementwise(op, operands) }
    return apply(op)
  }
}

extension Complex<Double> {
  /// Whether this is `expected`, or within a distance of it relative to its size. Parts that are not finite agree.
  fileprivate func isClose(_ expected: Complex, _ bound: Double) -> Bool {
    let (a, b) = (rawStorage, expected.rawStorage)
    let size = max(b.x.isFinite ? abs(b.x) : 0, b.y.isFinite ? abs(b.y) : 0)
    return [(a.x, b.x), (a.y, b.y)].allSatisfy { found, wanted in
      if !found.isFinite || !wanted.isFinite {
        return found == wanted || found.isNaN && wanted.isNaN
      }
      return abs(found - wanted) <= bound * max(size, .leastNormalMagnitude)
    }
  }
}
