import TheanoGraph

/// What the rewrites of a function did: how often each rule was tried and applied, and, if asked for, each
/// application with the expressions before and after.
public struct RewriteReport: Sendable {
  /// One application of a rule.
  public struct Application: Sendable {
    /// The phase.
    public var phase: String
    /// The rule.
    public var rule: String
    /// The expressions before.
    public var before: [Variable]
    /// The expressions that took their places.
    public var after: [Variable]
    /// Whether the rule is there because its result is right where the old one overflows or cancels.
    public var isMoreAccurate: Bool
    /// Whether a NaN may stand where there was an infinity, or the reverse.
    public var exchangesNonFinites = false
    /// Whether the expressions after have the whole values of those before: not so where a loop keeps fewer rows
    /// of its results, because no others are read.
    public var isWhole = true
    /// How long it took to find, in seconds.
    public var seconds: Double
  }

  /// What one rule did.
  public struct RuleProfile: Sendable {
    /// The rule's name.
    public var name: String
    /// How often it was tried.
    public var tried = 0
    /// How often it was applied.
    public var applied = 0
    /// The time spent on it, in seconds; 0 unless the mode traces.
    public var seconds = 0.0
  }

  /// Whether applications are recorded and timed.
  public let isTracing: Bool
  /// The phase that is running.
  var phase = ""
  /// All applications in order; empty unless the mode traces.
  public private(set) var applications: [Application] = []
  private var rules: [RuleProfile] = []
  private var places: [String: Int] = [:]
  /// For each phase how many nodes the graph had before and after, and the time it took in seconds.
  public internal(set) var phases: [PhaseSummary] = []

  /// What one phase did.
  public struct PhaseSummary: Sendable {
    /// The phase's name.
    public var name: String
    /// The number of nodes before.
    public var nodesBefore: Int
    /// The number of nodes after.
    public var nodesAfter: Int
    /// The time it took, in seconds.
    public var seconds: Double
    /// The graph after it; empty unless the mode traces.
    public var results: [Variable]
  }

  /// Creates an empty report.
  package init(isTracing: Bool = false) { self.isTracing = isTracing }

  /// The rules that were tried, slowest first, and those of equal time by how often they applied.
  public var profile: [RuleProfile] {
    rules.sorted {
      ($0.seconds, $0.applied, $1.name) > ($1.seconds, $1.applied, $0.name)
    }
  }

  /// The present time if it is wanted.
  func now() -> ContinuousClock.Instant? { isTracing ? .now : nil }

  /// Returns the place of a rule's profile.
  mutating func place(of rule: String) -> Int {
    if let known = places[rule] { return known }
    places[rule] = rules.count
    rules.append(RuleProfile(name: rule))
    return rules.count - 1
  }

  /// Notes an attempt of a rule of loops, which took the time since `start`.
  mutating func noteAttempt(
    _ rule: String, applied: Bool, since start: ContinuousClock.Instant?
  ) {
    let place = place(of: rule)
    rules[place].tried += 1
    if applied { rules[place].applied += 1 }
    rules[place].seconds += start.map { $0.duration(to: .now).inSeconds } ?? 0
  }

  /// Notes what rules of loops made of a node together.
  mutating func noteLoop(
    _ names: [String], _ node: Apply, _ new: [Variable], isWhole: Bool,
    since start: ContinuousClock.Instant?
  ) {
    guard let start else { return }
    applications.append(
      Application(
        phase: phase, rule: names.joined(separator: ", "), before: node.outputs, after: new,
        isMoreAccurate: false, isWhole: isWhole, seconds: start.duration(to: .now).inSeconds))
  }

  /// Adds what was done in a part of the present phase.
  mutating func add(_ inner: RewriteReport) {
    for rule in inner.rules {
      let place = place(of: rule.name)
      rules[place].tried += rule.tried
      rules[place].applied += rule.applied
      rules[place].seconds += rule.seconds
    }
    applications += inner.applications.map {
      var application = $0
      application.phase = "\(phase): \($0.phase)"
      return application
    }
  }

  /// Notes that the rule whose profile is at `place` was tried on a node.
  mutating func note(
    _ rule: Rewrite, at place: Int, _ node: Apply, _ new: [Variable]?,
    since start: ContinuousClock.Instant?
  ) {
    rules[place].tried += 1
    if new != nil { rules[place].applied += 1 }
    guard let start else { return }
    let seconds = start.duration(to: .now).inSeconds
    rules[place].seconds += seconds
    guard let new else { return }
    applications.append(
      Application(
        phase: phase, rule: rule.name, before: node.outputs, after: new,
        isMoreAccurate: rule.isMoreAccurate, exchangesNonFinites: rule.exchangesNonFinites,
        seconds: seconds))
  }
}

extension Duration {
  /// The length in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

extension RewriteReport: CustomStringConvertible {
  /// The phases, the applications if they were recorded, and the rules that applied.
  public var description: String {
    var lines: [String] = []
    for application in applications {
      let before = application.before.map { pp($0, limit: 160) }.joined(separator: ", ")
      let after = application.after.map { pp($0, limit: 160) }.joined(separator: ", ")
      lines.append("\(application.phase): \(application.rule)\(application.time)")
      lines.append("    \(before)")
      lines.append("  → \(after)")
    }
    for phase in phases {
      lines.append(
        "\(phase.name): \(phase.nodesBefore) → \(phase.nodesAfter) nodes in "
          + "\(milliseconds(phase.seconds))")
    }
    for rule in profile where rule.applied > 0 {
      lines.append(
        "\(rule.name): applied \(rule.applied) of \(rule.tried) times"
          + (isTracing ? ", \(milliseconds(rule.seconds))" : ""))
    }
    return lines.joined(separator: "\n")
  }
}

extension RewriteReport.Application {
  /// The time as text.
  fileprivate var time: String { " (\(milliseconds(seconds)))" }
}

/// A time as text.
private func milliseconds(_ seconds: Double) -> String {
  let thousandths = (seconds * 1e6).rounded() / 1e3
  return "\(thousandths) ms"
}
