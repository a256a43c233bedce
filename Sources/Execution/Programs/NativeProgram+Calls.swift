import CTheanoExecution
import TheanoArrays
import TheanoLoopIR

/// The forms of calls, from the most convenient to the barest.
extension NativeProgram {
  /// What is in the place of an input that was given away.
  private static let nothing = NDArray(zeros: [0], dtype: .bool)

  /// Calls the program on arrays, which are read where they are.
  ///
  /// - Throws: `ExecutionError`; what a callback throws.
  package func run(_ inputs: [NDArray]) throws -> [NDArray] {
    try check(inputs)
    return try withWorkspace { workspace in
      workspace.place(inputs)
      try run(workspace)
      withExtendedLifetime(inputs) {}
      return try results(of: workspace)
    }
  }

  /// Calls the program, which may make results in the memory of the inputs `donated`, where nobody else
  /// holds that; those inputs are then replaced by empty arrays.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. All inputs are then as they were.
  package func run(_ inputs: inout [NDArray], donating donated: [Int]) throws -> [NDArray] {
    try check(inputs)
    return try withWorkspace { workspace in
      workspace.place(inputs)
      var used: [Int] = []
      for (result, reusable) in interface.reusable.enumerated() {
        guard let input = reusable, donated.contains(input), !used.contains(input),
          isUnique(&inputs[input], besides: workspace, input)
        else { continue }
        workspace.give(inputs[input].storage, to: result)
        used.append(input)
      }
      try run(workspace)
      let results = try results(of: workspace)
      for input in used { inputs[input] = Self.nothing }
      withExtendedLifetime(inputs) {}
      return results
    }
  }

  /// Whether nobody else holds the memory of an input.
  private func isUnique(_ value: inout NDArray, besides workspace: Workspace, _ input: Int) -> Bool
  {
    // Nodes must not be given what will change.
    if !callbacks.isEmpty { workspace.state.pointee.arguments[input] = nil }
    return isKnownUniquelyReferenced(&value.storage)
  }

  /// Calls the program, and makes results in the memory of `results` where nobody else holds that and the
  /// size is right, and in new memory elsewhere.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. The elements of `results` are then unknown.
  package func run(_ inputs: [NDArray], into results: inout [NDArray]) throws {
    try check(inputs)
    guard results.count == interface.results.count else {
      throw ExecutionError.wrongArguments(
        "there are \(interface.results.count) results, and memory for \(results.count)")
    }
    try withWorkspace { workspace in
      workspace.place(inputs)
      for result in results.indices
      where results[result].dtype == interface.results[result].dtype
        && isKnownUniquelyReferenced(&results[result].storage)
      {
        workspace.give(results[result].storage, to: result)
      }
      try run(workspace)
      withExtendedLifetime(inputs) {}
      var offset = 0
      for (result, port) in interface.results.enumerated() {
        if !workspace.isShape(results[result].shape, of: result, at: offset)
          || workspace.storages[result] !== results[result].storage
        {
          results[result] = try workspace.array(
            of: result, shape: workspace.shape(of: result, at: offset))
        }
        offset += port.rank
      }
    }
  }

  /// Calls the program on memory, without any checks: as many elements and lengths as the interface says,
  /// row-major; results must have room.
  ///
  /// Nothing is allocated once the program has been called on inputs of such lengths.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. The elements of the results are then unknown.
  package func call(
    inputs: UnsafePointer<UnsafeRawPointer?>, lengths: UnsafePointer<Int64>,
    results: UnsafeMutablePointer<UnsafeMutableRawPointer?>, capacities: UnsafePointer<Int64>,
    resultLengths: UnsafeMutablePointer<Int64>
  ) throws {
    try withWorkspace { workspace in
      let frame = workspace.call
      let own = frame.pointee.frame
      frame.pointee.frame.inputs = inputs
      frame.pointee.frame.input_lengths = lengths
      frame.pointee.frame.results = results
      frame.pointee.frame.result_capacities = capacities
      frame.pointee.frame.result_lengths = resultLengths
      workspace.state.pointee.resultsAreFixed = true
      defer {
        frame.pointee.frame = own
        workspace.state.pointee.resultsAreFixed = false
      }
      try run(workspace)
    }
  }

  /// Returns all results.
  private func results(of workspace: Workspace) throws -> [NDArray] {
    var offset = 0
    var arrays: [NDArray] = []
    arrays.reserveCapacity(interface.results.count)
    for (result, port) in interface.results.enumerated() {
      let shape = workspace.shape(of: result, at: offset)
      arrays.append(try workspace.array(of: result, shape: shape))
      offset += port.rank
    }
    return arrays
  }

  /// Checks that arrays are what the program takes.
  private func check(_ inputs: [NDArray]) throws {
    guard inputs.count == interface.inputs.count else {
      throw ExecutionError.wrongArguments(
        "there are \(interface.inputs.count) inputs, and \(inputs.count) were given")
    }
    for (index, port) in interface.inputs.enumerated() {
      let value = inputs[index]
      guard value.dtype == port.dtype, value.shape.count == port.rank else {
        throw ExecutionError.wrongArguments(
          "input \(index) is \(port.dtype) of rank \(port.rank), and was given "
            + "\(value.dtype)\(shapeText(value.shape))")
      }
    }
  }
}
