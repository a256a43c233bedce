import Foundation

/// Writes a line to standard error, or where a task has warnings go.
package func warn(_ message: String) {
  if let receive = Warnings.receiver { return receive(message) }
  FileHandle.standardError.write(Data("warning: \(message)\n".utf8))
}

/// Where warnings go.
package enum Warnings {
  /// What takes the warnings of a task; nil: they are written to standard error.
  @TaskLocal package static var receiver: (@Sendable (String) -> Void)?
}
