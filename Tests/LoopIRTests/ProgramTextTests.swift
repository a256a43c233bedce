import TestSupport
import Testing

@testable import TheanoLoopIR

/// Programs as texts, which are in `Expected`.
@Suite struct ProgramTextTests {
  @Test(
    "Programs built by hand",
    arguments: [
      ("exponentials", exponentials()), ("rowSums", rowSums()), ("halving", halving()),
      ("products", products()),
    ])
  func programs(name: String, program: LoopProgram) {
    #expect(program.problems() == [])
    #expect(difference(of: program.description, fromFile: name, beside: #filePath) == nil)
  }

  @Test func numbersOfValuesDoNotMatter() {
    let other = program { b, x, lengths in
      // A value that nothing uses moves the numbers of all others.
      _ = b.freshValue(.int64)
      let y = b.buffer("y", .float32, .result(0), lengths: [lengths[0]])
      b.add(.lengths(result: 0, [lengths[0]]))
      b.loop(lengths[0]) { row in
        let total = b.register(b.real(0, .float64))
        b.loop(lengths[1]) { column in b.add(.combine(total, .sum, b.load(x, [row, column]))) }
        b.store(y, [row], b.read(total))
      }
    }
    #expect(other.description == rowSums().description)
  }
}
