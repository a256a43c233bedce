import TheanoArrays

/// The arguments and the results of a call, in memory that the next call uses again.
final class CallFrame {
  /// The arguments by place, converted; then the values of all inputs, and behind them of what else a program
  /// is given.
  var arguments: [NDArray] = []
  /// The outputs, then the new values: before the call, what they may be made in.
  var results: [NDArray]

  /// Creates a frame without arguments.
  init(resultCount: Int) {
    results = Array(repeating: .nothing, count: resultCount)
  }

  /// Lets go of all arrays.
  func clear() {
    arguments.removeAll(keepingCapacity: true)
    for index in results.indices { results[index] = .nothing }
  }
}
