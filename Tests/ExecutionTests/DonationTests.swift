import TestSupport
import Testing
import TheanoArrays
import TheanoLoopIR

@testable import TheanoExecution

@Suite("Inputs given away", .enabled(if: hasCompiler))
struct DonationTests {
  /// y = x - 1, in the memory of x if that may be.
  static func countDown() throws -> NativeProgram {
    try CompiledText.program(
      Texts.countDown, inputs: [.vector], results: [.vector], reusable: [0])
  }

  @Test("a result takes the memory of an input that nobody else holds", arguments: [3, 30_000])
  func unique(count: Int) throws {
    let program = try Self.countDown()
    var values = [NDArray(elements: [Double](repeating: 5, count: count), shape: [count])]
    let place = values[0].storage.bytes
    for round in 1...3 {
      let results = try program.run(&values, donating: [0])
      #expect(results[0].storage.bytes == place)
      #expect(results[0].reals == [Double](repeating: Double(5 - round), count: count))
      #expect(values[0].count == 0)
      values = results
    }
  }

  @Test("not if somebody does, nor without being told")
  func shared() throws {
    let program = try Self.countDown()
    let x = NDArray(elements: [5.0, 6], shape: [2])
    var values = [x]
    let results = try program.run(&values, donating: [0])
    #expect(results == [NDArray(elements: [4.0, 5], shape: [2])])
    #expect(values == [x] && x.reals == [5, 6])
    var own = [NDArray(elements: [5.0, 6], shape: [2])]
    _ = try program.run(&own, donating: [])
    #expect(own[0].reals == [5, 6])
  }

  @Test("an array that is two inputs stays")
  func twice() throws {
    let program = try CompiledText.program(
      """
      double *y = theano_result(frame, 0, 8);
      *y = *(const double *)frame->inputs[0] + 1;
      *y += *(const double *)frame->inputs[1];
      return 0;
      """, inputs: [.scalar, .scalar], results: [.scalar], reusable: [0])
    let value = { NDArray(2.0) }()
    var values = [value, value]
    #expect(try program.run(&values, donating: [0, 1]) == [NDArray(5.0)])
    #expect(values == [value, value])
  }

  @Test("a call that fails leaves the input as it was, and given away only then")
  func failure() throws {
    let program = try Self.countDown()
    var values = [NDArray(elements: [0.0, 6], shape: [2])]
    let place = values[0].storage.bytes
    #expect(throws: ExecutionError.failedCheck(7)) { try program.run(&values, donating: [0]) }
    #expect(values[0].reals == [0, 6] && values[0].storage.bytes == place)
    try values[0].withUnsafeMutableElements(as: Double.self) { $0[0] = 3 }
    #expect(values[0].storage.bytes == place)
    #expect(try program.run(&values, donating: [0])[0].storage.bytes == place)
  }

  @Test("a result of another size has its own memory")
  func otherSize() throws {
    for count in [1, 5] {
      let program = try CompiledText.program(
        """
        double *y = theano_result(frame, 0, \(count) * 8);
        for (int i = 0; i < \(count); i++) y[i] = i;
        frame->result_lengths[0] = \(count);
        return 0;
        """, inputs: [.vector], results: [.vector], reusable: [0])
      var values = [NDArray(elements: [7.0, 8, 9], shape: [3])]
      let results = try program.run(&values, donating: [0])
      #expect(results == [NDArray(elements: (0..<count).map(Double.init), shape: [count])])
    }
  }

  @Test("results in the memory of earlier ones")
  func into() throws {
    let program = try CompiledText.program(Texts.twice, inputs: [.vector], results: [.vector])
    let x = NDArray(elements: [1.0, 2], shape: [2])
    var results = try program.run([x])
    let place = results[0].storage.bytes
    try program.run([results[0]], into: &results)
    #expect(results == [NDArray(elements: [4.0, 8], shape: [2])])
    let second = results[0].storage.bytes
    #expect(second != place)
    try program.run([x], into: &results)
    #expect(results[0].storage.bytes == second && results[0].reals == [2, 4])
    // Another size, and another holder.
    try program.run([NDArray(elements: [1.0, 2, 3], shape: [3])], into: &results)
    #expect(results[0].reals == [2, 4, 6])
    let held = results[0]
    try program.run([held], into: &results)
    #expect(held.reals == [2, 4, 6] && results[0].reals == [4, 8, 12])
    try program.run([NDArray(elements: [1.0], shape: [1])], into: &results)
    #expect(results == [NDArray(elements: [2.0], shape: [1])])
    #expect(throws: ExecutionError.self) {
      var none: [NDArray] = []
      try program.run([x], into: &none)
    }
  }

  @Test("a call on plain memory")
  func plainMemory() throws {
    let program = try CompiledText.program(Texts.twice, inputs: [.vector], results: [.vector])
    let x = [1.0, 2, 3]
    var y = [0.0, 0, 0]
    /// Calls the program with room for `count` results, and returns their number.
    func call(room count: Int) throws -> Int {
      var length: Int64 = 0
      try x.withUnsafeBytes { x in
        try y.withUnsafeMutableBytes { y in
          var (input, result) = (x.baseAddress, y.baseAddress)
          try program.call(
            inputs: &input, lengths: [3], results: &result, capacities: [Int64(8 * count)],
            resultLengths: &length)
        }
      }
      return Int(length)
    }
    #expect(try call(room: 3) == 3)
    #expect(y == [2, 4, 6])
    #expect(throws: ExecutionError.resultTooSmall(result: 0, byteCount: 16, needed: 24)) {
      try call(room: 2)
    }
    #expect(try program.run([NDArray(elements: [4.0], shape: [1])])[0].reals == [8])
  }
}
