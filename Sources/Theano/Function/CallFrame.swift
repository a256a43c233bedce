import TheanoArrays

/// The arguments and the results of a call.
struct CallFrame {
  /// The arguments by place, converted; then the values of all inputs, and behind them of what else a program
  /// is given.
  var arguments: [NDArray] = []
  /// The outputs, then the new values: before the call, what they may be made in.
  var results: [NDArray]

  /// Lets go of all arrays, and keeps the memory for their places.
  mutating func clear() {
    arguments.removeAll(keepingCapacity: true)
    for index in results.indices where results[index].storage !== NDArray.nothing.storage {
      results[index] = .nothing
    }
  }
}

/// A frame that calls use one after the other.
final class KeptFrame {
  /// The frame. Behind a pointer because a class's own variables are checked for overlapping access each
  /// time, which took a fifth of a small call.
  let frame: UnsafeMutablePointer<CallFrame>

  /// Creates a frame without arguments.
  init(resultCount: Int) {
    frame = .allocate(capacity: 1)
    frame.initialize(to: CallFrame(results: Array(repeating: .nothing, count: resultCount)))
  }

  deinit { frame.deinitialize(count: 1).deallocate() }
}
