#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a line to standard error.
package func warn(_ message: String) {
  let line = "warning: \(message)\n"
  // In one piece, so that lines of several threads do not mix.
  _ = write(STDERR_FILENO, line, line.utf8.count)
}
