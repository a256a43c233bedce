import Testing

@testable import Theano

@Suite("Loops that work element by element", .enabled(if: hasCompiler))
struct NativeElementwiseLoopTests {
  /// Lengths around those of blocks.
  static let lengths = [0, 1, 4, 15, 16, 17, 63, 64, 65, 130, 200]

  /// Numbers around 0.
  private func numbers(_ shape: [Int], _ dtype: DType) throws -> NDArray {
    let count = shape.reduce(1, *)
    return try NDArray((0..<count).map { Double($0 % 13) * 0.1 - 0.5 }, shape: shape)
      .cast(to: dtype)
  }

  /// Expects native code to give what the reference evaluator gives.
  private func compare(
    _ inputs: [Variable], _ outputs: [Variable], _ arguments: [NDArray], _ comment: String
  ) throws {
    let found = try function(inputs, outputs, mode: .native).call(arguments)
    let expected = try function(inputs, outputs, mode: .reference).call(arguments)
    for (a, b) in zip(found, expected) {
      #expect(a.shape == b.shape && a.dtype == b.dtype, "\(comment)")
      let isClose = zip(a.reals, b.reals).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }
      #expect(isClose, "\(comment): \(a) and \(b)")
    }
  }

  @Test("The last state, and all", arguments: lengths, [DType.float32, .float64])
  func states(_ length: Int, _ dtype: DType) throws {
    let a = vector("a", dtype: dtype), k = iscalar("k")
    let (states, _) = try scan(outputsInfo: onesLike(a), nonSequences: a, nSteps: k) {
      (x: Variable, a: Variable) in 0.9 * x + 0.1 * tanh(a * (1 - x * x))
    }
    for steps in [0, 1, 5] {
      let arguments = [try numbers([length], dtype), NDArray(Int32(steps))]
      // Without a step there is no last state but the first.
      if steps > 0 { try compare([a, k], [states[-1]], arguments, "last of \(steps)") }
      try compare([a, k], [states], arguments, "all of \(steps)")
      try compare([a, k], [states.sum(), states.shape], arguments, "sum of \(steps)")
    }
  }

  @Test("Several states, older ones, rows of sequences", arguments: lengths)
  func parts(_ length: Int) throws {
    let s = dmatrix("s"), first = dmatrix("first"), w = dvector("w")
    let (results, _) = try scan(
      sequences: s, outputsInfo: [Initial(first, taps: [-3, -1]), Initial(w), nil], nonSequences: w
    ) { (row: Variable, old: Variable, last: Variable, y: Variable, w: Variable) in
      let x = 0.5 * last - 0.25 * old + exp(row) * w
      return [x, `switch`(y .> 0, y - 0.3, y + x), x * y]
    }
    let arguments = [
      try numbers([6, length], .float64), try numbers([3, length], .float64),
      try numbers([length], .float64),
    ]
    try compare([s, first, w], results, arguments, "all rows")
    try compare([s, first, w], results.map { $0[-1] }, arguments, "last rows")
    try compare([s, first, w], results.map { $0[(-2)...] }, arguments, "two rows")
    let gradients = try grad((results[0] ** 2).sum() + results[1][-1].sum(), wrt: [s, first, w])
    try compare([s, first, w], gradients, arguments, "gradients")
  }

  @Test("States of several axes")
  func matrices() throws {
    let x = ftensor3("x")
    let (states, _) = try scan(
      outputsInfo: x, nonSequences: x.sum(axis: 0, keepdims: true), nSteps: 4
    ) {
      (y: Variable, total: Variable) in y * 0.5 + total
    }
    for shape in [[2, 3, 4], [1, 1, 70], [3, 0, 2]] {
      try compare([x], [states, states[-1]], [numbers(shape, .float32)], "\(shape)")
    }
  }

  @Test("Lengths that do not fit are errors")
  func mistakes() throws {
    let a = dvector("a"), b = dvector("b")
    let (states, _) = try scan(outputsInfo: a, nonSequences: b, nSteps: 2) {
      (x: Variable, b: Variable) in x + b
    }
    let f = try function([a, b], states, mode: .native)
    #expect(throws: (any Error).self) { try f([1.0, 2.0], [1.0, 2.0, 3.0]) }
  }
}
