import TestSupport
import Testing

@testable import Theano

/// Names of users' that are no words of C, nor of a line.
private let oddNames = [
  "a\nb", "a\r\n#error b", "a\\", "a\\ ", "a??/", "a\u{2028}b", "a\u{0}b", "/* a", "a */ b",
  "a\u{202e}b", "\"a\"", "%d", "", "\u{e9}t\u{e9}",
]

@Suite("Names that C text may not have", .enabled(if: hasCompiler))
struct OddNamesTests {
  /// A function with an odd name whose argument, shared variable and results have it too.
  private func oddFunction(_ name: String, _ mode: Mode) throws -> Function<[NDArray]> {
    let v = dvector(name)
    let w = shared(try NDArray([2.0, 3]), name: name)
    // One in memory, one where it is used, one for all.
    let total = (v * w).sum()
    let product = exp(v * w)
    let result = product / product.sum()
    for variable in [total, product, result] { variable.name = name }
    return try function(
      [v], [result, total], updates: [(w, w + total)], name: name, mode: mode)
  }

  @Test("Functions with odd names are compiled, and compute the same", arguments: oddNames)
  func compiles(_ name: String) throws {
    let found = try oddFunction(name, .native)([0.5, 0.25])
    let expected = try oddFunction(name, .reference)([0.5, 0.25])
    #expect(found[0].isClose(to: expected[0]) && found[1].item() == 1.75)
  }

  @Test("Exported C with odd names is compiled without a warning", arguments: oddNames)
  func exports(_ name: String) throws {
    let program = ExportedProgram()
    try program.add(oddFunction(name, .native), name: "odd")
    for compiler in compilerPaths {
      let found = try program.run(
        "show(check(odd_create() == 0));", compiler: compiler, flags: ["-O0"])
      #expect(found == [0])
    }
  }
}
