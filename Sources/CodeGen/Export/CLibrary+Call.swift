import TheanoArrays
import TheanoLoopIR

extension CLibrary {
  /// The function that computes.
  func call() throws -> String {
    // Copies need memory, which has to be there before the program changes a state in its place.
    let lines =
      checks + places + ["theano_prepare(self);"] + copies + donations
      + ["self->frame.failure = 0;", "const int32_t status = theano_run(&self->frame);"]
      + [
        "if (status < 0) return \(prefix)_OUT_OF_MEMORY;",
        "if (status > 0) return self->frame.failure > 0 ? self->frame.failure : status;",
      ] + stateChecks + commits + results + ["return 0;"]
    return "\(callDeclaration) {\n" + lines.map { "  \($0)\n" }.joined() + "}"
  }

  /// The place of the first length of an input among those of all.
  private func firstLength(ofInput input: Int) -> Int {
    program.interface.inputs[..<input].reduce(0) { $0 + $1.rank }
  }

  /// The place of the first length of a result of the program among those of all.
  private func firstLength(ofResult result: Int) -> Int {
    program.interface.results[..<result].reduce(0) { $0 + $1.rank }
  }

  /// The place of the first length of a state among those of all.
  private func firstLength(ofState state: Int) -> Int {
    states[..<state].reduce(0) { $0 + $1.variable.shape.count }
  }

  /// Checks of the arguments' lengths.
  private var checks: [String] {
    arguments.flatMap { argument in
      argument.shape.enumerated().map { axis, length in
        let found = "\(argument.name)_lengths[\(axis)]"
        let condition = length.map { "\(found) != \($0)" } ?? "\(found) < 0"
        return "if (\(condition)) return \(prefix)_WRONG_LENGTH;"
      }
    }
  }

  /// Where the inputs of the program are.
  private var places: [String] {
    inputs.enumerated().flatMap { index, source -> [String] in
      let first = firstLength(ofInput: index)
      switch source {
      case .constant: return []
      case .argument(let place):
        let argument = arguments[place]
        let lengths = argument.shape.indices.map {
          "self->input_lengths[\(first + $0)] = \(argument.name)_lengths[\($0)];"
        }
        if argument.shape.isEmpty {
          let copy = "self->argument_\(argument.name)"
          return ["\(copy) = \(argument.name);", "self->inputs[\(index)] = &\(copy);"]
        }
        return ["self->inputs[\(index)] = \(argument.name);"] + lengths
      case .state(let place):
        let start = firstLength(ofState: place)
        let lengths = states[place].variable.shape.indices.map {
          "self->input_lengths[\(first + $0)] = self->state_lengths[\(start + $0)];"
        }
        return ["self->inputs[\(index)] = self->states[\(place)].elements;"] + lengths
      }
    }
  }

  /// New values that are made in the memory of the old ones, where no argument lies there.
  private var donations: [String] {
    states.indices.flatMap { index -> [String] in
      guard case .computed(let result)? = states[index].update,
        let input = program.interface.reusable[result], inputs[input] == .state(index),
        !copiedInputs.contains(input)
      else { return [] }
      let others = arguments.filter { !$0.shape.isEmpty }.map {
        "(const void *)\($0.name) != self->states[\(index)].elements"
      }
      let lines = [
        "self->result_elements[\(result)] = self->states[\(index)].elements;",
        "self->result_capacities[\(result)] = self->states[\(index)].capacity;",
      ]
      if others.isEmpty { return lines }
      return ["if (\(others.joined(separator: " && "))) {"] + lines.map { "  \($0)" } + ["}"]
    }
  }

  /// Results that are inputs as they are.
  private var copies: [String] {
    copiedInputs.enumerated().map { place, input in
      let port = program.interface.inputs[input]
      let first = firstLength(ofInput: input)
      let factors =
        (0..<port.rank).map { "self->input_lengths[\(first + $0)]" } + ["\(port.dtype.size)"]
      return "if (theano_copy(&self->results[\(program.interface.results.count + place)], "
        + "self->inputs[\(input)], \(factors.joined(separator: " * ")))) "
        + "return \(prefix)_OUT_OF_MEMORY;"
    }
  }

