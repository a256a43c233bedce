import Synchronization
import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// Counts the times that it is computed.
private struct Counting: Op {
  final class Counter: Sendable, Hashable {
    let count = Mutex(0)
    static func == (a: Counter, b: Counter) -> Bool { a === b }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
  }

  let counter = Counter()
  var name: String { "counting" }
  func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type] }
  func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    counter.count.withLock { $0 += 1 }
    return x
  }
}

@Suite struct IfElseTests {
  let c = Variable(TensorType(.int8, shape: []), name: "c")
  let x = Variable(TensorType(.float64, shape: [nil, 1]), name: "x")
  let y = Variable(TensorType(.float64, shape: [3, 1]), name: "y")

  @Test func onlyOneSideIsComputed() throws {
    let (first, second) = (Counting(), Counting())
    let z = ifelse(c, Variable.apply(first, [x]), Variable.apply(second, [y]))
    #expect(z.type.shape == [nil, 1])
    let values = [try NDArray([[1.0], [2]]), try NDArray([[3.0], [4], [5]])]
    #expect(try evaluate([z], [c, x, y], [NDArray(Int8(2))] + values)[0].reals == [1, 2])
    #expect(first.counter.count.withLock { $0 } == 1)
    #expect(second.counter.count.withLock { $0 } == 0)
    #expect(try evaluate([z], [c, x, y], [NDArray(Int8(0))] + values)[0].reals == [3, 4, 5])
    #expect(second.counter.count.withLock { $0 } == 1)
    #expect(first.counter.count.withLock { $0 } == 1)
  }

  @Test func lists() throws {
    let z = ifelse(c, [x, y], [y, x], name: "swap")
    #expect(z.count == 2)
    #expect(z[0].owner == z[1].owner)
    #expect(z[1].description == "if{swap}.1")
    let values = [NDArray(Int8(0)), try NDArray([[1.0]]), try NDArray([[3.0], [4], [5]])]
    #expect(try evaluate(z, [c, x, y], values).map(\.reals) == [[3, 4, 5], [1]])
    #expect(ifelse(c, [], []).isEmpty)
  }

  @Test func literalsTakeTheOtherDType() {
    let f = Variable(TensorType(.float32, shape: []))
    #expect(ifelse(c, f, 0).dtype == .float32)
    #expect(ifelse(c, 1.5, f).dtype == .float32)
    #expect(ifelse(c, 1, 2).dtype == .int64)
  }

  @Test func errors() {
    let vector = Variable(TensorType(.float64, ndim: 1))
    #expect(
      ifelse(c, x, vector).error?.message.hasPrefix(
        "The two branches should have identical types, but they are") == true)
    #expect(ifelse(c, x, cast(x, .float32)).error?.kind == .type)
    #expect(ifelse(vector, x, y).error?.kind == .type)
    #expect(ifelse(c, [x, x], [y]).map { $0.error?.kind } == [.value, .value])
    #expect(ifelse(c, [], [y]).map { $0.error?.kind } == [.value])
  }

  @Test func gradient() throws {
    let z = ifelse(c, x, y)
    let call = try #require(z.owner)
    let dy = try call.op.pullback(call, [z * 2])
    #expect(dy[0] == nil)
    let values = [NDArray(Int8(1)), try NDArray([[1.0], [2]]), try NDArray([[3.0], [4], [5]])]
    let found = try evaluate(dy.compactMap { $0 }, [c, x, y], values)
    #expect(found.map(\.reals) == [[2, 4], [0, 0, 0]])
  }

  @Test func gradientOfScalarsComputesOneSide() throws {
    let (a, counting) = (Variable(TensorType(.float64, shape: []), name: "a"), Counting())
    let z = ifelse(c, a, Variable.apply(counting, [a]))
    let call = try #require(z.owner)
    let dy = try call.op.pullback(call, [z * 2]).compactMap { $0 }
    let found = try evaluate(dy, [c, a], [NDArray(Int8(1)), NDArray(3.0)])
    #expect(found.map(\.reals) == [[6], [0]])
    #expect(counting.counter.count.withLock { $0 } == 0)
  }
}

@Suite struct PrintTests {
  let x = Variable(TensorType(.float64, ndim: 1), name: "x")

  @Test func lines() throws {
    let lines = Mutex<[String]>([])
    let value = try NDArray([1.0, 2.0])
    let y = printValue(x, message: "hello", attributes: [.value, .shape, .max, .mean]) * 2
    let result = try PrintSink.$current.withValue({ line in lines.withLock { $0.append(line) } }) {
      try evaluate([y], [x], [value])[0]
    }
    #expect(result.reals == [2, 4])
    #expect(
      lines.withLock { $0 } == [
        "hello __str__ = \(value)", "hello shape = (2,)", "hello max = 2.0", "hello mean = 1.5",
      ])
    #expect(printValue(x).owner?.op.isPure == false)
  }

  @Test func attributesOfAwkwardArrays() throws {
    let lines = Mutex<[String]>([])
    let y = printValue(x, attributes: PrintAttribute.allCases)
    try PrintSink.$current.withValue({ line in lines.withLock { $0.append(line) } }) {
      for value in [[], [Double.nan, 1]] { _ = try evaluate([y], [x], [try NDArray(value)]) }
      let n = Variable(TensorType(.uint64, shape: []))
      let z = printValue(n, attributes: [.max, .sum])
      _ = try evaluate([z], [n], [NDArray(UInt64.max)])
    }
    #expect(lines.withLock { $0.count } == 2 * PrintAttribute.allCases.count + 2)
    #expect(lines.withLock { $0.last } == " sum = 18446744073709551615")
  }
}

