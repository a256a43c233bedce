import Testing
import Theano

/// Random wrong programs: each throws an error that knows the user's line; none traps, none goes unnoticed.
@Suite struct WrongProgramsTests {
  private static let mistakes =
    WrongAxes.mistakes + WrongExpressions.mistakes + WrongValues.mistakes + WrongScans.mistakes
    + WrongDraws.mistakes + WrongCalls.mistakes

  @Test func everyWrongProgramThrows() {
    for seed in 0..<10_000 {
      var dice = Dice(seed: seed)
      let mistake = Self.mistakes[seed % Self.mistakes.count]
      if let complaint = complaint(about: mistake, &dice) {
        Issue.record("\(mistake.name), seed \(seed): \(complaint)")
      }
    }
  }

  /// Writes and runs a program; returns what is wrong with the answer, nil for a good one.
  private func complaint(about mistake: Mistake, _ dice: inout Dice) -> String? {
    let program: WrongProgram
    do { program = try mistake.make(&dice) } catch { return complaint(about: error) }
    do {
      switch program {
      case .nothing: return "no error"
      case .expression(let wrong):
        guard let first = wrong.error else { return "no error in \(pp(wrong))" }
        if first.site.location == nil { return "line unknown: \(first)" }
        if let complaint = complaint(about: first) { return complaint }
        try Surroundings.use(Surroundings.wrap(wrong, &dice), &dice)
        return "the error got lost: \(first)"
      case .run(let expression, let values):
        if let error = expression.error { return "already wrong when built: \(error)" }
        let inputs = values.map(\.0)
        let f = try function(
          inputs, Surroundings.wrapValue(expression, &dice), onUnusedInput: .ignore)
        do {
          _ = try f.call(values.map(\.1))
          return "no error for \(pp(expression))"
        } catch let error as EvaluationError {
          return complaint(about: error)
        }
      }
    } catch {
      if case .expression(let wrong) = program, let first = wrong.error,
        (error as? GraphError)?.message != first.message
      {
        return "another error than \(first.message): \(error)"
      }
      return complaint(about: error)
    }
  }

  /// Returns what an error fails to say.
  private func complaint(about error: any Error) -> String? {
    let site: Site
    switch error {
    case let error as GraphError:
      if error.message.isEmpty { return "no message" }
      // Errors of calls and of values have no expression that they could point to.
      if error.site == .unknown { return error.op == nil ? nil : "no place: \(error)" }
      site = error.site
    case let error as EvaluationError:
      if error.message.isEmpty { return "no message" }
      // Only what stands at the end of a computation, not one of its steps, has no place.
      if error.op == nil { return nil }
      site = error.site
    default: return nil
    }
    guard let location = site.location else { return "line unknown: \(error)" }
    return location.path.contains("TheanoTests/") ? nil : "not the user's line: \(error)"
  }
}

/// Right expressions around wrong ones.
private enum Surroundings {
  /// Returns an expression that contains `wrong`.
  static func wrap(_ wrong: Variable, _ dice: inout Dice) -> Variable {
    var result = wrong
    for _ in 0..<dice.number(0...4) {
      let x = dice.input(dice.number(0...2))
      result = dice.pick([
        { result + 1 }, { x * result }, { exp(result) }, { result.sum() }, { dot(x, result) },
        { concatenate([x, result]) }, { result[0] }, { x[result] }, { result.reshape([-1]) },
        { `switch`(x .> 0, result, x) }, { setSubtensor(x[.ellipsis], result) },
        { ifelse(lscalar(), x, result) }, { zeros([result]) },
        { max(result, axis: 0) + softmax(x.flatten()) },
        { RandomStreams(seed: 1).normal(avg: result) }, { sort(result, axis: 0) },
        { stack([x, result]) }, { x[.slice(to: result)] }, { nonzero(result)[0] },
        { split(result, [1, 1])[1] }, { printValue(result) }, { `repeat`(x, result) },
      ])()
    }
    return result
  }

  /// Uses an expression where its error must be thrown.
  static func use(_ wrong: Variable, _ dice: inout Dice) throws {
    let x = dvector("x")
    let s = shared(1.0)
    let uses: [() throws -> Void] = [
      { _ = try function([], wrong) },
      { _ = try function([x], [x, wrong]) },
      { _ = try function([], updates: [s: wrong]) },
      { _ = try function([x], x, givens: [s: wrong]) },
      { _ = try function([In(x, value: [1.0], update: wrong)], x) },
      { _ = try wrong.eval() },
      { _ = try grad(wrong, wrt: x) },
      { _ = try grad(wrong.sum(), wrt: [x]) },
      { _ = try grad(nil, wrt: x, knownGrads: [x: wrong]) },
      { _ = try jacobian(wrong, wrt: x) },
      { _ = try hessian(wrong, wrt: x) },
      { _ = try lop(x, wrt: x, evalPoint: wrong) },
      { _ = try rop(x, wrt: x, evalPoint: wrong) },
      { _ = try scan(sequences: wrong) { x in x } },
      { _ = try scan(sequences: x, outputsInfo: wrong) { x, s in x + s } },
      { _ = try scan(sequences: x, nonSequences: wrong) { x, w in x + w } },
      { _ = try scan(outputsInfo: 1.0, nSteps: wrong) { x in x } },
      { _ = try scan(sequences: x) { x in x + wrong } },
      { _ = try scan(outputsInfo: 1.0, nSteps: 3) { x in (x, until(wrong)) } },
      { _ = try scan(nSteps: 3) { [s: wrong] as [SharedVariable: Variable] } },
      { _ = try clone(wrong, replacing: [:]) },
      { _ = try clone(x + 1, replacing: [x: wrong]) },
    ]
    try dice.pick(uses)()
  }

  /// Returns an expression that needs the value of `x`.
  static func wrapValue(_ x: Variable, _ dice: inout Dice) throws -> Variable {
    var result = x
    for _ in 0..<dice.number(0...3) {
      result = try dice.pick([
        { stack([result, result]) }, { result.flatten() }, { ifelse(true, result, result) },
        { expandDims(result, 0) }, { printValue(result, attributes: []) }, { eq(result, 3) },
        { try scan(nSteps: 1, step: { result }).0 },
      ])()
    }
    return result
  }
}
