/// Why no native code could be made.
package enum ToolchainError: Error, Hashable, CustomStringConvertible {
  /// There is no C compiler; `searched` says where one was looked for.
  case noCompiler(searched: String)
  /// A program did not start, for the system's reason.
  case cannotRun(program: String, reason: String)
  /// A compiler or linker refused; `diagnostics` is what it printed.
  case refused(program: String, diagnostics: String)
  /// No folder for the compiler's files can be written to.
  case noWorkFolder(tried: [String], reason: String)
  /// What was compiled cannot be loaded into the process.
  case cannotLoad(reason: String)
  /// A library lacks a function.
  case noSymbol(String)

  /// One line, and the compiler's own where it printed some.
  package var description: String {
    switch self {
    case .noCompiler(let searched):
      "no C compiler: looked for \(searched)"
    case .cannotRun(let program, let reason):
      "\(program) does not start: \(reason)"
    case .refused(let program, let diagnostics):
      "\(program) does not compile the generated C:\n\(diagnostics)"
    case .noWorkFolder(let tried, let reason):
      "no folder for compiling can be made in \(tried.joined(separator: " or ")): \(reason)"
    case .cannotLoad(let reason):
      "compiled code does not load: \(reason)"
    case .noSymbol(let name):
      "compiled code has no function \(name)"
    }
  }

  /// One line: of what a compiler printed, the first error, without its place in a text that nobody sees.
  package var summary: String {
    guard case .refused(let program, let diagnostics) = self else { return description }
    let lines = diagnostics.split(whereSeparator: \.isNewline)
    let mark = "error: "
    let reason = lines.first { $0.contains(mark) }?.split(separator: mark).last ?? lines.first
    return "\(program) does not compile the generated C: \(reason ?? "it does not say why")"
  }
}
