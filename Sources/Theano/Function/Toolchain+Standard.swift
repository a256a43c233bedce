import Synchronization
import TheanoCodeGen
import TheanoGraph

extension Toolchain {
  /// The one that functions use, as `THEANO_FLAGS` says.
  static let standard = Toolchain(ToolchainOptions(.current))

  /// Says that there is no compiler.
  static let warning = OneWarning()
}

/// A warning that is given once.
final class OneWarning: Sendable {
  private let isGiven = Atomic(false)

  /// Writes a line to standard error, the first time.
  func give(_ message: String) {
    if !isGiven.exchange(true, ordering: .relaxed) { warn(message) }
  }
}
