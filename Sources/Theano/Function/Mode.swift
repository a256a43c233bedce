import TheanoGraph

/// How a function is compiled and run.
public struct Mode: Sendable, Hashable, ExpressibleByStringLiteral {
  /// What the mode does.
  enum Behaviour: String, Sendable {
    case reference
    case nanGuard
  }

  /// The name, as `THEANO_FLAGS=mode=…` has it.
  public let name: String

  /// The mode of this name; `function` throws if there is none.
  public init(stringLiteral value: String) { name = value }

  /// The mode of this name; `function` throws if there is none.
  public init(_ name: String) { self.name = name }

  /// The reference evaluator: each operation's own `evaluate`, in order.
  public static let reference: Mode = "reference"
  /// The reference evaluator with a check of every result: a call in which one has a NaN or an infinity throws
  /// an error that names the operation and the user's line.
  public static let nanGuard: Mode = "NanGuardMode"

  /// What this mode does. Theano's `FAST_RUN` and `FAST_COMPILE` are accepted, and evaluate as `reference`.
  func behaviour() throws -> Behaviour {
    switch name {
    case "reference", "FAST_RUN", "FAST_COMPILE": return .reference
    case "nanGuard", "NanGuardMode": return .nanGuard
    default: throw GraphError(.value, "No predefined mode exist for string: \(name)")
    }
  }
}
