import Synchronization
import TheanoCodeGen
import TheanoGraph

extension Toolchain {
  /// The one that functions use: as `THEANO_FLAGS` says, or as the settings do that a task has instead.
  static var standard: Toolchain {
    let options = ToolchainOptions(.current)
    return options == process.options ? process : Toolchain(options)
  }

  /// The one that `THEANO_FLAGS` describes.
  private static let process = Toolchain(ToolchainOptions(.environment))

  /// Says why there is no machine code.
  static let warnings = DistinctWarnings()
}

/// Warnings each of which is given once.
final class DistinctWarnings: Sendable {
  private let given = Mutex<Set<String>>([])

  /// Writes a line to standard error, unless it has been written before.
  func give(_ message: String) {
    if given.withLock({ $0.insert(message).inserted }) { warn(message) }
  }

  /// Says that functions are slow because of an error.
  func give(_ error: ToolchainError) {
    give(
      "functions are evaluated operation by operation, which is slow, as there is no machine code: "
        + error.summary)
  }
}
