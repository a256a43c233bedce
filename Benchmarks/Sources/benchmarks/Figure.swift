import Foundation

/// A figure: a line of JSON, as `compare` reads it.
struct Figure: Codable {
  /// The name of the case.
  var `case`: String
  /// What was measured: "swift", or "c" for the hand-written C.
  var peer: String
  /// The median time of a call, in microseconds.
  var us: Double?
  /// The time from the expression to the first result, in milliseconds.
  var build_ms: Double?
  /// Memory, in KiB, where that is what was measured.
  var kib: Int?
  /// Checksums of the results.
  var check: [Checksum]?
  /// Whether the implementation does not have the case.
  var isAbsent: Bool?
  /// What went wrong.
  var error: String?

  /// A figure of nothing yet.
  init(_ name: String, _ peer: String) {
    `case` = name
    self.peer = peer
  }

  /// The line.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// Returns this with numbers that a person reads: no less than a picosecond.
  func rounded() -> Figure {
    var figure = self
    figure.us = us.map { ($0 * 1e6).rounded() / 1e6 }
    figure.build_ms = build_ms.map { ($0 * 1000).rounded() / 1000 }
    return figure
  }
}

/// Prints a line at once, also into a pipe.
func printLine(_ text: String) {
  FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
