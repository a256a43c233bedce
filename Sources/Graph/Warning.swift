import Foundation

/// Writes a line to standard error.
package func warn(_ message: String) {
  FileHandle.standardError.write(Data("warning: \(message)\n".utf8))
}
