import Theano

/// What a case of the section `scan` computes.
struct GoldenLoop {
  var outputs: [Variable]
  var updates: Updates = []
  var state: [SharedVariable] = []
}

extension GoldenNames {
  /// Returns the loop of this name in the section `scan`; throws for others.
  func loop(_ name: String) throws -> GoldenLoop {
    switch name {
    case "severalOutputs":
      let (rows, _) = try scan(sequences: v, outputsInfo: [x, y, nil]) { e, p, q in
        [p + e, q * e, p - q]
      }
      return GoldenLoop(outputs: rows)
    case "severalTaps":
      let states = [Initial(w, taps: [-2, -1]), Initial(x)]
      let ((p, q), _) = try scan(sequences: v, outputsInfo: states) { e, p2, p1, q1 in
        (p2 + p1 * e, q1 + p1)
      }
      return GoldenLoop(outputs: [p, q])
    case "lotka":
      let ((p, q), _) = try scan(outputsInfo: [x, y], nonSequences: a, nSteps: 5) { p, q, a in
        (p + a * p * (1 - q), q + a * q * (p - 1))
      }
      return GoldenLoop(outputs: [p, q])
    case "sharedUpdate":
      let s = shared(1)
      let (_, updates) = try scan(nSteps: 10) { [s: s + 1] as Updates }
      return GoldenLoop(outputs: [s], updates: updates, state: [s])
    case "sharedAndOutput":
      let s = shared(1.0)
      let (h, updates) = try scan(sequences: v) { e in
        StepResult(e * s, updates: [s: s * 2])
      }
      return GoldenLoop(outputs: [h], updates: updates, state: [s])
    case "power":
      let (h, _) = try scan(outputsInfo: onesLike(v), nonSequences: v, nSteps: i) { prior, v in
        prior * v
      }
      return GoldenLoop(outputs: [h, h[-1]])
    case "polynomial":
      let (h, _) = try scan(sequences: [v, arange(10000)], nonSequences: x) { c, n, x in
        c * x ** n
      }
      return GoldenLoop(outputs: [h, h.sum()])
    case "stateAndSequence":
      let (h, _) = try scan(sequences: v, outputsInfo: x, nonSequences: a) { e, h, a in a * h + e }
      return GoldenLoop(outputs: [h, h[-1], h[..<2], h[.stride(by: -1)]])
    case "until":
      let (h, _) = try scan(outputsInfo: x, nSteps: 1024) { h in (h * 2, until(h * 2 .> 45)) }
      return GoldenLoop(outputs: [h, h[-1]])
    case "untilNever":
      return GoldenLoop(
        outputs: [try scan(outputsInfo: x, nSteps: 4) { h in (h * 2, until(h .< 0)) }.0])
    case "untilAtOnce":
      return GoldenLoop(
        outputs: [try scan(outputsInfo: x, nSteps: 4) { h in (h * 2, until(h .> 0)) }.0])
    case "untilOnSequence":
      let (h, _) = try scan(sequences: v, outputsInfo: x) { e, h in (h + e, until(h + e .> 5)) }
      return GoldenLoop(outputs: [h])
    case "untilMap":
      let (h, _) = try scan(sequences: v) { e in (e ** 2, until(e .> 2)) }
      return GoldenLoop(outputs: [h])
    default: return GoldenLoop(outputs: [try rows(name)])
    }
  }

