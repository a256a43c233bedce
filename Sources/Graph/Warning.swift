#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a line to standard error, or where a task has warnings go.
package func warn(_ message: String) {
  if let receive = Warnings.receiver { return receive(message) }
  let line = "warning: \(message)\n"
  // In one piece, so that lines of several threads do not mix.
  _ = write(STDERR_FILENO, line, line.utf8.count)
}

/// Where warnings go.
package enum Warnings {
  /// What takes the warnings of a task; nil: they are written to standard error.
  @TaskLocal package static var receiver: (@Sendable (String) -> Void)?
}
