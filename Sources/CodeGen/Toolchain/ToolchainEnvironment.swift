import FoundationEssentials
import Glibc

/// The environment in which the toolchain works: this process's, with changes.
///
/// Only the variables that are asked for are read, as a dictionary of all takes longer than to load compiled code.
package struct ToolchainEnvironment: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// Whether the process's variables count.
  private var isInherited = true
  /// What is different; nil: not there.
  private var changes: [String: String?] = [:]

  /// Creates the process's environment.
  package init() {}

  /// Creates an environment of these variables only.
  package init(dictionaryLiteral variables: (String, String)...) {
    isInherited = false
    for (name, value) in variables { changes[name] = value }
  }

  /// The value of a variable.
  package subscript(_ name: String) -> String? {
    get {
      if let change = changes[name] { return change }
      return isInherited ? getenv(name).map { String(cString: $0) } : nil
    }
    set { changes[name] = .some(newValue) }
  }

  /// All variables.
  var all: [String: String] {
    var all = isInherited ? ProcessInfo.processInfo.environment : [:]
    for (name, value) in changes { all[name] = value }
    return all
  }
}
