import Testing

@testable import Theano

/// Which parts of loops are evaluated outside the machine code.
@Suite("Operations without machine code in loops") struct OutsideLoopTests {
  private let m = dmatrix("m"), x = dvector("x")

  /// The operations of a graph that are evaluated outside.
  private func outside(_ inputs: [Variable], _ output: Variable) throws -> [String] {
    try NativePlan(inputs: inputs, outputs: [output]).scheduled.outside.map(\.op.name)
  }

  @Test("Such an operation is evaluated step by step, the rest of its loop is machine code")
  func operation() throws {
    let (states, _) = try scan(sequences: m, outputsInfo: [x]) { row, h in
      printValue(h + row, message: "state") * 0.5
    }
    #expect(try outside([m, x], states) == ["Print"])
  }

  @Test("A loop over rows whose lengths depend on the step is outside as a whole")
  func rows() throws {
    let n = lvector("n")
    let (rows, _) = try scan(sequences: n, nonSequences: x) { n, x in [x[..<n] * 2] }
    #expect(try outside([n, x], rows[0]) == ["Scan"])
    let f = try function([n, x], rows[0])
    #expect(try f([2, 2], [1.0, 2, 3]).reals == [2, 4, 2, 4])
  }

  @Test("A loop of complex numbers is machine code")
  func complex() throws {
    let z = zvector("z")
    let (states, _) = try scan(sequences: z, outputsInfo: [z[0]]) { z, s in s * z }
    #expect(try outside([z], states).isEmpty)
  }
}
