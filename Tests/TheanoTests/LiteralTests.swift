import TestSupport
import Testing
import Theano

/// Literals and Swift numbers take the dtype of what they stand beside: design section 2, items 1
/// and 2.
@Suite struct LiteralTests {
  /// What decides the dtype of a use.
  private enum Rule { case common, quotient, truth }

  /// An expression of a tensor and a number.
  private struct Use {
    var label: String
    var rule: Rule
    /// Whether it exists for complex numbers.
    var isComplex: Bool
    var result: Variable

    init(_ label: String, _ rule: Rule, isComplex: Bool = true, _ result: Variable) {
      self.label = label
      self.rule = rule
      self.isComplex = isComplex
      self.result = result
    }
  }

  private let condition = Variable(TensorType(.bool, shape: []))

  private func uses(_ x: Variable, _ k: Variable) -> [Use] {
    [
      Use("x + k", .common, x + k), Use("k + x", .common, k + x),
      Use("x - k", .common, x - k), Use("k - x", .common, k - x),
      Use("x * k", .common, x * k), Use("k * x", .common, k * x),
      Use("x / k", .quotient, x / k), Use("k / x", .quotient, k / x),
      Use("x ** k", .common, x ** k), Use("k ** x", .common, k ** x),
      Use("x % k", .common, isComplex: false, x % k),
      Use("k % x", .common, isComplex: false, k % x),
      Use("x .< k", .truth, isComplex: false, x .< k),
      Use("k .< x", .truth, isComplex: false, k .< x),
      Use("x .> k", .truth, isComplex: false, x .> k),
      Use("x .<= k", .truth, isComplex: false, x .<= k),
      Use("x .>= k", .truth, isComplex: false, x .>= k),
      Use("x .== k", .truth, x .== k), Use("k .!= x", .truth, k .!= x),
      Use("maximum", .common, isComplex: false, maximum(x, k)),
      Use("minimum", .common, isComplex: false, minimum(x, k)),
      Use("switch", .common, `switch`(condition, x, k)),
      Use("where", .common, `where`(condition, k, x)),
      Use("clip", .common, isComplex: false, clip(x, k, k)),
    ]
  }

  /// The same by the overloads for Swift numbers.
  private func uses(_ x: Variable, swift k: some ScalarConvertible) -> [Use] {
    [
      Use("x + k", .common, x + k), Use("k + x", .common, k + x),
      Use("x - k", .common, x - k), Use("k - x", .common, k - x),
      Use("x * k", .common, x * k), Use("k * x", .common, k * x),
      Use("x / k", .quotient, x / k), Use("k / x", .quotient, k / x),
      Use("x ** k", .common, x ** k), Use("k ** x", .common, k ** x),
      Use("x % k", .common, isComplex: false, x % k),
      Use("k % x", .common, isComplex: false, k % x),
      Use("x .< k", .truth, isComplex: false, x .< k),
      Use("k .< x", .truth, isComplex: false, k .< x),
      Use("x .> k", .truth, isComplex: false, x .> k),
      Use("k .<= x", .truth, isComplex: false, k .<= x),
      Use("x .>= k", .truth, isComplex: false, x .>= k),
      Use("x .== k", .truth, x .== k), Use("k .!= x", .truth, k .!= x),
      Use("maximum", .common, isComplex: false, maximum(x, k)),
      Use("minimum", .common, isComplex: false, minimum(x, k)),
      Use("switch", .common, `switch`(condition, x, k)),
      Use("where", .common, `where`(condition, k, x)),
      Use("clip", .common, isComplex: false, clip(x, k, k)),
    ]
  }

  private func check(_ uses: [Use], _ dtype: DType, _ kind: DType.Kind, floatX: DType) {
    let common: DType =
      kind <= dtype.kind ? dtype : kind == .real ? floatX : .int64
    for use in uses {
      let label = "\(use.label), \(kind) literal beside \(dtype), floatX \(floatX)"
      guard use.isComplex || dtype.kind != .complex else {
        #expect(use.result.error != nil, "\(label)")
        continue
      }
      let expected: DType =
        switch use.rule {
        case .common: common
        case .quotient: common.isDiscrete ? floatX : common
        case .truth: .bool
        }
      #expect(use.result.error == nil, "\(label)")
      #expect(use.result.dtype == expected, "\(label)")
    }
  }

