import TheanoGraph

/// A step of the optimiser: rules that are applied together until none applies, or a function of the whole
/// graph.
package struct RewritePhase: Sendable {
  /// What a phase does.
  package enum Work: Sendable {
    /// Rules, applied until none applies.
    case rules([RuleFamily])
    /// A change of the whole graph, which needs to see all of it, by rules of these names; of graphs that have
    /// operations of a type.
    case pass([String], on: any Op.Type, Pass)
  }

  /// Returns what may stand for the outputs, and reports what it did.
  package typealias Pass =
    @Sendable (_ outputs: [Variable], _ optimiser: Optimiser, _ report: inout RewriteReport) throws
    -> [Variable]

  /// The name, by which a mode can leave the phase out.
  package let name: String
  package let work: Work

  /// Creates a phase of rules, tried in order.
  package init(_ name: String, _ families: [RuleFamily]) {
    self.name = name
    work = .rules(families)
  }

  /// Creates a phase that changes the whole graph, by rules of these names; it is left out where there are no
  /// operations of the type `type`.
  package init(
    _ name: String, on type: any Op.Type, rules: [String] = [], _ pass: @escaping Pass
  ) {
    self.name = name
    work = .pass(rules, on: type, pass)
  }
}

/// Phases in order: what turns the graph that a user built into the one that is run.
package struct Optimiser: Sendable {
  /// The phases.
  package var phases: [RewritePhase]
  /// The names of the rules to be left out of phases that change the whole graph.
  package var excluded: Set<String>
  /// Whether each application is recorded.
  package var isTracing: Bool

  /// Creates an optimiser.
  package init(
    phases: [RewritePhase], excluding excluded: Set<String> = [], isTracing: Bool = false
  ) {
    self.phases = phases
    self.excluded = excluded
    self.isTracing = isTracing
  }

  /// This optimiser with some of its phases only.
  func with(phases: some Sequence<RewritePhase>) -> Optimiser {
    Optimiser(phases: Array(phases), excluding: excluded, isTracing: isTracing)
  }

  /// Returns a graph that computes what `outputs` compute, adding what was done to the report of the phase of
  /// which this is a part.
  func optimise(_ outputs: [Variable], within report: inout RewriteReport) throws -> [Variable] {
    let (results, inner) = try optimise(outputs)
    report.add(inner)
    return results
  }

  /// Returns a graph that computes what `outputs` compute, and what was done; the old graph stays as it is.
  ///
  /// A phase whose rules go round in a circle is left out, with a warning that names them.
  package func optimise(_ outputs: [Variable]) throws -> ([Variable], RewriteReport) {
    var rewriter = Rewriter(report: RewriteReport(isTracing: isTracing))
    var results = outputs
    var survey = rewriter.survey(results)
    for phase in phases {
      let start = ContinuousClock.now
      let before = survey.count
      rewriter.report.phase = phase.name
      do {
        results = try run(phase, results, survey, &rewriter)
      } catch let failure as Rewriter.Failure {
        warn("The phase '\(phase.name)' was left out: \(failure)")
      }
      survey = rewriter.survey(results)
      rewriter.report.phases.append(
        .init(
          name: phase.name, nodesBefore: before, nodesAfter: survey.count,
          seconds: start.duration(to: .now).inSeconds, results: isTracing ? results : []))
    }
    return (results, rewriter.report)
  }

  /// Runs one phase.
  /// - Throws: `Rewriter.Failure` if its rules do not come to an end.
  private func run(
    _ phase: RewritePhase, _ outputs: [Variable], _ survey: NodeNumbers.Survey,
    _ rewriter: inout Rewriter
  ) throws -> [Variable] {
    switch phase.work {
    case .pass(_, let type, let pass):
      survey.types.contains { $0 == type }
        ? try pass(outputs, self, &rewriter.report) : outputs
    case .rules(let families):
      try rewriter.rewrite(outputs, families, nodeCount: survey.count)
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
  /// The rules, in order; none of a change of the whole graph.
  package var rules: [Rewrite] {
    if case .rules(let families) = work { families.flatMap(\.rules) } else { [] }
  }

  /// The names of the rules.
  package var ruleNames: [String] {
    switch work {
    case .rules: rules.map(\.name)
    case .pass(let names, _, _): names
    }
  }

  /// Returns this phase with the rules whose names `isKept` says; nil if nothing is left of it.
  package func filtered(_ isKept: (String) -> Bool, keepingPass: () -> Bool) -> RewritePhase? {
    switch work {
    case .rules(let families) where !families.isEmpty:
      let kept = families.compactMap { $0.filtered(isKept) }
      return kept.isEmpty ? nil : RewritePhase(name, kept)
    case .rules, .pass: return keepingPass() ? self : nil
    }
  }
}
