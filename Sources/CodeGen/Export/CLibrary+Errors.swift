import TheanoLoopIR

extension CLibrary {
  /// The function that explains errors.
  var errorText: String {
    """
    const char *\(name)_error_text(int32_t error) {
      switch (error) {
      case \(prefix)_OK: return "no error";
      case \(prefix)_OUT_OF_MEMORY: return "out of memory";
      case \(prefix)_WRONG_LENGTH: return "an array has a length that its type does not allow";
    \(checkCases.map { "  \($0)\n" }.joined())\
      default: return error > 0 ? "an operation \(CLibrary.refusal)" : "unknown error";
      }
    }
    """
  }

  /// What is said of an operation one of whose checks failed.
  private static let refusal = "cannot be applied to these lengths or values"

  /// What is said about the program's checks: what they belong to.
  private var checkCases: [String] {
    var numbers: [CheckOrigin: [Int]] = [:]
    var origins: [CheckOrigin] = []
    for number in Content(program.body).checks.sorted()
    where program.checks.indices.contains(number - 1) {
      let origin = program.checks[number - 1]
      if origin.operation.isEmpty { continue }
      if numbers[origin] == nil { origins.append(origin) }
      numbers[origin, default: []].append(number)
    }
    return origins.flatMap { origin -> [String] in
      let expression = origin.expression.isEmpty ? "" : ": \(origin.expression)"
      let text = "\(origin.operation) \(CLibrary.refusal)\(expression)"
      return (numbers[origin] ?? []).map { "case \($0):" } + ["  return \(stringLiteral(text));"]
    }
  }
}
