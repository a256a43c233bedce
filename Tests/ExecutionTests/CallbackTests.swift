import Synchronization
import TestSupport
import Testing
import TheanoArrays
import TheanoLoopIR

@testable import TheanoExecution

@Suite("Nodes that programs cannot compute", .enabled(if: hasCompiler))
struct CallbackTests {
  /// An error of a user's.
  struct Refusal: Error, Equatable {
    var number: Int
  }

  /// t = x + 1; u = node(t) for a node from vectors to vectors; y = 10 u.
  static let text = """
    int64_t n = frame->input_lengths[0], m = 0;
    const double *x = frame->inputs[0];
    double *t = theano_reserve(frame, 0, n * 8);
    if (!t) return -1;
    for (int64_t i = 0; i < n; i++) t[i] = x[i] + 1;
    const void *operands[1] = {t};
    void *u[1];
    if (frame->services->evaluate(frame, 0, operands, &n, u, &m)) return -1;
    double *y = theano_result(frame, 0, m * 8);
    if (!y) return -1;
    for (int64_t i = 0; i < n; i++) t[i] = -100;
    for (int64_t i = 0; i < m; i++) y[i] = 10 * ((const double *)u[0])[i];
    frame->result_lengths[0] = m;
    return 0;
    """

  /// Returns the program of `text` with a closure for its node.
  static func program(
    _ use: NodeCallback.Operands = .kept, node: @escaping @Sendable ([NDArray]) throws -> [NDArray]
  ) throws -> NativeProgram {
    try CompiledText.program(
      text, inputs: [.vector], results: [.vector], slotCount: 1,
      callbacks: [
        NodeCallback(operands: [.vector], results: [.vector], use: use, evaluate: node)
      ])
  }

  @Test("results go back into the program", arguments: [NodeCallback.Operands.kept, .borrowed])
  func results(use: NodeCallback.Operands) throws {
    let program = try Self.program(use) { operands in
      [NDArray(elements: operands[0].reals + [1], shape: [operands[0].count + 1])]
    }
    let x = NDArray(elements: [1.0, 2], shape: [2])
    for _ in 0..<3 {
      #expect(try program.run([x]) == [NDArray(elements: [20.0, 30, 10], shape: [3])])
    }
    #expect(
      try program.run([NDArray(zeros: [0], dtype: .float64)])
        == [NDArray(elements: [10.0], shape: [1])])
  }

  @Test("an operand may be the result", arguments: [NodeCallback.Operands.kept, .borrowed])
  func identity(use: NodeCallback.Operands) throws {
    // The program overwrites the operand's memory before it reads the result.
    let program = try Self.program(use) { $0 }
    let x = NDArray(elements: [1.0, 2], shape: [2])
    #expect(try program.run([x]) == [NDArray(elements: [20.0, 30], shape: [2])])
  }

  @Test("operands that are kept stay as they were")
  func keptOperands() throws {
    let kept = Mutex<[NDArray]>([])
    let program = try Self.program { operands in
      kept.withLock { $0 += operands }
      return operands
    }
    for first in [1.0, 2] {
      _ = try program.run([NDArray(elements: [first, 5], shape: [2])])
    }
    #expect(kept.withLock { $0.map(\.reals) } == [[2, 6], [3, 6]])
  }

  @Test("an input goes to a node as it is, and is then not overwritten")
  func inputs() throws {
    let kept = Mutex<[NDArray]>([])
    let program = try CompiledText.program(
      """
      void *u[1];
      if (frame->services->evaluate(frame, 0, frame->inputs, 0, u, 0)) return -1;
      double *y = theano_result(frame, 0, 8);
      *y = *(const double *)frame->inputs[0] + *(const double *)u[0];
      return 0;
      """, inputs: [.scalar], results: [.scalar], reusable: [0],
      callbacks: [
        NodeCallback(operands: [.scalar], results: [.scalar]) { operands in
          kept.withLock { $0 += operands }
          return operands
        }
      ])
    let x = NDArray(3.0)
    #expect(try program.run([x]) == [NDArray(6.0)])
    #expect(kept.withLock { $0[0].storage === x.storage })
    var values = [NDArray(4.0)]
    #expect(try program.run(&values, donating: [0]) == [NDArray(8.0)])
    #expect(kept.withLock { $0[1].reals } == [4])
  }

  @Test("errors of the closure are the call's")
  func errors() throws {
    let program = try Self.program { operands in
      if operands[0].count > 2 { throw Refusal(number: operands[0].count) }
      return operands
    }
    #expect(throws: Refusal(number: 3)) {
      try program.run([NDArray(zeros: [3], dtype: .float64)])
    }
    #expect(try program.run([NDArray(elements: [1.0], shape: [1])])[0].reals == [20])
  }

  @Test("results that were not promised are errors")
  func wrongResults() throws {
    for results in [
      [], [NDArray(1.0)], [NDArray(zeros: [2], dtype: .float32)],
      [NDArray](repeating: NDArray(zeros: [2], dtype: .float64), count: 2),
    ] {
      let program = try Self.program { _ in results }
      let error = #expect(throws: ExecutionError.self) {
        try program.run([NDArray(zeros: [1], dtype: .float64)])
      }
      if case .wrongNode(node: 0, _) = error { continue }
      Issue.record("\(String(describing: error))")
    }
  }

  @Test("a closure may call programs, also the one that calls it")
  func recursion() throws {
    let itself = Mutex<NativeProgram?>(nil)
    let program = try Self.program { operands in
      guard operands[0].reals[0] < 4 else { return operands }
      return try itself.withLock { $0 }?.run(operands) ?? []
    }
    itself.withLock { $0 = program }
    defer { itself.withLock { $0 = nil } }
    #expect(try program.run([NDArray(elements: [1.0], shape: [1])])[0].reals == [4000])
  }
}
