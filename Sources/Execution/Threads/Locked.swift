#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A value behind a lock of the C library's: what `Mutex` is, as quick, and known to ThreadSanitizer,
/// which sees races where `Mutex` prevents them.
///
/// Unchecked `Sendable`: the value is touched only under the lock.
package struct Locked<Value>: ~Copyable, @unchecked Sendable {
  /// The lock, which must not move.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  /// The value.
  private let value: UnsafeMutablePointer<Value>

  /// Creates an open lock around a value.
  package init(_ initial: sending Value) {
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
    value = .allocate(capacity: 1)
    value.initialize(to: initial)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
    value.deinitialize(count: 1).deallocate()
  }

  /// Calls `body` with the value while nobody else has it. `body` must not come here again.
  package func withLock<R>(_ body: (inout Value) throws -> R) rethrows -> R {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value.pointee)
  }
}
