import TheanoArrays
import TheanoGraph
import TheanoOps

extension ScanBuilder {
  /// Makes the operation of a body whose inputs and results are known.
  func assemble(_ inputs: BodyInputs, _ step: Step, _ scope: ScanScope) throws -> Loop {
    var (inputs, step) = (inputs, step)
    let feedback = outputs.indices.filter { outputs[$0] != nil }
    let maps = outputs.indices.filter { outputs[$0] == nil }
    var states = feedback.compactMap { outputs[$0] }
    var stateResults = feedback.map { step.outputs[$0] }
    let mapResults = maps.map { step.outputs[$0] }
    let conditions = step.until.map { [$0] } ?? []

    // Shared variables that the body changes become states.
    addGenerators(to: &step, scope, stateResults + mapResults + conditions, Set(inputs.all))
    try step.updates.check()
    var replacements: Replacements = [:]
    let carried = step.updates.map(\.0)
    for (shared, expression) in step.updates {
      let inner = Variable(shared.type, name: shared.name)
      replacements[shared] = inner
      inputs.taps.append([inner])
      states.append(InitialState(rows: shared.asInitialRow(), taps: [1]))
      stateResults.append(try newValue(expression, of: shared))
    }

    var results = try rebuild(stateResults + mapResults + conditions, replacing: replacements)
    let captured = try capture(&results, inputs)
    let opStates = states.map { Scan.State(taps: $0.taps) }
    let scan = Scan(
      body: try ScanBody(
        inputs: inputs.all + captured.map(\.inner), outputs: results,
        sequenceCount: sequences.count, states: opStates, resultCount: states.count + maps.count),
      sequenceCount: sequences.count, states: opStates, mapCount: maps.count,
      hasUntil: !conditions.isEmpty, truncation: truncation,
      label: name ?? "scan_fn")
    let initial = zip(states, stateResults).map { $0.isLiteral ? cast($0.rows, $1.dtype) : $0.rows }
    let operands = [stepCount] + sequences + initial + constants + captured.map(\.outer)
    let all = Variable.applyAll(scan, operands)
    for output in all { try output.check() }
    return try loop(all, states, feedback, maps, carried, scope)
  }

  private func newValue(_ expression: Variable, of shared: SharedVariable) throws -> Variable {
    let value = try expression.toVariable(like: shared)
    if shared.type.accepts(value.type) { return value }
    throw GraphError(
      .type,
      "An update in a loop must have the type of its shared variable: \(shared): \(shared.type), not "
        + "\(value.type).", site: expression.site)
  }

  /// Adds the default updates of generators that were made in this body, so that each step draws anew.
  private func addGenerators(
    to step: inout Step, _ scope: ScanScope, _ results: [Variable], _ inputs: Set<Variable>
  ) {
    var searched: [Variable] = results + step.updates.map(\.1)
    while !searched.isEmpty {
      var found: [Variable] = []
      for case let shared as SharedVariable in graphInputs(searched, blockers: inputs) {
        guard let made = shared.scope, made.isInside(scope), step.updates[shared] == nil,
          let update = shared.defaultUpdate
        else { continue }
        step.updates[shared] = update
        found.append(update)
      }
      searched = found
    }
  }

  /// Cuts the body off from what it takes from outside: the largest expressions that are the same at every
  /// step become operands of the loop, and are computed once.
  private func capture(
    _ results: inout [Variable], _ inputs: BodyInputs
  ) throws -> [(inner: Variable, outer: Variable)] {
    let own = Set(inputs.all)
    var changing = own
    let order = toposort(results, blockers: own)
    for node in order
    where !node.op.isPure || node.inputs.contains(where: { changing.contains($0) }) {
      changing.formUnion(node.outputs)
    }
    var captured: [(inner: Variable, outer: Variable)] = []
    var seen: Set<Variable> = []
    func visit(_ variable: Variable) {
      var open = [variable]
      while let next = open.popLast() {
        guard !changing.contains(next), next.constant == nil, seen.insert(next).inserted else {
          continue
        }
        // A literal gets its dtype from what it is combined with in the body, so it stays there.
        if next.type.isWeak, let owner = next.owner {
          open += owner.inputs.reversed()
        } else {
          captured.append((Variable(next.type, name: next.name), next))
        }
      }
    }
    for node in order where changing.contains(node.output(0)) { node.inputs.forEach(visit) }
    results.forEach(visit)
    if isStrict, let first = captured.first(where: { !isListed($0.outer) }) {
      throw GraphError(
        .missingInput,
        "ScanOp is missing an input: \(first.outer). With strict: true, everything that the step uses "
          + "from outside must be in nonSequences.", site: first.outer.site)
    }
    let replacements = Replacements(
      uniqueKeysWithValues: captured.map { ($0.outer, $0.inner) })
    results = try rebuild(results, replacing: replacements)
    return captured
  }

  /// Whether an expression from outside depends on nothing but what the user listed.
  private func isListed(_ variable: Variable) -> Bool {
    graphInputs([variable], blockers: Set(constants)).allSatisfy {
      constants.contains($0) || $0.constant != nil
    }
  }

  private func loop(
    _ all: [Variable], _ states: [InitialState], _ feedback: [Int], _ maps: [Int],
    _ carried: [SharedVariable], _ scope: ScanScope
  ) throws -> Loop {
    var traces = outputs.map { _ in all.first ?? stepCount }
    var histories = [Variable?](repeating: nil, count: outputs.count)
    for (place, output) in feedback.enumerated() {
      histories[output] = all[place]
      traces[output] = all[place][(states[place].taps.max() ?? 1)...]
    }
    for (place, output) in maps.enumerated() { traces[output] = all[states.count + place] }
    var updates = Updates()
    for (index, shared) in carried.enumerated() {
      let history = all[feedback.count + index]
      updates[shared] = history[-1]
      // A generator made in the body moves on even if the user forgets the loop's updates.
      if shared.scope?.isInside(scope) == true {
        shared.setDefaultUpdate { [weak node = history.owner, index = history.index] in
          node?.output(index)[-1]
        }
      }
    }
    return Loop(traces: traces, histories: histories, updates: updates)
  }
}

extension Variable {
  /// This state as the one row before the first step.
  func asInitialRow() -> Variable { dimshuffle([.new] + (0..<ndim).map { .axis($0) }) }
}
