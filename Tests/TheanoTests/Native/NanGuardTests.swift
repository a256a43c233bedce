import TheanoExecution
import TheanoGraph
import Testing

@testable import Theano

/// The number of elements of its operand, whatever they are: a NaN or an infinity is seen in no result.
private struct Hiding: Op {
  var name: String { "hiding" }
  func infer(_ x: [Variable]) throws -> [TensorType] { [TensorType(.int64, ndim: 0)] }
  func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] { [NDArray(x[0].count)] }
}

/// Returns what only says how many elements `x` has, and needs these.
private func hide(_ x: Variable) -> Variable { .apply(Hiding(), [x]) }

/// A use of matrices `x` and `y` with an infinite intermediate result for some numbers.
private struct Hidden: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var build: @Sendable (Variable, Variable) throws -> Variable

  init(
    _ label: String, _ build: @escaping @Sendable (Variable, Variable) throws -> Variable
  ) {
    testDescription = label
    self.build = build
  }
}

/// Results of operations that are stored in memory, and read by what runs outside machine code.
private let hidden: [Hidden] = [
  Hidden("product") { x, y in hide(dot(x, y)) },
  Hidden("sum of columns") { x, _ in hide(x.sum(axis: 0)) },
  Hidden("sum of rows") { x, _ in hide(x.sum(axis: 1)) },
  Hidden("product of columns") { x, y in hide((x * y).prod(axis: 0)) },
  Hidden("order of a product") { x, y in argsort(dot(x, y)) },
  Hidden("places of sums") { x, _ in x.sum(axis: 0).nonzero()[0] },
  Hidden("running sum") { x, _ in hide(cumsum(x, axis: 0)) },
  Hidden("written elements") { x, y in hide(incSubtensor(x[0], y[0] * x[1])) },
  Hidden("elements") { x, y in hide(x * y) },
  Hidden("nodes outside") { x, y in
    hide(Variable.apply(InverseOp(), [1 / Variable.apply(InverseOp(), [x * y])]))
  },
  Hidden("node outside") { x, y in
    hide(Variable.apply(InverseOp(), [lt(x, 1e300) * y]))
  },
  Hidden("choice") { x, y in hide(ifelse(lt(y[0, 0], 0), y, x * x)) },
  Hidden("loop") { x, y in
    try scan(sequences: x, nonSequences: y) { x, y in hide(dot(x, y)) }.0
  },
  Hidden("scalar of a loop") { x, _ in
    try scan(sequences: x) { x in lt((x * x).sum(), 1) }.0
  },
  Hidden("loop outside") { x, _ in
    // Native code has no complex numbers.
    try scan(sequences: x) { x in lt(x * x, 1).astype(.complex128) }.0
  },
  Hidden("state of a loop") { x, _ in
    try hide(scan(outputsInfo: [x[0]], nSteps: 3) { state in state * state }.0)
  },
]

@Suite("A guard sees every result", .enabled(if: hasCompiler))
struct NanGuardTests {
  @Test("Results in memory that only other operations read", arguments: hidden)
  private func sees(_ use: Hidden) throws {
    let (x, y) = (dmatrix("x"), dmatrix("y"))
    let f = try function([x, y], use.build(x, y), onUnusedInput: .ignore, mode: .nanGuard)
    let small = try NDArray([1.0, 2, 3, 4]).reshaped(to: [2, 2])
    let large = try NDArray([1e308, 1e308, 3, 1e308]).reshaped(to: [2, 2])
    _ = try f(small, small)
    let error = #expect(throws: EvaluationError.self) { try f(large, large) }
    #expect(error?.message.contains("detected in a result") == true)
  }

  @Test("Arguments that are not finite are no results of operations")
  func arguments() throws {
    let x = dmatrix("x")
    let f = try function([x], [argsort(x), x.nonzero()[0], isnan(x), hide(x)], mode: .nanGuard)
    _ = try f([[Double.nan, Double.infinity]])
  }

  /// Into how many libraries the examples go, each of which is compiled once.
  private static let parts = 6

  @Test("Whatever the reference sees at the examples of all operations", arguments: 0..<parts)
  func seesWhatTheReferenceSees(part: Int) throws {
    var batch = NativeBatch()
    var draws: [SampleDraw] = []
    let all = SampledExample.all
    for place in stride(from: part, to: all.count, by: Self.parts) {
      guard let draw = try all[place].draw(n: 3, m: 4), draw.result.dtype.isContinuous else {
        continue
      }
      let count = batch.items.count
      batch.add(draw.label, draw.inputs, [hide(draw.result)], NativeOptions(guardsNaN: true))
      if batch.items.count > count { draws.append(draw) }
    }
    let memory = GuardedMemory()
    try batch.forEachProgram { place, item, entry in
      for bad in [Double.nan, .infinity, -.infinity] {
        let values = draws[place].values.map { $0.replacingElement(by: bad) }
        guard reference(item, values) is EvaluationError else { continue }
        #expect(throws: (any Error).self, "\(item.label), \(bad)") {
          try GuardedCall(item.plan, memory: memory, guardsNaN: true).run(entry, values)
        }
      }
    }
  }

  /// The error of the reference evaluator, if there is one.
  private func reference(_ item: NativeBatch.Item, _ values: [NDArray]) -> (any Error)? {
    do {
      let program = try Program(inputs: item.inputs, outputs: item.outputs)
      _ = try program.run(values, shared: program.shared.map(\.value), guardingNaN: true)
      return nil
    } catch {
      return error
    }
  }
}

extension NDArray {
  /// This array with another number in the middle, if its elements are floats.
  fileprivate func replacingElement(by number: Double) -> NDArray {
    guard dtype.isFloat, count > 0 else { return self }
    var numbers = reals
    numbers[count / 2] = number
    return NDArray(reals: numbers, shape: shape, dtype: dtype)
  }
}
