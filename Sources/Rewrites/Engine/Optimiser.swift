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

  /// How often a phase starts over when its rules, seeing how often variables are used now, apply again.
  private static let passLimit = 10

  /// Returns a graph that computes what `outputs` compute, and what was done; the old graph stays as it is.
  ///
  /// A phase whose rules go round in a circle is left out, with a warning that names them.
  package func optimise(_ outputs: [Variable]) throws -> ([Variable], RewriteReport) {
    var report = RewriteReport(isTracing: isTracing)
    var results = outputs
    for phase in phases {
      let start = ContinuousClock.now
      let before = toposort(results).count
      report.phase = phase.name
      do {
        results = try run(phase, results, &report)
      } catch let failure as Rewriter.Failure {
        warn("The phase '\(phase.name)' was left out: \(failure)")
      }
      report.phases.append(
        .init(
          name: phase.name, nodesBefore: before, nodesAfter: toposort(results).count,
          seconds: start.duration(to: .now).inSeconds, results: isTracing ? results : []))
    }
    return (results, report)
  }

  /// Runs one phase.
  /// - Throws: `Rewriter.Failure` if its rules do not come to an end.
  func run(_ phase: RewritePhase, _ outputs: [Variable], _ report: inout RewriteReport) throws
    -> [Variable]
  {
    switch phase.work {
    case .pass(let pass): return try pass(outputs, self)
    case .rules(let rules):
      let index = RuleIndex(rules, &report)
      var results = outputs
      for _ in 0..<Self.passLimit {
        let order = toposort(results)
        var rewriter = Rewriter(
          index, uses: UseCounts(results, order), nodeCount: order.count, report: report)
        results = try rewriter.rewrite(results)
        report = rewriter.report
        if rewriter.applications == 0 { break }
      }
      return results
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
