import CTheanoExecution

/// Threads for the parallel loops of programs. They start with the first loop, sleep when there is none,
/// and end with the pool.
///
/// Unchecked `Sendable`: the pool behind the pointer is made for use by several threads at once; a loop
/// that finds it busy runs on its caller's thread. It is freed with the last reference, when no program
/// that refers to it can run.
package final class WorkerPool: @unchecked Sendable {
  /// The number of workers, the thread that calls among them.
  package let count: Int
  /// The pool in C; nil if there was no memory: then loops run on their callers' threads.
  let handle: OpaquePointer?

  /// Creates a pool for loops on `count` threads.
  package init(count: Int) {
    self.count = min(max(count, 1), 1024)
    handle = theano_workers_make(Int32(self.count))
  }

  deinit { theano_workers_free(handle) }

  /// How many threads can run at once: the processors that this process may use, or those whose time its
  /// container has.
  package static var processorCount: Int {
    let available = Int(theano_processor_count())
    guard let limit = ControlGroup().processorLimit else { return available }
    return min(available, max(1, Int(limit.rounded(.up))))
  }
}
