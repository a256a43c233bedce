import Foundation

/// Compares a text with the file `Expected/<name>.txt` beside the test's file, and says where they differ.
///
/// With the environment variable `THEANO_REWRITE_EXPECTED` set the file becomes the text: look at the
/// difference before it is committed.
package func difference(of text: String, fromFile name: String, beside test: String) -> String? {
  let folder = URL(fileURLWithPath: test).deletingLastPathComponent()
    .appendingPathComponent("Expected")
  let file = folder.appendingPathComponent("\(name).txt")
  if ProcessInfo.processInfo.environment["THEANO_REWRITE_EXPECTED"] != nil {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? text.write(to: file, atomically: true, encoding: .utf8)
    return nil
  }
  guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
    return "there is no \(name).txt"
  }
  if text == expected { return nil }
  let pairs = zip(
    text.split(separator: "\n", omittingEmptySubsequences: false),
    expected.split(separator: "\n", omittingEmptySubsequences: false))
  let first = pairs.enumerated().first { $1.0 != $1.1 }
  let place = first.map { "line \($0 + 1): \"\($1.0)\", expected \"\($1.1)\"" } ?? "the length"
  return "\(name).txt differs in \(place)\n\(text)"
}