  @Test(arguments: DType.allCases, [DType.float64, .float32])
  func literalsNeverWiden(_ dtype: DType, floatX: DType) {
    var configuration = Configuration.current
    configuration.floatX = floatX
    Configuration.$current.withValue(configuration) {
      let x = Variable(TensorType(dtype, shape: [nil]), name: "x")
      check(uses(x, 2), dtype, .integer, floatX: floatX)
      check(uses(x, 0.5), dtype, .real, floatX: floatX)
      check(uses(x, 2.0), dtype, .real, floatX: floatX)
      check(uses(x, -0.5), dtype, .real, floatX: floatX)
      check(uses(x, swift: 2), dtype, .integer, floatX: floatX)
      check(uses(x, swift: 2 as Int32), dtype, .integer, floatX: floatX)
      check(uses(x, swift: 2 as Int64), dtype, .integer, floatX: floatX)
      check(uses(x, swift: 0.5 as Float), dtype, .real, floatX: floatX)
      check(uses(x, swift: 0.1), dtype, .real, floatX: floatX)
      if !dtype.isUnsigned {
        check(uses(x, -2), dtype, .integer, floatX: floatX)
        check(uses(x, swift: -2), dtype, .integer, floatX: floatX)
      }
      if dtype != .bool {
        let truth = true
        check(uses(x, true), dtype, .bool, floatX: floatX)
        check(uses(x, swift: truth), dtype, .bool, floatX: floatX)
      }
    }
  }

  /// A number of any width beside a matrix gets axes of its own before it gets its dtype.
  @Test(arguments: [DType.float64, .float32], [DType.int32, .float32, .float64])
  func numbersOfAnyWidthMeetMatrices(floatX: DType, _ dtype: DType) throws {
    var configuration = Configuration.current
    configuration.floatX = floatX
    try Configuration.$current.withValue(configuration) {
      let x = Variable(TensorType(dtype, shape: [nil, nil]), name: "x")
      let half = dtype.isInteger ? floatX : dtype
      let one = try NDArray([[1]], dtype: dtype)
      for (result, expected, type) in [
        (x + (0.5 as Float), 1.5, half), (x + 0.5, 1.5, half), (x + (2 as Int32), 3, dtype),
        (x * (2 as Int64), 2, dtype), (`switch`(x .> (0 as Float), x, 0.5), 1, half),
        (x + (-Variable(0.5)), 0.5, half),
      ] {
        let value = try result.eval([x: one])
        #expect(try value.element(at: [0, 0], as: Double.self) == expected)
        #expect(value.dtype == type && value.shape == [1, 1])
      }
    }
  }

