import CTheanoExecution
import TheanoArrays
import TheanoLoopIR

/// The forms of calls, from the most convenient to the barest.
extension NativeProgram {
  /// Calls the program on arrays, which are read where they are.
  ///
  /// - Throws: `ExecutionError`; what a callback throws.
  package func run(_ inputs: [NDArray]) throws -> [NDArray] {
    var inputs = inputs
    return try run(&inputs, donating: [])
  }

  /// Calls the program, which may make results in the memory of the inputs `donated`, where nobody else
  /// holds that; those inputs are then replaced by empty arrays.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. All inputs are then as they were.
  package func run(_ inputs: inout [NDArray], donating donated: [Int]) throws -> [NDArray] {
    var results = [NDArray](repeating: .nothing, count: interface.results.count)
    try run(&inputs, donating: donated, into: &results)
    return results
  }

  /// Calls the program, and makes results in the memory of `results` where nobody else holds that and the
  /// size is right, and in new memory elsewhere.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. The elements of `results` are then unknown.
  package func run(_ inputs: [NDArray], into results: inout [NDArray]) throws {
    var inputs = inputs
    try run(&inputs, donating: [], into: &results)
  }

  /// Calls the program, which may make results in the memory of `results`, and in that of the inputs
  /// `donated`; see the other forms.
  ///
  /// Nothing is allocated if all results have memory, and the program has been called on inputs of such
  /// lengths.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. All inputs are then as they were, and the elements
  ///   of `results` are unknown.
  package func run(
    _ inputs: inout [NDArray], donating donated: [Int], into results: inout [NDArray]
  ) throws {
    guard results.count == interface.results.count else {
      throw ExecutionError.wrongArguments(
        "there are \(interface.results.count) results, and memory for \(results.count)")
    }
    try withWorkspace { workspace in
      try workspace.place(inputs)
      for result in results.indices { workspace.lend(&results[result], to: result) }
      let used = donated.isEmpty ? [] : donate(&inputs, donated, to: workspace)
      try run(workspace)
      try workspace.collect(&results)
      for input in used { inputs[input] = .nothing }
      withExtendedLifetime(inputs) {}
    }
  }

  /// Gives results the memory of inputs, and returns the places of those.
  private func donate(
    _ inputs: inout [NDArray], _ donated: [Int], to workspace: Workspace
  ) -> [Int] {
    var used: [Int] = []
    for (result, reusable) in interface.reusable.enumerated() {
      guard let input = reusable, donated.contains(input), !used.contains(input),
        isUnique(&inputs[input], besides: workspace, input)
      else { continue }
      workspace.give(inputs[input].storage, to: result)
      used.append(input)
    }
    return used
  }

  /// Whether nobody else holds the memory of an input.
  private func isUnique(_ value: inout NDArray, besides workspace: Workspace, _ input: Int) -> Bool
  {
    // Nodes must not be given what will change.
    if !callbacks.isEmpty { workspace.state.pointee.arguments[input] = nil }
    return isKnownUniquelyReferenced(&value.storage)
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
}
