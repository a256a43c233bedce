import TheanoGraph
import TheanoRewrites
import TheanoScan

extension Pipeline {
  /// The phases through which every graph goes, in order. A phase ends when none of its rules applies.
  package static let phases: [RewritePhase] = [
    // Equal nodes are one from here on: each phase merges what it inserts.
    RewritePhase("merge", []),
    // Probabilities and their gradients, while these still are what the operations build.
    RewritePhase("softmax", [softmaxes, logSumExps, softmaxGradients]),
    // One form for each expression, so that later rules need to know one only.
    RewritePhase(
      "canonicalise",
      [
        constants, controlRules, fillSink, lengths, allocs, dimShuffles, reshapes, joins, moves,
        sums, likeTerms, products, comparisons, bits, choices, choicesInGradients, casts, inverses,
        evenFunctions, bounds, powers, normaliseIndices, reads, readBuilt, liftIndices,
        liftIndicesPastSums, simplifyWrites, sumWrites, reductions, reducedFactors,
        reducedRepetitions, reducedProducts, dotFactors, trivialDots, loopLengths,
      ]),
    // Forms that are right where the one the user wrote overflows or cancels.
    RewritePhase(
      "stabilise",
      [
        constants, softmaxes, logSumExps, placesOfExtrema, logarithmsOfSums, logarithms,
        logarithmsOfProducts, entropies, sigmoids, errorFunctions, factorRules, sums, products,
        inverses, evenFunctions, powers,
      ]),
    // Sums multiplied out: when all products of which they are factors are in their stable form.
    RewritePhase(
      "multiply out",
      [
        constants, distributedProducts, factorRules, sigmoids, sums, products, evenFunctions,
        powers,
      ]),
    // Loops do only what has to be done step by step.
    RewritePhase(loopPhaseName, on: Scan.self, rules: loopRuleNames) {
      try rewriteLoops($0, $1, &$2)
    },
    // Forms that are faster.
    RewritePhase(
      "specialise",
      [
        constants, fastPowers, finalForms, lengths, allocs, fills, writesToZeros, dotOrder,
        turnedFactors,
      ]),
    // The phases since then, for the bodies of loops.
    RewritePhase("loop bodies", on: Scan.self) { try finishBodies($0, $1, &$2) },
    // Loops keep no more of their results than is read.
    RewritePhase("save memory", on: Scan.self) { outputs, _, _ in try trimHistories(outputs) },
    // What the earlier phases left behind.
    RewritePhase("final", [foldedConstants]),
  ]

  /// The phases of `fastCompile`: what is quick, and makes the graph smaller or its results right.
  private static let quickPhases: Set<String> = ["merge", "softmax", "save memory", "final"]

  /// Returns the optimiser for a mode.
  /// - Throws: `GraphError` if the mode names a phase or rule that does not exist.
  static func optimiser(for mode: Mode) throws -> Optimiser {
    let behaviour = try mode.behaviour()
    for name in mode.included + mode.excluded {
      if phases.contains(where: { $0.name == name || $0.ruleNames.contains(name) }) { continue }
      throw GraphError(.value, "There is no rewrite or phase of the name '\(name)'.")
    }
    let included = Set(mode.included)
    let excluded = Set(mode.excluded)
    let chosen = phases.compactMap { phase -> RewritePhase? in
      if excluded.contains(phase.name) { return nil }
      let isWhole =
        switch behaviour.optimisation {
        case .none: included.contains(phase.name)
        case .fastCompile: included.contains(phase.name) || quickPhases.contains(phase.name)
        case .fastRun: true
        }
      if isWhole, excluded.isEmpty { return phase }
      if !isWhole, included.isEmpty { return nil }
      return phase.filtered { rule in
        (isWhole || included.contains(rule)) && !excluded.contains(rule)
      } keepingPass: {
        isWhole
      }
    }
    return Optimiser(
      phases: chosen, excluding: excluded, isTracing: mode.trace || behaviour.comparesRewrites)
  }
}
