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
  private let known: [Variable: NDArray]

  init(_ graph: RandomGraph) {
    self.graph = graph
    known = Dictionary(uniqueKeysWithValues: zip(graph.inputs, graph.inputValues))
  }

  /// Returns texts for outputs that differ, and the names of the rules that were applied.
  ///
  /// Beside NaN and infinities, more accurate results may be others. Without the rules for these, and where an
  /// input has a NaN, which has to stay one, everything agrees.
  func differences(_ seed: Int) throws -> ([String], Set<String>) {
    let (texts, applied) = try differences(seed, isStrict: graph.hasNaN)
    if texts.isEmpty || graph.hasNaN || isFinite || applied.isDisjoint(with: Self.accurate) {
      return (texts, applied)
    }
    return (try differences(seed, isStrict: true).0, applied)
  }

  /// The same; if it `isStrict`, without the rules whose results are more accurate.
  private func differences(_ seed: Int, isStrict: Bool) throws -> ([String], Set<String>) {
    let f = try compiled(isStrict: isStrict)
    let applied = Set(f.rewrites.profile.filter { $0.applied > 0 }.map(\.name))
    let results = try f.call(graph.inputValues)
    let steps = scale(of: graph.outputs, graph.values)
    var texts: [String] = []
    for (output, result) in zip(graph.outputs, results) {
      guard let expected = graph.value(of: output),
        let difference = difference(result, expected, scale: steps),
        !isIllConditioned(output, result)
      else { continue }
      texts.append("seed \(seed): \(difference)\n  in \(pp(output, limit: 800))")
    }
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
    Pipeline.phases.flatMap { phase -> [Rewrite] in
      if case .rules(let rules) = phase.work { rules } else { [] }
    }.filter(\.isMoreAccurate).map(\.name))

  /// Says how two values differ by more than rounding; nil if they do not.
  private func difference(_ result: NDArray, _ expected: NDArray, scale: Double) -> String? {
    guard result.dtype == expected.dtype, result.shape == expected.shape else {
      return "\(result.dtype)\(result.shape) instead of \(expected.dtype)\(expected.shape)"
    }
    if result.dtype.isDiscrete {
      return result.integers == expected.integers
        ? nil : "\(result.integers) instead of \(expected.integers)"
    }
    let tolerance = isSingle ? 1e-4 : 1e-9
    for (new, old) in zip(result.reals, expected.reals) {
      if new == old || new.isNaN && old.isNaN { continue }
      if new.isFinite, old.isFinite, abs(new - old) <= tolerance * max(1, scale, abs(old)) {
        continue
      }
      return "\(new) instead of \(old), of \(result.dtype)\(result.shape)"
    }
    return nil
  }

  /// Whether all numbers on the way are finite.
  private var isFinite: Bool {
    graph.values.values.allSatisfy { $0.dtype.isDiscrete || $0.reals.allSatisfy(\.isFinite) }
  }

  /// Whether anything on the way is of single precision.
  private var isSingle: Bool {
    graph.values.keys.contains { $0.dtype == .float32 || $0.dtype == .float16 }
  }

  /// The greatest finite number on the way to `outputs`.
  private func scale(of outputs: [Variable], _ values: [Variable: NDArray]) -> Double {
    ancestors(outputs).compactMap { $0.constant ?? values[$0] }.filter { $0.dtype.isFloat }
      .flatMap { $0.reals.map { abs($0) }.filter(\.isFinite) }.max() ?? 1
  }

  /// Whether rounding alone may change an output as much: one more rounding at each step does, or another sign
  /// of a zero, which rules may lose.
  private func isIllConditioned(_ output: Variable, _ result: NDArray) -> Bool {
    guard let expected = graph.value(of: output), result.shape == expected.shape else {
      return false
    }
    for label in ["a", "b", "c", "d"] {
      var generator = SeededGenerator(label)
      let noisy = RandomGraph.evaluated([output], knowing: known) { value in
        guard value.dtype.isFloat else { return }
        let size = value.dtype == .float64 ? 1e-14 : value.dtype == .float32 ? 1e-6 : 1e-3
        value = NDArray(
          reals: value.reals.map {
            let factor = 1 + Double.random(in: -size...size, using: &generator)
            return $0 == 0 && factor < 1 ? -$0 : $0 * factor
          }, shape: value.shape, dtype: value.dtype)
      }
      guard let changed = noisy?[output] else { continue }
      if zip(zip(changed.reals, expected.reals), result.reals).contains(where: { pair, new in
        let (noisy, old) = pair
        if old.isFinite != noisy.isFinite || old.isNaN != noisy.isNaN { return true }
        if old.isInfinite, noisy == -old { return true }
        let isSame = new == old || new.isNaN && old.isNaN
        return !isSame && abs(noisy - old) * 1000 >= abs(new - old)
      }) {
        return true
      }
    }
    return false
  }

  /// Says which application of a rule first changed a value.
  private func culprit(isStrict: Bool) throws -> String {
    let f = try compiled(isStrict: isStrict, isTracing: true)
    for application in f.rewrites.applications {
      let both = application.before + application.after
      guard let values = RandomGraph.evaluated(both, knowing: known) else {
        return "  cannot be evaluated after \(text(application))"
      }
      func value(_ variable: Variable) -> NDArray? {
        variable.constant ?? values[variable] ?? known[variable]
      }
      let near = scale(of: both, values.merging(known) { $1 })
      for (before, after) in zip(application.before, application.after) {
        guard let old = value(before), let new = value(after) else { continue }
        if let difference = difference(new, old, scale: near) {
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
