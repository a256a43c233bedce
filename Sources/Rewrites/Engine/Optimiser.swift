import TheanoGraph

/// A step of the optimiser: rules that are applied together until none applies, or a function of the whole
/// graph.
package struct RewritePhase: Sendable {
  /// What a phase does.
  package enum Work: Sendable {
    /// Rules, applied until none applies.
    case rules([Rewrite])
    /// A change of the whole graph, which needs to see all of it.
    case pass(@Sendable ([Variable], Optimiser) throws -> [Variable])
  }

  /// The name, by which a mode can leave the phase out.
  package let name: String
  package let work: Work

  /// Creates a phase of rules, tried in order.
  package init(_ name: String, _ rules: [[Rewrite]]) {
    self.name = name
    work = .rules(rules.flatMap { $0 })
  }

  /// Creates a phase that changes the whole graph.
  package init(
    _ name: String, _ pass: @escaping @Sendable ([Variable], Optimiser) throws -> [Variable]
  ) {
    self.name = name
    work = .pass(pass)
  }
}

/// Phases in order: what turns the graph that a user built into the one that is run.
package struct Optimiser: Sendable {
  /// The phases.
  package var phases: [RewritePhase]
  /// Whether each application is recorded.
  package var isTracing: Bool

  /// Creates an optimiser.
  package init(phases: [RewritePhase], isTracing: Bool = false) {
    self.phases = phases
    self.isTracing = isTracing
  }

  /// Returns a graph that computes what `outputs` compute, and what was done; the old graph stays as it is.
  ///
  /// A phase whose rules go round in a circle is left out, with a warning that names them.
  package func optimise(_ outputs: [Variable]) throws -> ([Variable], RewriteReport) {
    var rewriter = Rewriter(report: RewriteReport(isTracing: isTracing))
    var results = outputs
    var count = rewriter.countNodes(results)
    for phase in phases {
      let start = ContinuousClock.now
      let before = count
      rewriter.report.phase = phase.name
      do {
        results = try run(phase, results, &rewriter)
      } catch let failure as Rewriter.Failure {
        warn("The phase '\(phase.name)' was left out: \(failure)")
      }
      count = rewriter.countNodes(results)
      rewriter.report.phases.append(
        .init(
          name: phase.name, nodesBefore: before, nodesAfter: count,
          seconds: start.duration(to: .now).inSeconds, results: isTracing ? results : []))
    }
    return (results, rewriter.report)
  }

  /// Runs one phase.
  /// - Throws: `Rewriter.Failure` if its rules do not come to an end.
  func run(_ phase: RewritePhase, _ outputs: [Variable], _ rewriter: inout Rewriter) throws
    -> [Variable]
  {
    switch phase.work {
    case .pass(let pass): try pass(outputs, self)
    case .rules(let rules): try rewriter.rewrite(outputs, rules)
    }
  }
}

extension Rewriter.Failure: CustomStringConvertible {
  /// What happened, and the rules.
  var description: String {
    "\(message): " + rules.map { "'\($0)'" }.joined(separator: ", ")
  }
}

extension RewritePhase {
  /// The names of the rules.
  package var ruleNames: [String] {
    if case .rules(let rules) = work { rules.map(\.name) } else { [] }
  }

  /// Returns this phase with the rules whose names `isKept` says; nil if nothing is left of it.
  package func filtered(_ isKept: (String) -> Bool, keepingPass: () -> Bool) -> RewritePhase? {
    switch work {
    case .rules(let rules):
      let kept = rules.filter { isKept($0.name) }
      return kept.isEmpty && !(rules.isEmpty && keepingPass()) ? nil : RewritePhase(name, [kept])
    case .pass: return keepingPass() ? self : nil
    }
  }
}