@Suite struct AssertTests {
  let x = Variable(TensorType(.float64, ndim: 1), name: "x")

  @Test func assertions() throws {
    let total = x.sum()
    let y = assertOp(x, gt(total, 0), lt(total, 10), message: "wrong sum")
    #expect(try evaluate([y], [x], [try NDArray([1.0, 2])])[0].reals == [1, 2])
    let error = #expect(throws: EvaluationError.self) {
      try evaluate([y], [x], [try NDArray([-1.0])])
    }
    #expect(error?.message == "AssertionError: wrong sum")
    #expect(assertOp(x, gt(x, 0)).error?.kind == .type)
    #expect(y.description == "Assert{msg='wrong sum'}.0")
  }

  @Test func raising() throws {
    let y = ifelse(gt(x.sum(), 0), x, raiseOp(x, message: "not positive"))
    #expect(try evaluate([y], [x], [try NDArray([1.0])])[0].reals == [1])
    let error = #expect(throws: EvaluationError.self) {
      try evaluate([y], [x], [try NDArray([-1.0])])
    }
    #expect(error?.message == "not positive")
  }
}

@Suite struct GradientShapingTests {
  let x = Variable(TensorType(.float64, ndim: 1), name: "x")

  /// The gradient that arrives at the operand of `y` for gradients -5, 0.5, 5.
  func gradient(_ y: Variable) throws -> [Double]? {
    let call = try #require(y.owner)
    let dy = try constant([-5, 0.5, 5])
    return try call.op.pullback(call, [dy])[0].map { try evaluate([$0])[0].reals }
  }

  @Test func gradients() throws {
    #expect(try gradient(gradClip(x, -1, 2)) == [-1, 0.5, 2])
    #expect(try gradient(gradScale(x, -2)) == [10, -1, -10])
    #expect(try gradient(zeroGrad(x)) == nil)
    #expect(try gradient(considerConstant(x)) == nil)
    #expect(disconnectedGrad(x).owner?.op.isConnected(input: 0, output: 0) == false)
    #expect(zeroGrad(x).owner?.op.isConnected(input: 0, output: 0) == true)
    let error = #expect(throws: GraphError.self) { try gradient(undefinedGrad(x)) }
    #expect(error?.kind == .nullGradient)
    #expect(gradClip(x, 1, -1).error?.kind == .value)
    #expect(gradClip(x, .nan, 1).error?.kind == .value)
    for y in [gradClip(x, -1, 1), gradScale(x, 3), zeroGrad(x), undefinedGrad(x)] {
      #expect(try evaluate([y], [x], [try NDArray([4.0])])[0].reals == [4])
    }
  }
}

@Suite struct AsOpTests {
  let matrix = TensorType(.float64, ndim: 2)
  let x = Variable(TensorType(.float64, ndim: 2), name: "x")

  @Test func application() throws {
    let total = asOp(
      name: "total", inputTypes: [matrix, TensorType(.float64, shape: [])],
      outputTypes: [TensorType(.float64, shape: [])]
    ) { x in [NDArray(x[0].reals.reduce(0, +) * x[1].reals[0])] }
    let y = total(x, 2)
    #expect(y.type == TensorType(.float64, shape: []))
    #expect(y.description == "FromFunctionOp{total}.0")
    #expect(try evaluate([y], [x], [try NDArray([[1.0, 2], [3, 4]])])[0].reals == [20])
    #expect(
      total(x[0], 2).error?.message
        == "We expected inputs of types '[TensorType(float64, matrix), TensorType(float64, scalar)]' "
        + "but got types '[TensorType(float64, vector), TensorType(float64, scalar)]'")
    #expect(total(x).error?.kind == .type)
    let call = try #require(y.owner)
    let error = #expect(throws: GraphError.self) { try call.op.pullback(call, [y]) }
    #expect(error?.kind == .notImplemented)
  }

  @Test func severalResults() throws {
    let both = asOp(name: "both", inputTypes: [matrix], outputTypes: [matrix, matrix]) { x in
      [x[0], x[0]]
    }
    #expect(both.results([x]).count == 2)
    #expect(both.results([x[0]]).map { $0.error?.kind } == [.type, .type])
    #expect(both == both)
    #expect(both != asOp(name: "both", inputTypes: [matrix], outputTypes: [matrix]) { $0 })
  }

  @Test func wrongResults() throws {
    let wrong: [@Sendable ([NDArray]) -> [NDArray]] = [
      { _ in [] }, { _ in [NDArray(1.0)] }, { x in [x[0].cast(to: .float32)] },
    ]
    for body in wrong {
      let op = asOp(name: "wrong", inputTypes: [matrix], outputTypes: [matrix], body)
      #expect(throws: EvaluationError.self) {
        try evaluate([op(x)], [x], [try NDArray([[1.0]])])
      }
    }
  }

  @Test func gradient() throws {
    let square = asOp(
      name: "square", inputTypes: [matrix], outputTypes: [matrix],
      gradient: { x, _, dy in [dy[0].map { $0 * 2 * x[0] }] }
    ) { x in [NDArray(reals: x[0].reals.map { $0 * $0 }, shape: x[0].shape, dtype: .float64)] }
    let y = square(x)
    let call = try #require(y.owner)
    let dy = try #require(try call.op.pullback(call, [y.onesLike()])[0])
    #expect(try evaluate([dy], [x], [try NDArray([[3.0]])])[0].reals == [6])
    let bad = asOp(
      name: "bad", inputTypes: [matrix], outputTypes: [matrix], gradient: { _, _, _ in [] }
    ) { $0 }
    let badCall = try #require(bad(x).owner)
    #expect(throws: GraphError.self) { try badCall.op.pullback(badCall, [y]) }
  }
}