  /// The array of a result, and its lengths.
  private func place(of result: Result) -> (array: Int, length: (Int) -> String) {
    switch result {
    case .computed(let number):
      let first = firstLength(ofResult: number)
      return (number, { "self->result_lengths[\(first + $0)]" })
    case .copy(let copy), .input(let copy):
      let first = firstLength(ofInput: copiedInputs[copy])
      return (program.interface.results.count + copy, { "self->input_lengths[\(first + $0)]" })
    }
  }

  /// Checks of the new values' lengths.
  private var stateChecks: [String] {
    states.flatMap { state -> [String] in
      guard let update = state.update else { return [] }
      let lengths = place(of: update).length
      return state.variable.shape.enumerated().compactMap { axis, known in
        known.map { "if (\(lengths(axis)) != \($0)) return \(prefix)_WRONG_LENGTH;" }
      }
    }
  }

  /// The new values put in place.
  private var commits: [String] {
    states.enumerated().flatMap { index, state -> [String] in
      guard let update = state.update else { return [] }
      let (array, length) = place(of: update)
      let first = firstLength(ofState: index)
      let move: String
      if case .computed = update {
        move =
          "if (self->result_elements[\(array)] != self->states[\(index)].elements) "
          + "theano_swap(&self->states[\(index)], &self->results[\(array)]);"
      } else {
        move = "theano_swap(&self->states[\(index)], &self->results[\(array)]);"
      }
      return [move]
        + state.variable.shape.indices.map {
          "self->state_lengths[\(first + $0)] = \(length($0));"
        }
    }
  }

  /// The results handed out.
  private var results: [String] {
    outputs.flatMap { variable, from -> [String] in
      let (array, length) = place(of: from)
      let elements = "self->results[\(array)].elements"
      if variable.shape.isEmpty {
        let type = variable.dtype.cType
        return ["if (\(variable.name)) *\(variable.name) = *(const \(type) *)\(elements);"]
      }
      let lengths = variable.shape.indices.map {
        "  \(variable.name)_lengths[\($0)] = \(length($0));"
      }
      return ["if (\(variable.name)) *\(variable.name) = \(elements);"]
        + ["if (\(variable.name)_lengths) {"] + lengths + ["}"]
    }
  }

  /// The functions that read and set a state.
  func accessors(_ index: Int) -> String {
    let state = states[index].variable
    let array = "self->states[\(index)]"
    let first = firstLength(ofState: index)
    let type = state.dtype.cType
    if state.shape.isEmpty {
      return """
        \(getter(state)) { return *(const \(type) *)\(array).elements; }

        \(setter(state)) { *(\(type) *)\(array).elements = value; }
        """
    }
    let copies = state.shape.indices.map {
      "    lengths[\($0)] = self->state_lengths[\(first + $0)];\n"
    }
    let checks = state.shape.enumerated().map { axis, known in
      let condition = known.map { "lengths[\(axis)] != \($0)" } ?? "lengths[\(axis)] < 0"
      return "  if (\(condition)) return \(prefix)_WRONG_LENGTH;\n"
    }
    let factors = state.shape.indices.map { "lengths[\($0)]" } + ["\(state.dtype.size)"]
    let stores = state.shape.indices.map {
      "  self->state_lengths[\(first + $0)] = lengths[\($0)];\n"
    }
    return """
      \(getter(state)) {
        if (lengths) {
      \(copies.joined())  }
        return \(array).elements;
      }

      \(setter(state)) {
      \(checks.joined())  if (theano_copy(&\(array), elements, \(factors.joined(separator: " * "))))
          return \(prefix)_OUT_OF_MEMORY;
      \(stores.joined())  return 0;
      }
      """
  }
}
