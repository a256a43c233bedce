import TheanoArrays
import TheanoGraph

/// Calls, step by step: a frame is filled with the arguments by place, computed, and read.
extension CompiledFunction {
  /// Returns a frame that no other call uses, until it is given to `end`.
  func begin() -> KeptFrame { spare.take() ?? KeptFrame(resultCount: resultCount) }

  /// Keeps a frame for the next call.
  func end(_ kept: KeptFrame) {
    kept.frame.pointee.clear()
    _ = spare.leave(kept)
  }

  /// Checks that there are not too many arguments by place.
  func check(count: Int) throws { try arguments.check(count: count) }

  /// Adds the next argument by place.
  func add(_ argument: some ArrayConvertible, to frame: inout CallFrame) throws {
    frame.arguments.append(try arguments.convert(argument, frame.arguments.count))
  }

  /// Sets `result` to what the function computes from the arguments in a frame and those by name, in the memory
  /// of what is there.
  ///
  /// - Throws: as `compute`.
  func compute<Output>(
    _ frame: inout CallFrame, _ keywords: [(String, any ArrayConvertible)] = [],
    into result: inout Output, _ form: ResultForm<Output>
  ) throws {
    var failure: (any Error)?
    let isDone = form.withPlaces(&result) { places in
      exchange(&frame.results, places)
      do { try compute(&frame, keywords) } catch { failure = error }
      exchange(&frame.results, places)
    }
    if let failure { throw failure }
    if isDone { return }
    var new = form.empty()
    try compute(&frame, keywords)
    _ = form.withPlaces(&new) { exchange(&frame.results, $0) }
    result = new
  }

  /// Exchanges the outputs in a frame with arrays.
  private func exchange(_ results: inout [NDArray], _ places: UnsafeMutablePointer<NDArray>) {
    for output in 0..<outputCount { swap(&results[output], &places[output]) }
  }

  /// Computes the results in a frame from the arguments in it and those by name.
  ///
  /// Everything sees the values from before the call. If anything throws, no shared variable has changed.
  private func compute(
    _ frame: inout CallFrame, _ keywords: [(String, any ArrayConvertible)]
  ) throws {
    let given = try arguments.bind(frame.arguments, keywords)
    if written.isEmpty { return try compute(&frame, given) }
    try SharedContainer.withUpdateLocks(written) {
      try compute(&frame, given)
      SharedContainer.commit(written, Array(frame.results[outputCount...]))
    }
  }

  /// Computes the results while no other call changes what this one does; `given` are the arguments, nil where
  /// one is left out, if they are not all in the frame.
  private func compute(_ frame: inout CallFrame, _ given: [NDArray?]?) throws {
    if let given {
      frame.arguments = try arguments.complete(given)
    } else {
      arguments.dropOverrides()
    }
    // A value that was set wrongly is an error also where it is only replaced.
    for container in written { _ = try container.read() }
    try run(&frame)
    if resultCount == outputCount { return }
    for (variable, value) in zip(graph.updated, frame.results[outputCount...])
    where !variable.type.admits(shape: value.shape) {
      throw EvaluationError(
        "The new value of the shared variable \(variable) has shape \(shapeText(value.shape)), which "
          + "its type \(variable.type) does not allow.")
    }
  }

  /// Runs the program, and compares in debug mode.
  private func run(_ frame: inout CallFrame) throws {
    guard let check else { return try evaluator.run(&frame.arguments, into: &frame.results) }
    let before = try SharedContainer.snapshot(check.shared.map(\.container))
    frame.results = try check.run(frame.arguments, shared: before)
  }
}
