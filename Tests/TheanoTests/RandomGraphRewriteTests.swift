import TestSupport
import Testing
import TheanoRewrites

@testable import Theano

/// Random graphs with all rewrites compute what they compute without.
@Suite("Random graphs, rewritten") struct RandomGraphRewriteTests {
  private static let batches = 20
  private static let graphsPerBatch = 250

  @Test("Values agree", arguments: 0..<batches)
  func agree(batch: Int) {
    var nodes = 0
    var rules: Set<String> = []
    for seed in batch * Self.graphsPerBatch..<(batch + 1) * Self.graphsPerBatch {
      let graph = RandomGraph(seed: seed)
      guard !graph.outputs.isEmpty else { continue }
      nodes += toposort(graph.outputs).count
      do {
        let check = RandomGraphCheck(graph)
        let (differences, applied) = try check.differences(seed)
        rules.formUnion(applied)
        if !differences.isEmpty {
          Issue.record("\(differences.joined(separator: "\n"))")
        }
      } catch {
        Issue.record("seed \(seed): \(graph.outputs.map { pp($0, limit: 600) }): \(error)")
      }
    }
    // The graphs are worth something: of some size, and rewritten.
    #expect(nodes > 8 * Self.graphsPerBatch)
    #expect(rules.count > 10)
  }
}

/// The comparison of one graph's values with those after rewriting.
struct RandomGraphCheck {
  let graph: RandomGraph
  private let comparison: ValueComparison

  init(_ graph: RandomGraph) {
    self.graph = graph
    let known = Dictionary(uniqueKeysWithValues: zip(graph.inputs, graph.inputValues))
    comparison = ValueComparison(known: known, values: graph.values)
  }

  /// Returns texts for outputs that differ, and the names of the rules that were applied.
  ///
  /// Beside NaN and infinities, more accurate results may be others. Without the rules for these, and where an
  /// input has a NaN, which has to stay one, everything agrees.
  func differences(_ seed: Int) throws -> ([String], Set<String>) {
    let (texts, applied) = try differences(seed, isStrict: graph.hasNaN)
    if texts.isEmpty || graph.hasNaN || comparison.isFinite
      || applied.isDisjoint(with: Self.accurate)
    {
      return (texts, applied)
    }
    return (try differences(seed, isStrict: true).0, applied)
  }

  /// The same; if it `isStrict`, without the rules whose results are more accurate.
  private func differences(_ seed: Int, isStrict: Bool) throws -> ([String], Set<String>) {
    let f = try compiled(isStrict: isStrict)
    let applied = Set(f.rewrites.profile.filter { $0.applied > 0 }.map(\.name))
    let results = try f.call(graph.inputValues)
    var texts = comparison.differences(of: results, for: graph.outputs)
      .map { "seed \(seed): \($0)" }
    if !texts.isEmpty { texts.append(try culprit(isStrict: isStrict)) }
    return (texts, applied)
  }

  /// Compiles the graph; if it `isStrict`, without the rules whose results are more accurate.
  private func compiled(isStrict: Bool, isTracing: Bool = false) throws -> Function<[NDArray]> {
    let all = Mode(trace: isTracing)
    let mode = isStrict ? Self.accurate.reduce(all) { $0.excluding($1) } : all
    return try function(graph.inputs, graph.outputs, onUnusedInput: .ignore, mode: mode)
  }

  /// The names of the rules whose results are more accurate.
  private static let accurate: Set<String> = Set(
    Pipeline.phases.flatMap(\.rules).filter(\.isMoreAccurate).map(\.name))

  /// Says which application of a rule first changed a value.
  private func culprit(isStrict: Bool) throws -> String {
    let f = try compiled(isStrict: isStrict, isTracing: true)
    for application in f.rewrites.applications {
      let both = application.before + application.after
      guard let values = RandomGraph.evaluated(both, knowing: comparison.known) else {
        return "  cannot be evaluated after \(text(application))"
      }
      func value(_ variable: Variable) -> NDArray? {
        variable.constant ?? values[variable] ?? comparison.known[variable]
      }
      let near = comparison.scale(of: both, values.merging(comparison.known) { $1 })
      for (before, after) in zip(application.before, application.after) {
        guard let old = value(before), let new = value(after) else { continue }
        if let difference = comparison.difference(new, old, scale: near) {
          return "  because of \(text(application)): \(difference)"
        }
      }
    }
    return "  no application of a rule changes a value: "
      + f.rewrites.applications.map(\.rule).joined(separator: "; ")
  }

  private func text(_ application: RewriteReport.Application) -> String {
    let before = application.before.map { pp($0, limit: 400) }
    let after = application.after.map { pp($0, limit: 400) }
    return "'\(application.rule)' (\(application.phase)): \(before) → \(after)"
  }
}
