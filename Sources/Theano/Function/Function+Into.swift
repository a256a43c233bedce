import TheanoArrays
import TheanoExecution
import TheanoGraph

/// Calls that use the memory of earlier results again.
extension Function {
  /// Calls the function with arguments by place, and sets `result` to what it returns, in the memory of what is
  /// there:
  ///
  ///     var y = try f(x, z)
  ///     for _ in 0..<1000 { try f.call(into: &y, x, z) }
  ///
  /// Each array of the result keeps its memory if it has the dtype and the size that are needed and no other
  /// array shares its elements; else it gets new memory. What was in `result` makes no difference to its new
  /// value, and no other array is changed: `result` may be among the arguments.
  ///
  /// In machine code such a call allocates nothing once `result` has its memory, if that is an array, several or
  /// a tuple, and the arguments are arrays, `Double`s or `Int`s that need no conversion. Not so if the function
  /// changes shared variables, has defaults, returns an argument as it is, or has operations that are evaluated
  /// outside the machine code; nor if its calls are measured (`profile: true`) or compared (`Mode.debug`). Where it
  /// reads shared variables, or watches its results (`Mode.nanGuard`), this needs a release build.
  ///
  /// - Throws: `GraphError` if the arguments do not fit: `result` is then as it was. `EvaluationError` if the
  ///   computation fails: the elements in `result` are then unknown, and no shared variable has changed.
  public func call<each Argument: ArrayConvertible>(
    into result: inout Output, _ arguments: repeat each Argument
  ) throws {
    var count = 0
    repeat count += one((each Argument).self)
    if let direct = compiled.direct, let workspace = direct.begin(count: count) {
      var fits = true
      repeat fits = fits && direct.lend(each arguments, to: workspace)
      let isDone = fits && run(direct, workspace, into: &result)
      direct.end(workspace)
      if isDone { return }
    }
    let kept = compiled.begin()
    defer { compiled.end(kept) }
    // No closure: to put the arguments into one takes longer than to add them.
    do {
      try compiled.check(count: count)
      repeat try compiled.add(each arguments, to: &kept.frame.pointee)
      try compiled.compute(&kept.frame.pointee, into: &result, form)
    } catch {
      throw locating(error)
    }
  }

  /// Calls the function with an array of arguments, and sets `result` to what it returns, in the memory of what
  /// is there; see `call(into:_:)`.
  public func call(
    _ arguments: [any ArrayConvertible], into result: inout Output
  ) throws {
    if let direct = compiled.direct, let workspace = direct.begin(count: arguments.count) {
      let fits = direct.lend(arguments, to: workspace)
      let isDone = fits && run(direct, workspace, into: &result)
      direct.end(workspace)
      if isDone { return }
    }
    try locatingErrors {
      try compiled.check(count: arguments.count)
      let kept = compiled.begin()
      defer { compiled.end(kept) }
      for argument in arguments { try compiled.add(argument, to: &kept.frame.pointee) }
      try compiled.compute(&kept.frame.pointee, into: &result, form)
    }
  }

  /// Sets `result` to what machine code computes from what a workspace has been lent; false if it failed.
  private func run(
    _ direct: DirectCalls, _ workspace: Workspace, into result: inout Output
  ) -> Bool {
    var isDone = false
    _ = form.withPlaces(&result) { isDone = direct.run(workspace, into: $0) }
    return isDone
  }
}

/// One, for each of several types.
private func one<T>(_: T.Type) -> Int { 1 }
