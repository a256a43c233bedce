import Foundation

/// A bar that fills on a terminal, and is silent elsewhere.
struct ProgressBar {
  /// The number of steps of a full bar.
  let total: Int
  private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1

  /// Creates an empty bar.
  init(total: Int) { self.total = total }

  /// Shows the bar after `done` steps.
  func show(_ done: Int, _ note: String) {
    guard isTerminal else { return }
    let width = 30, filled = width * done / max(total, 1)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    write("\r      \(bar) \(done)/\(total)  \(note)   ")
  }

  /// Removes the bar.
  func clear() {
    if isTerminal { write("\r\u{1B}[2K") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
