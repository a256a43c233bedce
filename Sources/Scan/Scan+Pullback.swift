import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

// The gradient of a loop is a loop that runs backwards.
//
// Let the state s have taps 1…D back. Going backwards, the loop carries D windows: w₀ is what is known of the
// gradient with respect to s(t), w₁ of that with respect to s(t-1), and so on. A step adds the gradient that comes
// from outside to w₀, pulls it back through the body at time t, and adds what the body's taps get to the windows
// that are theirs, which then move by one. What does not change gets a sum over the steps.
extension Scan {
  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let loop = ReverseLoop(scan: self, call: call, dy: dy)
    return try loop.gradients()
  }
}

/// The loop that computes a loop's gradient.
private struct ReverseLoop {
  let scan: Scan
  let call: Apply
  let dy: [Variable?]

  private var inputs: [Variable] { call.inputs }

  /// The number of steps that the loop took: fewer than asked for if a condition ended it.
  private var taken: Variable {
    let first = call.output(0).length(ofAxis: 0)
    return scan.states.isEmpty ? first : first - scan.states[0].depth
  }

  /// The places of states through which gradients flow.
  private var floatStates: [Int] {
    scan.states.indices.filter { call.outputTypes[$0].dtype.isContinuous }
  }

  /// The gradients with respect to the loop's operands.
  func gradients() throws -> [Variable?] {
    let steps =
      scan.truncation.map { limit in
        let limit = Variable(weak: limit)
        return `switch`(taken .< limit, taken, limit)
      } ?? taken
    let plan = try Plan(scan, call)
    let traces = try plan.build(self, steps)
    return collect(traces, plan, steps)
  }

  /// What the backward loop computes, in the order of its outputs.
  private struct Plan {
    /// The body's inputs by what they are.
    let rows: ArraySlice<Variable>
    let taps: [[Variable]]
    let constants: ArraySlice<Variable>
    let scan: Scan
    let call: Apply

    init(_ scan: Scan, _ call: Apply) throws {
      self.scan = scan
      self.call = call
      let all = scan.bodyInputs
      rows = all[..<scan.sequenceCount]
      taps = scan.tapPlaces.map { Array(all[$0]) }
      constants = all[scan.changingCount...]
    }

    var floatRows: [Int] { rows.indices.filter { rows[$0].dtype.isContinuous } }
    var floatConstants: [Int] { constants.indices.filter { constants[$0].dtype.isContinuous } }

    /// Builds the backward loop, and returns what it gives for the windows (by state), the constants, the rows.
    func build(_ loop: ReverseLoop, _ steps: Variable) throws -> Traces {
      let taken = loop.taken
      // What the body read and computed at each step, last step first.
      var sequences = rows.indices.map { loop.inputs[1 + $0][.slice(to: taken)] }
      for (index, state) in scan.states.enumerated() {
        for tap in state.taps {
          let start = state.depth - tap
          sequences.append(call.output(index)[.slice(from: start, to: taken + start)])
        }
      }
      let outer = loop.outerGradients()
      let saved = try SavedValues(
        scan, call, gradients: (loop.floatStates + outer.map(\.output)).uniqued,
        targets: loop.floatStates.flatMap { taps[$0] } + floatConstants.map { constants[$0] }
          + floatRows.map { rows[$0] })
      sequences += saved.rows.map { $0[.slice(to: taken)] }
      sequences += outer.map(\.rows)
      let reversed = sequences.map { $0[.stride(by: -1)] }

      let windows = loop.floatStates.flatMap { index in
        let zero = loop.inputs[scan.firstState + index][0].zeroGradient
        let last = loop.lastRowGradient(index).map { `switch`(taken .> 0, $0, zero) }
        return [last ?? zero]
          + Array(repeating: zero, count: scan.states[index].depth - 1)
      }
      let sums = floatConstants.map { place in
        loop.inputs[scan.firstConstant + place - constants.startIndex].zeroGradient
      }
      let initial = (windows + sums).map {
        ScanBuilder.InitialState(rows: $0.asInitialRow(), taps: [1])
      }
      let builder = ScanBuilder(
        stepCount: steps, sequences: reversed,
        outputs: initial + floatRows.map { _ in nil },
        constants: constants.indices.map {
          loop.inputs[scan.firstConstant + $0 - constants.startIndex]
        }, name: "grad_of_\(scan.label)")
      let built = try builder.build { arguments in
        try step(
          arguments, sequenceCount: reversed.count, saved: saved.inner, outer: outer, windows.count,
          loop)
      }
      let histories = built.histories.compactMap { $0 }
      return Traces(
        windows: Array(histories.prefix(windows.count)), sums: Array(histories.suffix(sums.count)),
        rows: Array(built.traces.suffix(floatRows.count)))
    }

