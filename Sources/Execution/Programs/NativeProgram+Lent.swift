import TheanoArrays
import TheanoLoopIR

/// Calls whose arguments are lent one after the other, from where they are: nothing is counted or put together on
/// the way, which would take longer than a small program.
extension Workspace {
  /// Points the frame at the next input, which must stay where it is until the program has run; false if it is
  /// not what the program takes.
  package func lend(_ array: UnsafePointer<NDArray>) -> Bool {
    let (index, lengths) = state.pointee.lent
    guard index < givenCount else { return false }
    let port = interface.inputs[index]
    guard port.place(array, inputs + index, inputLengths, from: lengths) else { return false }
    state.pointee.lent = (index + 1, lengths + port.rank)
    return true
  }

  /// Makes a number the next input; false if it is not what the program takes.
  package func lend<Number: ArrayElement>(_ number: Number) -> Bool {
    let index = state.pointee.lent.inputs
    guard index < givenCount,
      interface.inputs[index] == .init(Number.dtype, rank: 0),
      MemoryLayout<Number>.size <= MemoryLayout<UInt64>.size
    else { return false }
    let place = UnsafeMutableRawPointer(numbers + index)
    place.storeBytes(of: number, as: Number.self)
    inputs[index] = UnsafeRawPointer(place)
    state.pointee.lent.inputs += 1
    return true
  }

  /// The place of the next input.
  package var nextPlace: Int { state.pointee.lent.inputs }

  /// The dtype of the next input, nil behind the last.
  package var nextDType: DType? {
    let index = state.pointee.lent.inputs
    return index < givenCount ? interface.inputs[index].dtype : nil
  }
}

extension NativeProgram {
  /// Whether arguments can be lent: nodes that are evaluated outside need arrays that they may keep.
  package var takesLent: Bool { callbacks.isEmpty }

  /// Calls the program on the inputs that a workspace was lent, as many as it takes. Results are made in the memory of
  /// `results`, as many as there are, where nobody else holds that and the size is right.
  ///
  /// - Throws: `ExecutionError`. The elements of `results` are then unknown.
  package func run(_ workspace: Workspace, into results: UnsafeMutablePointer<NDArray>) throws {
    guard workspace.state.pointee.lent.inputs == workspace.givenCount else {
      throw ExecutionError.wrongArguments("too few inputs were lent")
    }
    for result in 0..<workspace.resultCount { workspace.lend(&results[result], to: result) }
    try run(workspace)
    try workspace.collect(results)
  }
}
