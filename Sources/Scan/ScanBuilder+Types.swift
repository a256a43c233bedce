import TheanoArrays
import TheanoGraph
import TheanoOps

// The types of states: a state and the step's result that becomes it have one type.
extension ScanBuilder {
  /// Gives states that begin with a literal the dtype of the step's result. A result that is itself made of
  /// literals only has none until the states that it reads have theirs; literals alone decide last.
  func resolveLiterals(_ inputs: inout BodyInputs, _ step: inout Step) throws {
    let places = outputs.indices.filter { outputs[$0] != nil }
    var open = places.indices.filter { outputs[places[$0]]?.isLiteral == true }
    while !open.isEmpty {
      let typed = open.filter { !step.outputs[places[$0]].type.isWeak }
      let now = typed.isEmpty ? open : typed
      open.removeAll { now.contains($0) }
      var replacements: Replacements = [:]
      for place in now {
        let dtype = step.outputs[places[place]].strengthened.dtype
        for (index, old) in inputs.taps[place].enumerated() {
          let new = Variable(old.type.with(dtype: dtype), name: old.name)
          inputs.taps[place][index] = new
          replacements[old] = new
        }
      }
      try step.replace(replacements)
    }
  }

  /// Takes from the states' types the lengths that the step's results are not known to have, as in
  /// a state that begins as `zeros([n, 16])`. Whether they have them shows when the loop runs: all
  /// rows of a history must have one shape. A length of 1 stays, as the body may broadcast along it.
  func loosenStates(_ inputs: inout BodyInputs, _ step: inout Step) throws {
    let places = outputs.indices.filter { outputs[$0] != nil }
    while true {
      // With less known of one state, less may be known of the next one.
      var replacements: Replacements = [:]
      for (place, output) in places.enumerated() {
        for (index, old) in inputs.taps[place].enumerated() {
          let type = old.type.loosened(to: step.outputs[output].type)
          if type == old.type { continue }
          let new = Variable(type, name: old.name)
          inputs.taps[place][index] = new
          replacements[old] = new
        }
      }
      if replacements.isEmpty { return }
      try step.replace(replacements)
    }
  }

  /// Throws unless each state has the type of the step's result.
  func checkStates(_ inputs: BodyInputs, _ step: Step) throws {
    var next = 0
    for (index, state) in outputs.enumerated() {
      guard let state else { continue }
      let taps = inputs.taps[next]
      next += 1
      guard let before = taps.first?.type else { continue }
      let output = step.outputs[index]
      let prefix =
        "When compiling the inner function of scan the following error has been encountered: The "
        + "initial state (`outputs_info` in scan nomenclature) of variable \(shown(state)) (argument "
        + "number \(index))"
      if before.dtype != output.dtype {
        throw GraphError(
          .type,
          "\(prefix) has dtype \(before.dtype), while the result of the inner function (`fn`) has "
            + "dtype \(output.dtype). This can happen if the inner function of scan results in an "
            + "upcast or downcast.", site: output.site)
      }
      if before.ndim != output.ndim {
        throw GraphError(
          .type,
          "\(prefix) has \(before.ndim + 1) dimension(s), while the corresponding variable in the "
            + "result of the inner function of scan (`fn`) has \(output.ndim) dimension(s) (it should "
            + "be one less than the initial state). For example, if the inner function of scan returns "
            + "a vector of size d and scan uses the values of the previous time-step, then the initial "
            + "state in scan should be a matrix of shape (1, d). The first dimension of this matrix "
            + "corresponds to the number of previous time-steps that scan uses in each of its "
            + "iterations. In order to solve this issue if the two variable currently have the same "
            + "dimensionality, you can increase the dimensionality of the initial state by one.",
          site: output.site)
      }
      if !zip(before.shape, output.type.shape).allSatisfy({ $0 == nil || $0 == $1 }) {
        throw GraphError(
          .shape,
          "The broadcast pattern or shape of the output of scan (\(output.type)) is inconsistent with "
            + "the one provided in `output_info` (\(before)). If they differ along axes of length 1, "
            + "use unbroadcast(x, axis) on the initial state.", site: output.site)
      }
    }
  }
}

extension ScanBuilder {
  /// The initial state as the user gave it, for messages.
  private func shown(_ state: InitialState) -> Variable {
    guard let owner = state.rows.owner, owner.op is DimShuffle else { return state.rows }
    return owner.inputs[0]
  }
}

extension TensorType {
  /// This type without the lengths, other than 1, that `other` of the same rank does not know.
  fileprivate func loosened(to other: TensorType) -> TensorType {
    guard ndim == other.ndim else { return self }
    let lengths = zip(shape, other.shape).map { mine, theirs in
      theirs == nil && mine != 1 ? nil : mine
    }
    return TensorType(dtype, shape: lengths, isWeak: isWeak)
  }
}
