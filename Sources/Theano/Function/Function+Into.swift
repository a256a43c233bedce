import TheanoArrays
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
  /// In machine code, and with arrays as arguments, such a call allocates nothing once `result` has its memory.
  ///
  /// - Throws: `GraphError` if the arguments do not fit: `result` is then as it was. `EvaluationError` if the
  ///   computation fails: the elements in `result` are then unknown, and no shared variable has changed.
  public func call<each Argument: ArrayConvertible>(
    into result: inout Output, _ arguments: repeat each Argument
  ) throws {
    var count = 0
    func add<T>(_: T.Type) { count += 1 }
    repeat add((each Argument).self)
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
    try withFrame(arguments) { try compiled.compute(&$0, into: &result, form) }
  }
}
