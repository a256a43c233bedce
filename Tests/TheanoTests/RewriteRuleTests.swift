import Testing
import TestSupport
import TheanoOps
import TheanoRewrites

@testable import Theano

/// All rules of all phases, each once.
private let rules: [Rewrite] = Pipeline.phases.flatMap(\.rules).reduce(into: []) { list, rule in
  if !list.contains(where: { $0.name == rule.name }) { list.append(rule) }
}

/// A rule as an argument of a test, shown by its name.
struct NamedRule: Sendable, CustomTestStringConvertible {
  let rule: Rewrite
  var testDescription: String { rule.name }
}

@Suite("Each rewrite, evaluated before and after")
struct RewriteRuleTests {
  @Test("Both sides agree", arguments: rules.map { NamedRule(rule: $0) })
  func agrees(_ argument: NamedRule) throws {
    let rule = argument.rule
    #expect(!rule.examples.isEmpty)
    for example in rule.examples {
      var applied = 0
      for sample in try samples(of: example) {
        guard let times = try check(rule, sample) else { return }
        applied += times
      }
      #expect(applied > 0, "the rule never applied in the example '\(example.label)'")
    }
  }

  @Test("A family says on what its rules are tried: else they were not made for it")
  func familyRoots() {
    for case .rules(let families) in Pipeline.phases.map(\.work) {
      for family in families {
        guard let roots = family.roots else { continue }
        var tried: Set<ObjectIdentifier> = []
        for rule in family.rules {
          guard case .ops(let types) = rule.roots else {
            Issue.record("'\(rule.name)' is tried on more than \(roots)")
            continue
          }
          tried.formUnion(
            types.map { ObjectIdentifier(($0 as? any ElementwiseOp.Type)?.function ?? $0) })
        }
        #expect(tried == Set(roots.map { ObjectIdentifier($0) }), "\(family.rules.map(\.name))")
      }
    }
  }

  @Test("What a rule's example becomes", arguments: rules.map { NamedRule(rule: $0) })
  func becomes(_ argument: NamedRule) throws {
    for example in argument.rule.examples {
      guard let after = example.after else { continue }
      let inputs = example.operands.map { Variable($0.type(n: nil, m: nil)) }
      let (found, _) = try optimise([example.before(inputs)], with: argument.rule)
      let (expected, _) = try optimise([after(inputs)], with: nil)
      let (merged, _) = try optimise([found[0], expected[0]], with: nil)
      #expect(
        merged[0] == merged[1],
        "\(argument.rule.name), \(example.label): \(pp(found[0])) instead of \(pp(expected[0]))")
    }
  }

  /// Evaluates an expression and what a rule makes of it; returns how often the rule applied, nil
  /// if the results differ.
  private func check(_ rule: Rewrite, _ sample: RewriteSample) throws -> Int? {
    let (after, report) = try optimise([sample.expression], with: rule)
    let applied = report.profile.first { $0.name == rule.name }?.applied ?? 0
    if applied == 0 { return 0 }
    // Rounding is relative to the greatest number on the way to the result.
    let steps = ancestors([sample.expression]).filter { $0.dtype.isFloat && $0.owner != nil }
    guard
      let all = try? Program(inputs: sample.inputs, outputs: [sample.expression] + steps)
        .run(sample.values, shared: [])
    else { return 0 }
    let before = all[0]
    let new = try Program(inputs: sample.inputs, outputs: after).run(sample.values, shared: [])[0]
    #expect(before.dtype == new.dtype && before.shape == new.shape, "\(rule.name): \(sample)")
    guard before.shape == new.shape else { return nil }
    let differences = disagreements(
      before, new, rule, sample, steps: all.filter { $0.count == before.count })
    #expect(
      differences.isEmpty,
      "\(pp(sample.expression)) → \(pp(after[0])) of \(sample.dtypes): \(differences.prefix(3))")
    return differences.isEmpty ? applied : nil
  }
}

/// Rewrites with a rule, and with those that give constants one form.
private func optimise(_ outputs: [Variable], with rule: Rewrite?) throws
  -> ([Variable], RewriteReport)
{
  for output in outputs { try output.check() }
  let families = [
    constants.filtered { $0 != rule?.name }, rule.map { rule in RuleFamily { rule } },
  ]
  let phase = RewritePhase("test", families.compactMap { $0 })
  return try Optimiser(phases: [phase]).optimise(outputs)
}

/// Texts for the places at which results differ by more than rounding.
private func disagreements(
  _ before: NDArray, _ after: NDArray, _ rule: Rewrite, _ sample: RewriteSample,
  steps: [NDArray]
) -> [String] {
  let tolerance =
    switch before.dtype {
    case .float16: 2e-2
    case .float32, .complex64: 1e-5
    default: 1e-9
    }
  let parts = (before.parts, after.parts)
  let steps = before.dtype.isComplex ? [] : steps.map(\.parts)
  let hasNaN = sample.values.map { $0.broadcast(to: before.shape).complexes.map(\.hasNaN) }
  let hasInfinity = sample.values.contains { $0.parts.contains(where: \.isInfinite) }
  return zip(parts.0, parts.1).enumerated().compactMap { place, pair in
    let (old, new) = pair
    if old == new || old.isNaN && new.isNaN { return nil }
    if rule.exchangesNonFinites, !old.isFinite, !new.isFinite { return nil }
    let isExact = before.dtype.isDiscrete
    if !isExact, old.isFinite, new.isFinite {
      let passed = steps.map { abs($0[place]) }.filter(\.isFinite)
      let scale = max(1, abs(new), passed.max() ?? abs(old))
      if abs(old - new) <= (rule.isMoreAccurate ? max(tolerance, 1e-6) : tolerance) * scale {
        return nil
      }
    }
    // Tuples of operands' elements stand at one place; elsewhere a NaN may come from any.
    let aligned = hasNaN.allSatisfy { $0.count == before.count } && !before.dtype.isComplex
    let fromNaN =
      old.isNaN && (aligned ? hasNaN.contains { $0[place] } : hasNaN.contains { $0.contains(true) })
    if rule.isMoreAccurate, !old.isFinite || abs(old) > 1e15, !fromNaN { return nil }
    // Forms for all finite operands need not keep the numbers that there are beside infinite ones.
    if rule.isMoreAccurate, new.isNaN, hasInfinity { return nil }
    return "\(old) became \(new) at \(place)"
  }
}

extension NDArray {
  /// This array repeated along axes of length 1 to `lengths`, if that is possible.
  fileprivate func broadcast(to lengths: [Int]) -> NDArray {
    guard ndim == lengths.count, zip(shape, lengths).allSatisfy({ $0 == $1 || $0 == 1 }) else {
      return self
    }
    return strided(
      shape: lengths, strides: NDArray.broadcastStrides(of: shape, to: lengths), offset: 0)
  }

  /// All elements as reals; of complex numbers both parts.
  fileprivate var parts: [Double] {
    dtype.isComplex ? complexes.flatMap { [$0.rawStorage.x, $0.rawStorage.y] } : reals
  }
}

extension Complex<Double> {
  /// Whether a part is not a number; `real` of an infinite number is none.
  fileprivate var hasNaN: Bool { rawStorage.x.isNaN || rawStorage.y.isNaN }
}