    /// One step backwards.
    private func step(
      _ arguments: [Variable], sequenceCount: Int, saved: [Variable],
      outer: [(output: Int, rows: Variable)], _ windowCount: Int, _ loop: ReverseLoop
    ) throws -> ScanBuilder.Step {
      let sumCount = floatConstants.count
      let forward =
        scan.bodyInputs.prefix(sequenceCount - saved.count - outer.count) + saved
      let given = arguments[forward.count..<sequenceCount]
      var windows = Array(arguments[sequenceCount..<(sequenceCount + windowCount)])
      let sums = arguments[(sequenceCount + windowCount)..<(sequenceCount + windowCount + sumCount)]

      // The gradient with respect to each output of the body at this step.
      var starts: [(Variable, Variable)] = []
      var next = 0
      for index in loop.floatStates {
        var total = windows[next]
        if let place = outer.firstIndex(where: { $0.output == index }) {
          total = total + given[given.startIndex + place]
        }
        starts.append((scan.bodyOutputs[index], total))
        next += scan.states[index].depth
      }
      for (place, item) in outer.enumerated() where item.output >= scan.states.count {
        starts.append((scan.bodyOutputs[item.output], given[given.startIndex + place]))
      }
      let targets =
        loop.floatStates.flatMap { taps[$0] } + floatConstants.map { constants[$0] }
        + floatRows.map { rows[$0] }
      let pulled = try reverseGradients(from: starts, to: targets)
      let own = Replacements(
        uniqueKeysWithValues: zip(forward, arguments).map { ($0, $1) }
          + zip(constants, arguments.suffix(constants.count)).map { ($0, $1) })
      let present = pulled.compactMap { $0 }
      var rebuilt = try rebuild(present, replacing: own).makeIterator()
      var terms = pulled.map { $0 == nil ? nil : rebuilt.next() }[...]

      // The windows move by one, and the taps' gradients join those that are theirs.
      next = 0
      for index in loop.floatStates {
        let depth = scan.states[index].depth
        var moved: [Variable?] = Array(windows[(next + 1)..<(next + depth)]) + [nil]
        for tap in scan.states[index].taps {
          if let term = terms.removeFirst() {
            moved[tap - 1] = moved[tap - 1].map { $0 + term } ?? term
          }
        }
        for offset in 0..<depth {
          windows[next + offset] = moved[offset] ?? windows[next + offset].zerosLike()
        }
        next += depth
      }
      let newSums = sums.map { sum in terms.removeFirst().map { sum + $0 } ?? sum }
      let rowTerms = zip(floatRows, terms).map { place, term in
        term ?? arguments[place].zeroGradient
      }
      // A gradient has the lengths of what it belongs to, even if its expression does not show it.
      let carried = zip(windows + newSums, arguments[sequenceCount...]).map { $0.fitting($1.type) }
      return ScanBuilder.Step(outputs: carried + rowTerms)
    }
  }

  /// What the backward loop gives.
  private struct Traces {
    /// The histories of the windows, one after the other for each float state.
    var windows: [Variable]
    /// The histories of the sums for float constants.
    var sums: [Variable]
    /// For float sequences, the gradients of their rows, last row first.
    var rows: [Variable]
  }

  /// The gradient that comes from outside with respect to a state's last row, if no other row has one, as where
  /// only the last state is read: the first step backwards begins with it.
  private func lastRowGradient(_ index: Int) -> Variable? {
    guard index < scan.states.count, call.outputTypes[index].dtype.isContinuous,
      let owner = dy[index]?.owner, let op = owner.op as? IncSubtensor,
      op.structure.entries.first == .integer(.constant(-1)),
      op.structure.entries.dropFirst().allSatisfy(\.isFullSlice),
      let base = owner.inputs[0].owner, base.op is Elementwise<Second>,
      (base.inputs[1].owner?.inputs.first ?? base.inputs[1]).constant?.reals == [0]
    else { return nil }
    return owner.inputs[1]
  }

  /// The gradients that come from outside, as sequences over the steps.
  private func outerGradients() -> [(output: Int, rows: Variable)] {
    dy.indices.compactMap { index in
      guard let gradient = dy[index], call.outputTypes[index].dtype.isContinuous,
        lastRowGradient(index) == nil
      else { return nil }
      if index >= scan.states.count { return (index, gradient) }
      return (index, gradient[.slice(from: scan.states[index].depth)])
    }
  }

  /// Puts the backward loop's results where the operands want them.
  private func collect(_ traces: Traces, _ plan: Plan, _ steps: Variable) -> [Variable?] {
    var result = [Variable?](repeating: nil, count: inputs.count)
    for (trace, place) in zip(traces.rows, plan.floatRows) {
      let input = inputs[1 + place]
      let taken = taken
      result[1 + place] = incSubtensor(
        input.zeroGradient[.slice(from: taken - steps, to: taken)], trace[.stride(by: -1)])
    }
    var next = 0
    for index in floatStates {
      let depth = scan.states[index].depth
      let rows = (0..<depth).map { traces.windows[next + depth - 1 - $0][-1] }
      next += depth
      result[scan.firstState + index] = initialGradient(index, rows, steps)
    }
    for (history, place) in zip(traces.sums, plan.floatConstants) {
      result[scan.firstConstant + place - plan.constants.startIndex] = history[-1]
    }
    return result
  }

  /// The gradient with respect to a state's initial rows: none gets through a truncation.
  private func initialGradient(_ index: Int, _ rows: [Variable], _ steps: Variable) -> Variable {
    var rows = concatenate(rows.map { $0.asInitialRow() }, axis: 0)
    if scan.truncation != nil { rows = `switch`(steps .< taken, rows.zerosLike(), rows) }
    if let last = lastRowGradient(index) {
      // The last row is an initial one if there was no step.
      let own = `switch`(taken .> 0, last.zerosLike(), last)
      rows = incSubtensor(rows[-1], own)
    } else if let gradient = dy[index] {
      rows = rows + gradient[.slice(to: scan.states[index].depth)]
    }
    // Operands may have more rows than the taps reach back to.
    let input = inputs[scan.firstState + index]
    if input.type.shape[0] == scan.states[index].depth { return rows }
    return incSubtensor(input.zeroGradient[.slice(from: -scan.states[index].depth)], rows)
  }
}

extension Variable {
  /// This variable with the lengths that `type` knows.
  func fitting(_ type: TensorType) -> Variable {
    if zip(type.shape, self.type.shape).allSatisfy({ $0 == nil || $0 == $1 }) { return self }
    return specifyShape(self, type.shape.map { $0 })
  }
}

extension Array where Element: Hashable {
  /// The elements, each once.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
