#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock that its holder may take again, and on which threads wait for each other: the C library's, so that
/// programs need not load all of Foundation before they begin.
///
/// Unchecked `Sendable`: the C library's functions may be called from everywhere.
package final class Monitor: @unchecked Sendable {
  /// The lock, which must not move.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  /// What waiting threads wait for.
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  /// Creates an open lock.
  package init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    condition = .allocate(capacity: 1)
    condition.initialize(to: pthread_cond_t())
    var attributes = pthread_mutexattr_t()
    pthread_mutexattr_init(&attributes)
    pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
    pthread_mutex_init(mutex, &attributes)
    pthread_mutexattr_destroy(&attributes)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Takes the lock, as soon as no other thread has it.
  package func lock() { pthread_mutex_lock(mutex) }

  /// Gives the lock back, if it was taken as often as it has been given back.
  package func unlock() { pthread_mutex_unlock(mutex) }

  /// Gives the lock, which was taken once, back until another thread calls `broadcast`, or for no reason.
  package func wait() { pthread_cond_wait(condition, mutex) }

  /// Wakes all threads that wait.
  package func broadcast() { pthread_cond_broadcast(condition) }

  /// Calls `body` with the lock taken.
  package func withLock<R>(_ body: () throws -> R) rethrows -> R {
    lock()
    defer { unlock() }
    return try body()
  }
}