  /// Returns the rows of a loop that has one result.
  private func rows(_ name: String) throws -> Variable {
    switch name {
    case "accumulate":
      return try scan(sequences: arange(i), outputsInfo: try constant(0)) { e, h in h + e }.0
    case "map": return try scan(sequences: v) { e in e ** 2 + 1 }.0
    case "mapRows": return try scan(sequences: M) { row in row.sum() }.0
    case "rowsToMatrices": return try scan(sequences: M) { row in outer(row, row) }.0
    case "shortestSequence": return try scan(sequences: [v, w]) { e, f in e * f }.0
    case "fewerSteps":
      return try scan(sequences: v, outputsInfo: x, nSteps: 2) { e, h in h + e }.0
    case "oneStep":
      return try scan(sequences: v, outputsInfo: x, nSteps: 1) { e, h in h + e }.0
    case "oneSymbolicStep": return try scan(outputsInfo: x, nSteps: i) { h in h * 2 }.0
    case "recurrentNetwork":
      return try scan(sequences: M, outputsInfo: v, nonSequences: W) { u, h, w in
        tanh(dot(h, w) + u)
      }.0
    case "nested":
      return try scan(sequences: M, nonSequences: x) { m, x in try horner(m, x) }.0
    case "nestedMatrixPower":
      return try scan(outputsInfo: M, nSteps: 2) { h in
        let (product, _) = try scan(sequences: h, nonSequences: M) { row, m in dot(row, m) }
        return product
      }.0
    case "integers": return try scan(sequences: iv, outputsInfo: i) { e, h in h * 3 + e }.0
    case "float32": return try scan(sequences: fv, outputsInfo: fx) { e, h in h * e }.0
    case "functionMap": return try map(v) { e in e * 2 }.0
    case "functionReduce": return try reduce(v, x) { e, h in h + e ** 2 }.0
    case "functionFoldl": return try foldl(v, x) { e, h in h * 10 + e }.0
    case "functionFoldr": return try foldr(v, x) { e, h in h * 10 + e }.0
    case "captured": return try scan(sequences: v, outputsInfo: x) { e, h in h + e * y }.0
    case "backwards":
      return try scan(sequences: v, outputsInfo: x, goBackwards: true) { e, h in h * 10 + e }.0
    case "backwardsFewerSteps":
      return try scan(sequences: v, outputsInfo: x, nSteps: 2, goBackwards: true) { e, h in
        h * 10 + e
      }.0
    default: return try tapped(name)
    }
  }

  /// Returns the rows of a loop that reads several places of a sequence or of its results.
  private func tapped(_ name: String) throws -> Variable {
    switch name {
    case "sequenceTaps":
      return try scan(sequences: Taps(v, [0, -1])) { now, before in now - before }.0
    case "sequenceTapsFarBack":
      return try scan(sequences: Taps(v, [-2, 0])) { far, now in now * 100 + far }.0
    case "sequenceTapsForward":
      return try scan(sequences: Taps(v, [0, 1])) { now, next in now * 10 + next }.0
    case "sequenceTapsBoth":
      return try scan(sequences: Taps(v, [-1, 0, 2])) { b, n, f in b * 100 + n * 10 + f }.0
    case "sequenceTapOnlyBack": return try scan(sequences: Taps(v, [-1])) { b in b }.0
    case "sequencesWithTapsAndWithout":
      return try scan(sequences: [Taps(v, [0, -1]), Taps(w)]) { n, b, e in n * 100 + b * 10 + e }.0
    case "backwardsTaps":
      return try scan(sequences: Taps(v, [0, -1]), outputsInfo: x, goBackwards: true) {
        now, before, h in h * 0 + now * 10 + before
      }.0
    case "backwardsUnequalLengths":
      return try scan(sequences: [v, w], outputsInfo: x, goBackwards: true) { e, f, h in
        h * 0 + e * 10 + f
      }.0
    case "fibonacci":
      return try scan(outputsInfo: Initial(v, taps: [-1, -2]), nSteps: 6) { a, b in a + b }.0
    case "outputTapOrder":
      return try scan(outputsInfo: Initial(v, taps: [-1, -2]), nSteps: 4) { near, far in
        near - 2 * far
      }.0
    case "outputTapOrderReversed":
      return try scan(outputsInfo: Initial(v, taps: [-2, -1]), nSteps: 4) { far, near in
        near - 2 * far
      }.0
    case "outputTapsWithGap":
      return try scan(outputsInfo: Initial(v, taps: [-3, -1]), nSteps: 5) { far, near in
        far * 10 + near
      }.0
    case "outputTapFarOnly":
      return try scan(outputsInfo: Initial(v, taps: [-2]), nSteps: 5) { far in far + 10 }.0
    case "outputTapsOnRows":
      return try scan(outputsInfo: Initial(M, taps: [-2, -1]), nSteps: 3) { a, b in a + b }.0
    default: throw UnknownGolden(source: name)
    }
  }
}
