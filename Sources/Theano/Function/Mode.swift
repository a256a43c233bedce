import TheanoGraph

/// How a function is compiled and run: which rewrites its graph goes through, whether it becomes machine
/// code, and what is checked.
///
/// `THEANO_FLAGS=mode=…` names the mode of functions that are given none, and `linker=py` has the default
/// modes do without machine code.
///
/// | mode | name | rewrites | computed by |
/// |---|---|---|---|
/// | `.fastRun` | `FAST_RUN` | all | machine code, or `evaluate` without a compiler or with `linker=py` |
/// | `.native` | `native` | all | machine code; without a compiler `function` throws |
/// | `.fastCompile` | `FAST_COMPILE` | quick ones | each operation's own `evaluate` |
/// | `.reference` | `reference` | none | each operation's own `evaluate` |
/// | `.debug` | `DebugMode` | all | everything there is, and all results are compared |
/// | `.nanGuard` | `NanGuardMode` | all | as `.fastRun`, with a check of every intermediate result |
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
    /// Whether a result of an operation with a NaN or an infinity is an error.
    var guardsNaN = false
    /// Whether each call also evaluates the graph as it was built, and compares.
    var comparesRewrites = false
    /// Whether the graph is compiled to machine code.
    var isNative = false
    /// Whether it is an error if that cannot be done here.
    var needsCompiler = false
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
  /// All rewrites and machine code; without a C compiler `function` throws.
  public static let native: Mode = "native"
  /// The rewrites that are quick and make the graph smaller: merging, constants, operations without effect.
  public static let fastCompile: Mode = "FAST_COMPILE"
  /// No rewrites: each operation as it was built, by its own `evaluate`.
  public static let reference: Mode = "reference"
  /// All rewrites, and at each call a comparison of every expression that a rewrite replaced with what it
  /// was replaced by, and of machine code with each operation's own `evaluate`: a difference is an error that
  /// names the rewrite, or the first operation that differs, and the user's line.
  public static let debug: Mode = "DebugMode"
  /// All rewrites, with a check of the result of every operation, in machine code too: a call in which one
  /// has a NaN or an infinity throws an error that names the operation, what its result is like, and the
  /// user's line.
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
    let isNative = Configuration.current.linker != .py
    switch name {
    case "reference", "None": return Behaviour(optimisation: .none)
    case "FAST_RUN", "fastRun", "Mode":
      return Behaviour(optimisation: .fastRun, isNative: isNative)
    case "native":
      return Behaviour(optimisation: .fastRun, isNative: true, needsCompiler: true)
    case "FAST_COMPILE", "fastCompile": return Behaviour(optimisation: .fastCompile)
    case "nanGuard", "NanGuardMode":
      return Behaviour(optimisation: .fastRun, guardsNaN: true, isNative: isNative)
    case "debug", "DebugMode", "DEBUG_MODE":
      return Behaviour(optimisation: .fastRun, comparesRewrites: true, isNative: isNative)
    default: throw GraphError(.value, "No predefined mode exist for string: \(name)")
    }
  }
}
