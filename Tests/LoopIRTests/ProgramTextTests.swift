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
    // A value that nothing uses moves the numbers of all others.
    let other = rowSums { _ = $0.freshValue(.int64) }
    #expect(other.description == rowSums().description)
  }
}