  @Test(arguments: DType.allCases.filter(\.isInteger))
  func literalsThatDoNotFitAreErrors(_ dtype: DType) throws {
    let x = Variable(TensorType(dtype, shape: [nil]), name: "x")
    let bits = dtype.size * 8 - (dtype.isUnsigned ? 0 : 1)
    var wrong: [Int] = bits < 63 ? [1 << bits] : []
    wrong.append(contentsOf: dtype.isUnsigned ? [-1] : bits < 63 ? [-(1 << bits) - 1] : [])
    for k in wrong {
      for use in uses(x, swift: k) where use.rule == .common {
        let error = try #require(use.result.error, "\(use.label)")
        #expect(error.kind == .type)
        #expect(error.message.contains("\(k)"))
      }
    }
    if bits < 63 { #expect((x + ((1 << bits) - 1)).dtype == dtype) }
    if !dtype.isUnsigned { #expect((x + -(1 << Swift.min(bits, 62))).dtype == dtype) }
  }

  @Test func halvesOfLiterals() throws {
    for dtype in DType.allCases where dtype.isFloat {
      let x = Variable(TensorType(dtype, shape: []), name: "x")
      let results = [1 / 2 * x, x + 1 / 2, 0.5 * x, x / 2, x * (3 / 2 - 1), -1 / 2 * x]
      let values = try evaluate(results, [x], [NDArray(3.0).cast(to: dtype)])
      #expect(values.map(\.dtype).allSatisfy { $0 == dtype })
      #expect(values.map { $0.reals[0] } == [1.5, 3.5, 1.5, 1.5, 1.5, -1.5])
    }
    let i = Variable(TensorType(.int32, shape: []), name: "i")
    let results = [1 / 2 * i, i + 1 / 2, i / 2, i * 2]
    let values = try evaluate(results, [i], [NDArray(Int32(3))])
    #expect(values.map(\.dtype) == [.float64, .float64, .float64, .int32])
    #expect(values.map { $0.reals[0] } == [1.5, 3.5, 1.5, 6])
  }

  @Test(arguments: [DType.float64, .float32])
  func literalsAreExact(floatX: DType) throws {
    var configuration = Configuration.current
    configuration.floatX = floatX
    try Configuration.$current.withValue(configuration) { () throws in
      let x = Variable(TensorType(.float64, shape: []), name: "x")
      let tenth = 0.1
      let exact = try evaluate(
        [x * 0.1, x * tenth, x + 1 / 10, x * Float(0.1)], [x], [NDArray(1.0)])
      #expect(exact.map(\.dtype) == [.float64, .float64, .float64, .float64])
      #expect(exact.map { $0.reals[0] } == [0.1, 0.1, 1.1, Double(Float(0.1))])
      let y = Variable(TensorType(.float32, shape: []), name: "y")
      // A number that rounds otherwise by way of float16.
      let results = try evaluate(
        [y * 0.1, y * tenth, 1 / 10 * y, y * 16_777_217], [y], [NDArray(Float(1))])
      #expect(results.map(\.dtype) == [.float32, .float32, .float32, .float32])
      #expect(
        results.map { $0.reals[0] } == [0.1, 0.1, 0.1, 16_777_217].map { Double(Float($0)) })
      let big = Variable(TensorType(.int64, shape: []), name: "i")
      let sum = try evaluate(
        [big + 9_007_199_254_740_993], [big], [NDArray(Int64(0))])
      #expect(sum[0].integers == [9_007_199_254_740_993])
    }
  }

  @Test(arguments: [DType.float64, .float32])
  func literalsAlone(floatX: DType) throws {
    var configuration = Configuration.current
    configuration.floatX = floatX
    try Configuration.$current.withValue(configuration) { () throws in
      let (one, half, sum): (Variable, Variable, Variable) = (1, 0.5, 1 + 0.5)
      #expect([one, half, sum].map(\.dtype) == [.int64, floatX, floatX])
      #expect(try [one, half, sum].map { try $0.eval().dtype } == [.int64, floatX, floatX])
    }
  }

  /// Arithmetic on literals is a literal for operations on whole tensors too.
  @Test func literalsOfLiterals() throws {
    let x = Variable(TensorType(.float32, shape: [2]), name: "x")
    let values = NDArray(reals: [3, 4], shape: [2], dtype: .float32)
    let results = [
      setSubtensor(x[0], 1 / 2), stack([x[0], 1 / 2]),
      fillDiagonal(outer(x, x), 1 / 2)[0], `where`(x .> 3, 1 / 2, x), ifelse(1, 1 / 2, x[0]),
    ]
    for result in results {
      #expect(result.dtype == .float32, "\(result.error.map { "\($0)" } ?? pp(result))")
    }
    let first = try evaluate([results[0], results[1]], [x], [values])
    #expect(first.map(\.reals) == [[0.5, 4], [3, 0.5]])
    // The gradient's exponent is -0.9 to all digits of float64.
    var configuration = Configuration.current
    configuration.floatX = .float32
    try Configuration.$current.withValue(configuration) { () throws in
      let y = Variable(TensorType(.float64, shape: []), name: "y")
      let gradient = try evaluate([grad(y ** 0.1, wrt: y)], [y], [NDArray(2.0)])[0]
      #expect(gradient.dtype == .float64)
      #expect(gradient.reals[0].isNear(0.05358867312681466, 1e-14, 0))
    }
  }

  @Test func assignmentsWithSwiftNumbers() throws {
    var x = Variable(TensorType(.float32, shape: []), name: "x")
    let input = x
    let (two, half) = (2, 0.5)
    x += two
    x -= half
    x *= two
    x /= half
    let value = try evaluate([x], [input], [NDArray(Float(1))])[0]
    #expect(value.dtype == .float32 && value.reals == [10])
  }
}
