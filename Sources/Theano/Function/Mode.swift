import TheanoGraph

/// How a function is compiled and run: which rewrites its graph goes through, and what is checked.
///
/// `Mode(trace: true)` records every rewrite; `Mode.fastRun.excluding("stabilise")` leaves a phase out,
/// `.excluding("x + 0 → x")` a rule; `Mode.reference.including("canonicalise")` adds one.
public struct Mode: Sendable, Hashable, ExpressibleByStringLiteral {
  /// How much is rewritten.
  enum Optimisation: Sendable {
    case none, fastCompile, fastRun
  }

  /// What a mode does.
  struct Behaviour: Sendable {
    var optimisation: Optimisation
    /// Whether a result with a NaN or an infinity is an error.
    var guardsNaN = false
    /// Whether each call also evaluates the graph as it was built, and compares.
    var comparesRewrites = false
    /// Whether the graph is compiled to machine code.
    var isNative = false
  }

  /// The name, as `THEANO_FLAGS=mode=…` has it.
  public let name: String
  /// Whether every rewrite is recorded, with the expressions before and after and the time it took; see
  /// `Function.rewrites`.
  public var trace = false
  /// The names of phases and rules added to those of the mode.
  public private(set) var included: [String] = []
  /// The names of phases and rules left out.
  public private(set) var excluded: [String] = []

  /// The mode of this name; `function` throws if there is none.
  public init(stringLiteral value: String) { name = value }

  /// The mode of this name; `function` throws if there is none.
  public init(_ name: String = "FAST_RUN", trace: Bool = false) {
    self.name = name
    self.trace = trace
  }

  /// All rewrites, and machine code where there is a C compiler: the default.
  public static let fastRun: Mode = "FAST_RUN"
  /// The rewrites that are quick and make the graph smaller: merging, constants, operations without effect.
  public static let fastCompile: Mode = "FAST_COMPILE"
  /// No rewrites: each operation as it was built, by its own `evaluate`.
  public static let reference: Mode = "reference"
  /// All rewrites, and at each call a comparison of every expression that a rewrite replaced with what it
  /// was replaced by: a difference is an error that names the rewrite and the user's line.
  public static let debug: Mode = "DebugMode"
  /// All rewrites, with a check of every result: a call in which one has a NaN or an infinity throws an error
  /// that names the operation and the user's line.
  public static let nanGuard: Mode = "NanGuardMode"

  /// Returns this mode with phases and rules of these names added.
  public func including(_ names: String...) -> Mode {
    var mode = self
    mode.included += names
    mode.excluded.removeAll { names.contains($0) }
    return mode
  }

  /// Returns this mode without the phases and rules of these names.
  public func excluding(_ names: String...) -> Mode {
    var mode = self
    mode.excluded += names
    mode.included.removeAll { names.contains($0) }
    return mode
  }

  /// What this mode does.
  /// - Throws: `GraphError` if there is no mode of this name.
  func behaviour() throws -> Behaviour {
    switch name {
    case "reference", "None": return Behaviour(optimisation: .none)
    case "FAST_RUN", "fastRun", "Mode", "native":
      return Behaviour(optimisation: .fastRun, isNative: Configuration.current.linker != .py)
    case "FAST_COMPILE", "fastCompile": return Behaviour(optimisation: .fastCompile)
    case "nanGuard", "NanGuardMode": return Behaviour(optimisation: .fastRun, guardsNaN: true)
    case "debug", "DebugMode", "DEBUG_MODE":
      return Behaviour(optimisation: .fastRun, comparesRewrites: true)
    default: throw GraphError(.value, "No predefined mode exist for string: \(name)")
    }
  }
}
