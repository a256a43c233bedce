import Foundation

/// Prints the headline of a chapter.
func chapter(_ number: Int, _ title: String) {
  Swift.print("\n\(number). \(title)\n\(String(repeating: "═", count: title.count + 3))")
}

/// Prints a paragraph of explanation.
func say(_ text: String) { Swift.print("\n" + text) }

/// Prints `items` as what an example prints: behind an arrow. It has the shape of Swift's own function, and so
/// takes its place in the examples.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
  let text = items.map { "\($0)" }.joined(separator: separator)
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    Swift.print("      → \(line)")
  }
}

/// Prints the code of `body`, read from this program's source where that is at hand, then runs it.
///
/// - Throws: what `body` throws.
func example(
  _ title: String, file: String = #filePath, line: Int = #line, _ body: () throws -> Void
) rethrows {
  Swift.print("\n── \(title)\n")
  for code in listing(file: file, line: line) { Swift.print("    \(code)") }
  Swift.print("")
  try body()
}

/// Returns the lines between the braces of the closure that begins on `line` of `file`.
private func listing(file: String, line: Int) -> [String] {
  guard let source = try? String(contentsOfFile: file, encoding: .utf8) else { return [] }
  let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  guard lines.indices.contains(line) else { return [] }
  let indent = lines[line - 1].prefix { $0 == " " }.count
  let closing = String(repeating: " ", count: indent) + "}"
  let body = lines[line...].prefix { $0 != closing }
  return body.map { String($0.dropFirst(indent + 2)) }
}
