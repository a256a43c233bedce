import Testing
import TestSupport
import TheanoRewrites

@testable import Theano

/// All rules of all phases, each once.
private let rules: [Rewrite] = Pipeline.phases.flatMap { phase -> [Rewrite] in
  if case .rules(let rules) = phase.work { rules } else { [] }
}.reduce(into: []) { list, rule in
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
  private func check(_ rule: Rewrite, _ sample: Sample) throws -> Int? {
    let (after, report) = try optimise([sample.expression], with: rule)
    let applied = report.profile.first { $0.name == rule.name }?.applied ?? 0
    if applied == 0 { return 0 }
    // Rounding is relative to the greatest number on the way to the result.
    let steps = ancestors([sample.expression]).filter { $0.dtype.isFloat && $0.owner != nil }
    guard
      let all = try? Program(inputs: sample.inputs, outputs: [sample.expression] + steps)
        .run(sample.values, shared: [])
    else { return applied }
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
  let basic = [foldConstants, unifyLiterals].filter { $0.name != rule?.name }
  let phase = RewritePhase("test", [basic, rule.map { [$0] } ?? []])
  return try Optimiser(phases: [phase]).optimise(outputs)
}

/// An expression with values for its inputs.
private struct Sample: CustomStringConvertible {
  var expression: Variable
  var inputs: [Variable]
  var values: [NDArray]

  var dtypes: [DType] { values.map(\.dtype) }
  var description: String { "\(pp(expression)) for \(values.map { "\($0.dtype)\($0.shape)" })" }
}

/// Texts for the places at which results differ by more than rounding.
private func disagreements(
  _ before: NDArray, _ after: NDArray, _ rule: Rewrite, _ sample: Sample,
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
      aligned ? hasNaN.contains { $0[place] } : hasNaN.contains { $0.contains(true) }
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

/// Numbers at which rules go wrong.
private let special: [Double] = [
  -.infinity, -800, -3, -1, -0.5, -0.0, 0, 0.25, 1, 2, 700, .infinity, .nan,
]

/// Expressions to try an example's rule on.
private func samples(of example: RewriteExample) throws -> [Sample] {
  if let pattern = example.pattern { return patternSamples(pattern) }
  return try exampleSamples(example)
}

/// Expressions that a rule's pattern stands for: wildcards of several dtypes and shapes, and such of known
/// sign; numbers of several sorts.
private func patternSamples(_ pattern: Variable) -> [Sample] {
  let wildcards = Pattern(root: pattern).wildcards
  let tensors = wildcards.filter { $0.domain == .anything }
  let numbers = wildcards.filter { $0.domain == .number }
  var samples: [Sample] = []
  let choices: [[Double]] = [
    [2, 3], [0.5, -4], [-1, 2], [1, 1], [4, 0.5], [3, 3], [0, 2], [-2, -2],
  ]
  for dtype in [DType.float64, .float32, .int64, .int8, .uint8, .bool, .complex128] {
    for layout in Layout.allCases {
      for shaping in Shaping.allCases {
        for choice in numbers.isEmpty ? [[]] : choices {
          guard let inputs = layout.inputs(tensors, dtype) else { continue }
          var bindings = Bindings()
          for (wildcard, input) in zip(tensors, inputs.variables) {
            _ = bindings.bind(wildcard, to: shaping.apply(input))
          }
          for (place, wildcard) in numbers.enumerated() {
            _ = bindings.bind(wildcard, to: Variable(floatLiteral: choice[place % 2]))
          }
          guard let expression = Pattern(root: pattern).instantiated(bindings),
            expression.error == nil
          else { continue }
          samples.append(
            Sample(expression: expression, inputs: inputs.variables, values: inputs.values))
        }
      }
    }
  }
  return samples
}

/// What stands for wildcards: inputs, or expressions of known sign.
private enum Shaping: CaseIterable {
  case plain, nonNegative, positive

  func apply(_ input: Variable) -> Variable {
    switch self {
    case .plain: input
    case .nonNegative: abs(input)
    case .positive: exp(input)
    }
  }
}

/// The shapes of what stands for wildcards.
private enum Layout: CaseIterable {
  case tuples, empty, scalars, broadcast

  /// Inputs for wildcards, with values; nil where the layout makes no sense.
  func inputs(_ wildcards: [Wildcard], _ dtype: DType) -> (
    variables: [Variable], values: [NDArray]
  )? {
    let count = wildcards.count
    let isScalar = wildcards.allSatisfy { $0.ndim == 0 }
    var variables: [Variable] = []
    var values: [NDArray] = []
    for (place, wildcard) in wildcards.enumerated() {
      let (type, shape): (TensorType, [Int])
      switch self {
      case .tuples where isScalar:
        let total = (0..<count).reduce(1) { total, _ in total * special.count }
        (type, shape) = (TensorType(dtype, shape: [nil]), [total])
      case .empty where isScalar: (type, shape) = (TensorType(dtype, shape: [nil]), [0])
      case .scalars where isScalar: (type, shape) = (TensorType(dtype, shape: []), [])
      case .broadcast where isScalar && count > 1:
        (type, shape) =
          place == 0
          ? (TensorType(dtype, shape: [1, nil]), [1, 3])
          : (TensorType(dtype, shape: [nil, nil]), [4, 3])
      case .tuples where !isScalar:
        shape = [3, 3, 3, 3].prefix(wildcard.ndim).map { $0 }
        type = TensorType(dtype, ndim: wildcard.ndim)
      default: return nil
      }
      variables.append(Variable(type, name: wildcard.name))
      let size = shape.reduce(1, *)
      let stride = (0..<place).reduce(1) { product, _ in product * special.count }
      let reals = (0..<size).map { element -> Double in
        let value = special[
          (self == .tuples ? element / stride : element * 5 + 3 * place + 2) % special.count]
        return dtype.isDiscrete ? value.isFinite ? value.rounded(.down) : 7 : value
      }
      values.append(NDArray(reals: reals, shape: shape, dtype: .float64).cast(to: dtype))
    }
    return (variables, values)
  }
}

/// The expressions of a rule that is code, at several sizes, of ordinary and of special values.
private func exampleSamples(_ example: RewriteExample) throws -> [Sample] {
  var samples: [Sample] = []
  for (n, m) in [(3, 2), (1, 1), (0, 2), (2, 0), (5, 3)] {
    for isSpecial in [false, true] {
      var generator = SeededGenerator("\(example.label) \(n) \(m)")
      let inputs = example.operands.map { Variable($0.type(n: nil, m: nil)) }
      let values = example.operands.map { operand -> NDArray in
        let shape = operand.lengths(n: n, m: m)
        let reals = (0..<shape.reduce(1, *)).map { _ -> Double in
          let value = Double.random(in: operand.range, using: &generator)
          let isHere =
            isSpecial && operand.dtype.isFloat && Double.random(in: 0...1, using: &generator) < 0.3
          return isHere ? special.randomElement(using: &generator) ?? 0 : value
        }
        return NDArray(reals: reals, shape: shape, dtype: .float64).cast(to: operand.dtype)
      }
      samples.append(
        Sample(expression: try example.before(inputs), inputs: inputs, values: values))
    }
  }
  return samples
}

extension OpExample.Operand {
  /// The type of the operand, with fixed lengths as they are.
  fileprivate func type(n: Int?, m: Int?) -> TensorType {
    TensorType(
      dtype,
      shape: shape.map { length -> Int? in
        switch length {
        case .fixed(let value): value
        case .n: n
        case .m: m
        }
      })
  }

  /// The lengths for sizes `n` and `m`.
  fileprivate func lengths(n: Int, m: Int) -> [Int] {
    type(n: n, m: m).shape.map { $0 ?? 0 }
  }
}
