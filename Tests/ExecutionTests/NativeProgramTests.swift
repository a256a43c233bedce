import TestSupport
import Testing
import TheanoArrays
import TheanoLoopIR

@testable import TheanoExecution

/// The C text of programs that the tests use.
enum Texts {
  /// y = 2 x, for vectors.
  static let twice = """
    int64_t n = frame->input_lengths[0];
    const double *x = frame->inputs[0];
    double *y = theano_result(frame, 0, n * 8);
    if (!y) return -1;
    for (int64_t i = 0; i < n; i++) y[i] = 2 * x[i];
    frame->result_lengths[0] = n;
    return 0;
    """
  /// z = x + y, for scalars.
  static let sum = """
    double *z = theano_result(frame, 0, 8);
    if (!z) return -1;
    *z = *(const double *)frame->inputs[0] + *(const double *)frame->inputs[1];
    return 0;
    """
  /// y = x - 1 with x[0] > 0 checked first, for vectors.
  static let countDown = """
    int64_t n = frame->input_lengths[0];
    const double *x = frame->inputs[0];
    if (n > 0 && !(x[0] > 0)) { frame->failure = 7; return 1; }
    double *y = theano_result(frame, 0, n * 8);
    if (!y) return -1;
    for (int64_t i = 0; i < n; i++) y[i] = x[i] - 1;
    frame->result_lengths[0] = n;
    return 0;
    """
}

extension ProgramInterface.Port {
  /// A float64 scalar.
  static let scalar = Self(.float64, rank: 0)
  /// A float64 vector.
  static let vector = Self(.float64, rank: 1)
  /// A float64 matrix.
  static let matrix = Self(.float64, rank: 2)
}

