import TestSupport
import Testing

@testable import Theano

/// Exported functions when memory runs out.
@Suite("Exported C without memory: that is the error, and the state is as it was")
struct ExportMemoryTests {
  @Test("With clang", .enabled(if: compilerPath("clang") != nil))
  func clang() throws {
    try expectErrors(by: #require(compilerPath("clang")), ["-fsanitize=undefined"])
  }

  @Test("With gcc", .enabled(if: compilerPath("gcc") != nil))
  func gcc() throws {
    try expectErrors(by: #require(compilerPath("gcc")), ["-fsanitize=address,undefined"])
  }

  /// Has a function fail at each of its requests for memory, and go on when there is memory again.
  private func expectErrors(by compiler: String, _ sanitisers: [String]) throws {
    let (x, i) = (dmatrix("x"), lvector("i"))
    let w = shared(try NDArray([0.5, -1, 2, 0.25], shape: [2, 2]), name: "w")
    let old = shared(try NDArray([1.0, 2], shape: [1, 2]), name: "old")
    let (states, _) = try scan(sequences: x, outputsInfo: [x[0]], nonSequences: w) { x, h, w in
      tanh(x + dot(h, w))
    }
    // New values in the memory of the old ones, exchanged, and that are arguments.
    let step = try function(
      [x, i], [states, x, softmax(x)[i], dot(x, w).sum()],
      updates: [(w, w * 0.5 + 1), (old, x)])
    let program = ExportedProgram()
    try program.add(step, name: "step")
    let numbers = (0..<20).map { Double($0) / 10 - 1 }
    let data = try NDArray(numbers, shape: [10, 2])
    let expected = try step(data, [3, 0, 9]).flatMap(\.reals) + w.value.reals
    let main = """
        const double x[] = \(ExportCases.list(numbers));
        const int64_t lengths[] = {10, 2}, places[] = {3, 0, 9}, three = 3;
        int failures = 0;
        for (int count = 0; count < 100; count++) {
          memory_left = count;
          step *f = step_create();
          if (!f) continue;
          const double *states, *same, *rows;
          double sum;
          int32_t error = step_call(f, x, lengths, places, &three, &states, 0, &same, 0, &rows, 0, &sum);
          memory_left = 1000;
          if (error) {
            failures++;
            if (error != STEP_OUT_OF_MEMORY) return 1;
            const double *w = step_get_w(f, 0), *old = step_get_old(f, 0);
            if (w[0] != 0.5 || w[1] != -1 || w[2] != 2 || w[3] != 0.25) return 2;
            if (old[0] != 1 || old[1] != 2) return 3;
            if (check(step_call(f, x, lengths, places, &three, &states, 0, &same, 0, &rows, 0, &sum)))
              return 4;
          }
          if (!error || count == 5) {
            for (int j = 0; j < 20; j++) show(states[j]);
            for (int j = 0; j < 20; j++) show(same[j]);
            for (int j = 0; j < 6; j++) show(rows[j]);
            show(sum);
            const double *w = step_get_w(f, 0);
            for (int j = 0; j < 4; j++) show(w[j]);
          }
          step_free(f);
          if (!error) {
            show(failures > 5);
            return 0;
          }
        }
        return 5;
      """
    let run = ExportCase.Run(program, main, gives: expected + expected + [1])
    for flags in [["-O2"], ["-O1", "-fno-sanitize-recover"] + sanitisers] {
      let found = try program.run(main, compiler: compiler, flags: flags, memoryIsLimited: true)
      run.expect(found, "\(flags)")
    }
  }
}
