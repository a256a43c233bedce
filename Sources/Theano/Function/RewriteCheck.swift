import TheanoArrays
import TheanoGraph
import TheanoRewrites

/// In debug mode: runs a function's graph as it was built and as it was rewritten, and finds the rewrite that
/// changed a result; then compares machine code with that.
struct RewriteCheck: Sendable {
  /// The shared variables whose values `run` takes: those that either graph reads.
  let shared: [SharedVariable]
  private let graph: FunctionGraph
  private let built: Program
  private let rewritten: Program
  private let native: NativeCheck?

  /// Prepares the comparison of a graph's forms, and of machine code if there is any.
  init(_ graph: FunctionGraph, _ rewritten: Program, _ native: NativeVersions? = nil) throws {
    self.graph = graph
    self.rewritten = rewritten
    self.native = native.map { NativeCheck(graph, $0) }
    built = try Program(inputs: graph.leaves, outputs: graph.built)
    let own = built.shared
    shared = own + rewritten.shared.filter { !own.contains($0) }
  }

  /// Returns the results of the rewritten graph.
  /// - Throws: `EvaluationError` if they differ by more than rounding from those of the graph as it was
  ///   built, and not only because a rule's result is right where the expression it replaces loses digits; it
  ///   names the first rewrite that made a difference.
  func run(_ values: [NDArray], shared sharedValues: [NDArray]) throws -> [NDArray] {
    let state = Dictionary(uniqueKeysWithValues: zip(shared, sharedValues))
    func run(_ program: Program) throws -> [NDArray] {
      try program.run(values, shared: program.shared.compactMap { state[$0] })
    }
    let expected = try run(built)
    let results = try run(rewritten)
    try native?.run(values, state, expecting: results)
    guard let place = difference(expected, results) else { return results }

    func evaluate(_ variables: [Variable]) throws -> [NDArray] {
      try run(Program(inputs: graph.leaves, outputs: variables))
    }
    guard let culprit = try culprit(evaluate) else { return results }
    throw EvaluationError(
      "A rewrite changed the result \(place): \(expected[place].summary) became "
        + "\(results[place].summary). \(culprit)")
  }

  /// Returns a sentence about the first phase, and the first rule in it, that changed a value; nil if all
  /// differences come from rules that may make them.
  private func culprit(_ evaluate: ([Variable]) throws -> [NDArray]) throws -> String? {
    var previous = graph.built
    var isExplained = false
    for phase in graph.rewrites.phases {
      let (before, after) = (try evaluate(previous), try evaluate(phase.results))
      previous = phase.results
      guard difference(before, after) != nil else { continue }
      var isPhaseExplained = false
      for step in graph.rewrites.applications where step.phase == phase.name && step.isWhole {
        let (old, new) = (try evaluate(step.before), try evaluate(step.after))
        guard difference(old, new) != nil else { continue }
        if difference(old, new, allowedFor: step) == nil {
          isPhaseExplained = true
          continue
        }
        let before = step.before.map { pp($0, limit: 200) }.joined(separator: ", ")
        let after = step.after.map { pp($0, limit: 200) }.joined(separator: ", ")
        let line = step.before.first.map { ", built at \($0.site)" } ?? ""
        return
          "The rule '\(step.rule)' of the phase '\(phase.name)' replaced \(before)\(line), by \(after)."
      }
      if !isPhaseExplained { return "The difference arose in the phase '\(phase.name)'." }
      isExplained = true
    }
    return isExplained ? nil : "No single phase makes the difference."
  }

  /// The place of the first result that differs by more than rounding, and than `step` may change it.
  private func difference(
    _ before: [NDArray], _ after: [NDArray], allowedFor step: RewriteReport.Application? = nil
  ) -> Int? {
    zip(before, after).enumerated().first { _, pair in
      !pair.0.agrees(with: pair.1, allowedFor: step)
    }?.offset
  }

}

extension NDArray {
  /// Whether `other`, computed in another way, is the same but for rounding, relative to the greatest
  /// element, and for what `step` may change.
  ///
  /// Where a rule is more accurate, the old value may be no number, or have lost nearly all digits: the
  /// logarithm of the last bit of a difference, for example.
  func agrees(
    with other: NDArray, allowedFor step: RewriteReport.Application? = nil
  ) -> Bool {
    guard dtype == other.dtype, shape == other.shape else { return false }
    if dtype.isDiscrete { return integers == other.integers }
    let isTolerant = step?.isMoreAccurate ?? false
    let exchangesNonFinites = step?.exchangesNonFinites ?? false
    let tolerance =
      switch dtype {
      case _ where isTolerant: 0.125
      case .float16: 2e-2
      case .float32, .complex64: 1e-4
      default: 1e-8
      }
    let pairs = zip(parts, other.parts)
    let greatest = pairs.lazy.flatMap { [$0, $1] }.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return pairs.allSatisfy { old, new in
      old == new || old.isNaN && new.isNaN || isTolerant && !old.isFinite
        || exchangesNonFinites && !old.isFinite && !new.isFinite
        || (old - new).magnitude <= tolerance * Swift.max(greatest, 1)
    }
  }

  /// The first elements.
  var summary: String {
    let text = description
    return text.count > 80 ? "\(text.prefix(80))…" : text
  }

  /// All elements as reals; of complex numbers both parts.
  private var parts: [Double] {
    dtype.isComplex ? complexes.flatMap { [$0.rawStorage.x, $0.rawStorage.y] } : reals
  }
}
