import Testing

/// An exported function, or several, that a program in C calls.
struct ExportCase: Sendable, CustomTestStringConvertible {
  /// The program, and what it has to print.
  struct Run {
    var program: ExportedProgram
    /// The statements of `main`.
    var main: String
    var expected: [Double]
    /// How much numbers may differ, relative to them or to 1.
    var bound: Double

    /// Creates a run.
    init(
      _ program: ExportedProgram, _ main: String, gives expected: [Double],
      within bound: Double = 1e-12
    ) {
      self.program = program
      self.main = main
      self.expected = expected
      self.bound = bound
    }

    /// Compares what the program printed.
    func expect(_ found: [Double], _ how: String) {
      let agree =
        found.count == expected.count
        && zip(found, expected).allSatisfy { abs($0 - $1) <= bound * max(1, abs($1)) }
      #expect(agree, "\(how): \(found), expected \(expected)")
    }
  }

  /// What is exported.
  let testDescription: String
  /// Exports it.
  let make: @Sendable () throws -> Run

  /// Creates a case.
  init(_ description: String, _ make: @escaping @Sendable () throws -> Run) {
    testDescription = description
    self.make = make
  }

  /// All cases.
  static let all = [
    ExportCase("logistic regression", ExportCases.logisticRegression),
    ExportCase("a perceptron in float32", ExportCases.perceptron),
    ExportCase("states that are exchanged", ExportCases.states),
    ExportCase("a loop with a state", ExportCases.loop),
    ExportCase("a large function, in pieces", ExportCases.pieces),
    ExportCase("random states", ExportCases.draws),
    ExportCase("a loop that ends early", ExportCases.earlyEnd),
    ExportCase("a choice", ExportCases.choice),
    ExportCase("convolutions", ExportCases.convolution),
    ExportCase("integers", ExportCases.integers),
    ExportCase("float16", ExportCases.halves),
    ExportCase("complex64") { try ExportCases.complexNumbers(.complex64) },
    ExportCase("complex128") { try ExportCases.complexNumbers(.complex128) },
    ExportCase("errors", ExportCases.errorTexts),
  ]
}