@Suite("Calls of programs", .enabled(if: hasCompiler))
struct NativeProgramTests {
  @Test("results have their lengths and elements", arguments: [0, 1, 7, 1000, 300_000])
  func vectors(count: Int) throws {
    let program = try CompiledText.program(Texts.twice, inputs: [.vector], results: [.vector])
    for _ in 0..<3 {
      let x = NDArray(elements: (0..<count).map(Double.init), shape: [count])
      #expect(
        try program.run([x]) == [NDArray(elements: x.reals.map { 2 * $0 }, shape: [count])])
    }
    #expect(program.peakBytes == count * 8)
  }

  @Test("scalars")
  func scalars() throws {
    let program = try CompiledText.program(
      Texts.sum, inputs: [.scalar, .scalar], results: [.scalar])
    #expect(try program.run([NDArray(2.0), NDArray(3.0)]) == [NDArray(5.0)])
  }

  @Test("axes of several inputs and results follow each other")
  func axes() throws {
    let program = try CompiledText.program(
      """
      const int64_t *n = frame->input_lengths;
      for (int k = 0; k < 2; k++) if (!theano_result(frame, k, 8 * n[1 - k])) return -1;
      double *rows = frame->results[1], *columns = frame->results[0];
      for (int64_t i = 0; i < n[0]; i++) rows[i] = 10 * n[0] + n[1];
      for (int64_t i = 0; i < n[1]; i++) columns[i] = n[2];
      frame->result_lengths[0] = n[1];
      frame->result_lengths[1] = 1;
      frame->result_lengths[2] = n[0];
      return 0;
      """, inputs: [.matrix, .scalar, .vector], results: [.vector, .matrix])
    let inputs = [
      NDArray(zeros: [2, 3], dtype: .float64), NDArray(0.0), NDArray(zeros: [5], dtype: .float64),
    ]
    #expect(
      try program.run(inputs) == [
        NDArray(elements: [5.0, 5, 5], shape: [3]), NDArray(elements: [23.0, 23], shape: [1, 2]),
      ])
  }

  @Test("a result that turns out shorter than its memory")
  func shorter() throws {
    let program = try CompiledText.program(
      """
      int64_t n = frame->input_lengths[0], m = 0;
      const double *x = frame->inputs[0];
      double *y = theano_result(frame, 0, n * 8);
      if (!y) return -1;
      for (int64_t i = 0; i < n; i++) if (x[i] > 0) y[m++] = x[i];
      frame->result_lengths[0] = m;
      return 0;
      """, inputs: [.vector], results: [.vector])
    let x = NDArray(elements: [1.0, -2, 3, -4], shape: [4])
    #expect(try program.run([x]) == [NDArray(elements: [1.0, 3], shape: [2])])
  }

  @Test("arguments that do not fit are errors")
  func wrongArguments() throws {
    let program = try CompiledText.program(Texts.twice, inputs: [.vector], results: [.vector])
    #expect(throws: ExecutionError.self) { try program.run([]) }
    #expect(throws: ExecutionError.self) { try program.run([NDArray(1.0)]) }
    #expect(throws: ExecutionError.self) {
      try program.run([NDArray(zeros: [2], dtype: .float32)])
    }
  }

  @Test("failed checks")
  func checks() throws {
    let program = try CompiledText.program(
      Texts.countDown, inputs: [.vector], results: [.vector])
    #expect(throws: ExecutionError.failedCheck(7)) {
      try program.run([NDArray(zeros: [2], dtype: .float64)])
    }
    let x = NDArray(elements: [2.0], shape: [1])
    #expect(try program.run([x]) == [NDArray(elements: [1.0], shape: [1])])
  }

  @Test("programs that break the rules are errors")
  func brokenPrograms() throws {
    for body in [
      "return 0;",
      "theano_result(frame, 0, 8); frame->result_lengths[0] = 2; return 0;",
      "theano_result(frame, 0, 8); frame->result_lengths[0] = -1; return 0;",
      "theano_result(frame, 0, 8); frame->result_lengths[0] = 1L << 62; return 0;",
      "return theano_reserve(frame, 0, -8) ? 0 : -1;",
      "return frame->services->reserve(frame, 1, 8) ? 0 : -1;",
      "return frame->services->result(frame, 1, 8) ? 0 : -1;",
      "return frame->services->evaluate(frame, 0, 0, 0, 0, 0);",
    ] {
      let program = try CompiledText.program(body, results: [.vector], slotCount: 1)
      let error = #expect(throws: ExecutionError.self) { try program.run([]) }
      if case .brokenProgram = error { continue }
      Issue.record("\(String(describing: error)) for \(body)")
    }
  }

  @Test("out of memory is an error, and the next call is well", arguments: [1 << 46, 1 << 61])
  func outOfMemory(byteCount: Int) throws {
    for request in ["theano_result(frame, 0, n)", "theano_reserve(frame, 0, n)"] {
      let program = try CompiledText.program(
        """
        int64_t n = *(const int64_t *)frame->inputs[0];
        frame->result_lengths[0] = n / 8;
        if (!\(request)) return -1;
        return theano_result(frame, 0, n) ? 0 : -1;
        """, inputs: [ProgramInterface.Port(.int64, rank: 0)], results: [.vector], slotCount: 1)
      #expect(throws: ExecutionError.outOfMemory(byteCount)) {
        try program.run([NDArray(Int64(byteCount))])
      }
      #expect(try program.run([NDArray(Int64(16))])[0].shape == [2])
    }
  }

  @Test("slots keep their memory from call to call")
  func slots() throws {
    let program = try CompiledText.program(
      """
      int64_t n = *(const int64_t *)frame->inputs[0];
      char *a = theano_reserve(frame, 0, n), *b = theano_reserve(frame, 1, 0);
      int64_t *address = theano_result(frame, 0, 8);
      if (!a || !b || !address) return -1;
      for (int64_t i = 0; i < n; i++) a[i] = 1;
      *address = (int64_t)a;
      return 0;
      """, inputs: [ProgramInterface.Port(.int64, rank: 0)],
      results: [ProgramInterface.Port(.int64, rank: 0)], slotCount: 2)
    for size in [100, 100_000, 5 << 20] {
      let places = try (0..<3).map { try program.run([NDArray(Int64(size - $0))])[0] }
      #expect(places[0] == places[1] && places[0] == places[2])
      #expect(places[0].integers[0] % 64 == 0)
    }
    #expect(program.peakBytes > 5 << 20)
    program.trim()
    _ = try program.run([NDArray(Int64(8))])
  }

  @Test("eight tasks call one program")
  func reentrancy() async throws {
    let program = try CompiledText.program(
      """
      int64_t n = frame->input_lengths[0];
      const double *x = frame->inputs[0];
      double *t = theano_reserve(frame, 0, n * 8), *y = theano_result(frame, 0, n * 8);
      if (!t || !y) return -1;
      for (int64_t i = 0; i < n; i++) t[i] = x[i] + 1;
      for (int64_t i = 0; i < n; i++) y[i] = 2 * t[i];
      frame->result_lengths[0] = n;
      return 0;
      """, inputs: [.vector], results: [.vector], slotCount: 1)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          for round in 0..<200 {
            let count = (task * 31 + round * 17) % 5000
            let x = NDArray(
              elements: [Double](repeating: Double(task), count: count), shape: [count])
            let y = try program.run([x])[0]
            guard y.shape == [count], y.reals.allSatisfy({ $0 == Double(2 * task + 2) }) else {
              return false
            }
          }
          return true
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}
