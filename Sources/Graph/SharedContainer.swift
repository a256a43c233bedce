import TheanoArrays

/// The value of a shared variable, and the locks that order access to it.
///
/// A call that changes the value in its own memory takes it out meanwhile; who wants to read it then waits
/// for the old value to come back, or the new one. That is not for ever: whoever has taken values waits
/// for nobody until they are back.
///
/// Unchecked `Sendable`: everything but the locks is touched only under `valueLock`. A call that updates
/// the value holds `updateLock` from reading to writing, so that no other update is lost; calls that only
/// read do not wait for it.
package final class SharedContainer: @unchecked Sendable {
  /// Held by calls that update the value, from reading to writing.
  package let updateLock = Monitor()
  /// Guards what follows; signalled when a value comes back.
  private let valueLock = Monitor()
  /// The value; an empty array while it is taken.
  private var value: NDArray
  /// Whether a call has taken the value.
  private var isTaken = false
  /// How many wait for a value to come back. While there are any it is not taken again, so that calls in
  /// a row cannot keep them waiting.
  private var waiting = 0
  /// What was wrong with a value that was not accepted; thrown by the next read.
  private var pendingError: (any Error)?
  /// Makes the default update.
  private var update: @Sendable () -> Variable? = { nil }

  /// Creates a container.
  package init(_ value: NDArray) { self.value = value }

  /// Returns the default update.
  func defaultUpdate() -> Variable? {
    let make = valueLock.withLock { update }
    return make()
  }

  /// Sets what makes the default update.
  func setDefaultUpdate(_ make: @escaping @Sendable () -> Variable?) {
    valueLock.withLock { update = make }
  }

  /// Returns the value, whether or not there was an error.
  func peek() -> NDArray { Self.withValues([self]) { value } }

  /// Returns the value.
  /// - Throws: the error of a value that was not accepted.
  package func read() throws -> NDArray {
    try Self.withValues([self]) {
      if let pendingError { throw pendingError }
      return value
    }
  }

  /// Replaces the value.
  package func write(_ newValue: NDArray) { modify { _ in newValue } }

  /// Replaces the value by what `change` makes of it, once no call is updating it.
  func modify(_ change: (NDArray) -> NDArray) {
    updateLock.withLock {
      Self.withValues([self]) {
        value = change(value)
        pendingError = nil
      }
    }
  }

  /// Makes the next read throw `error`.
  func poison(_ error: any Error) { valueLock.withLock { pendingError = error } }

  /// Returns the values of several containers as they are at one moment.
  package static func snapshot(_ containers: [SharedContainer]) throws -> [NDArray] {
    try withValues(inLockOrder(containers)) {
      try containers.map {
        if let error = $0.pendingError { throw error }
        return $0.value
      }
    }
  }

  /// Appends the values of several containers, as they are at one moment, to `values`, and takes those at
  /// the places `given` out of their containers as far as nobody else holds their memory; returns the
  /// places of those. The caller may change them as long as nothing else refers to them, holds the
  /// containers' update locks, and calls `commit` or `putBack` before it does anything that may wait
  /// for another thread or that may read a shared variable, such as a user's operation.
  package static func take(
    _ containers: [SharedContainer], giving given: [Int], to values: inout [NDArray]
  ) throws -> [Int] {
    try withValues(inLockOrder(containers)) {
      for container in containers { if let error = container.pendingError { throw error } }
      var taken: [Int] = []
      for (place, container) in containers.enumerated() {
        let isGiven = given.contains(place) && container.waiting == 0
        if isGiven && isKnownUniquelyReferenced(&container.value.storage) {
          taken.append(place)
        }
        values.append(container.value)
      }
      // Afterwards, as the same container may be at two places, and then is not to be taken.
      for place in taken where containers.count(where: { $0 === containers[place] }) == 1 {
        containers[place].value = .nothing
        containers[place].isTaken = true
      }
      return taken.filter { containers[$0].isTaken }
    }
  }

  /// Puts values that were taken back after a call that failed.
  package static func putBack(_ containers: [SharedContainer], _ values: [NDArray]) {
    commit(containers, values)
  }

  /// Sets the values of several containers at one moment; the caller holds their update locks.
  package static func commit(_ containers: [SharedContainer], _ values: [NDArray]) {
    let ordered = inLockOrder(containers)
    ordered.forEach { $0.valueLock.lock() }
    defer { ordered.reversed().forEach { $0.valueLock.unlock() } }
    for (container, value) in zip(containers, values) {
      container.value = value
      if container.isTaken {
        container.isTaken = false
        container.valueLock.broadcast()
      }
    }
  }

  /// Calls `body` while no other call can update these containers.
  package static func withUpdateLocks<R>(
    _ containers: [SharedContainer], _ body: () throws -> R
  ) rethrows -> R {
    let ordered = inLockOrder(containers)
    ordered.forEach { $0.updateLock.lock() }
    defer { ordered.reversed().forEach { $0.updateLock.unlock() } }
    return try body()
  }

  /// Calls `body` with the value locks of containers in lock order, when none of the values is taken.
  private static func withValues<R>(
    _ ordered: [SharedContainer], _ body: () throws -> R
  ) rethrows -> R {
    ordered.forEach { $0.valueLock.lock() }
    defer { ordered.reversed().forEach { $0.valueLock.unlock() } }
    guard ordered.contains(where: \.isTaken) else { return try body() }
    ordered.forEach { $0.waiting += 1 }
    while let taken = ordered.first(where: \.isTaken) {
      // The others' locks are free meanwhile, so that whoever has the value can set theirs.
      for other in ordered.reversed() where other !== taken { other.valueLock.unlock() }
      while taken.isTaken { taken.valueLock.wait() }
      taken.valueLock.unlock()
      ordered.forEach { $0.valueLock.lock() }
    }
    ordered.forEach { $0.waiting -= 1 }
    return try body()
  }

  /// The distinct containers in the one order in which all calls lock them, so that none waits for ever.
  private static func inLockOrder(_ containers: [SharedContainer]) -> [SharedContainer] {
    let isOrdered = zip(containers, containers.dropFirst()).allSatisfy {
      ObjectIdentifier($0) < ObjectIdentifier($1)
    }
    if isOrdered { return containers }
    var seen: Set<ObjectIdentifier> = []
    return containers.filter { seen.insert(ObjectIdentifier($0)).inserted }
      .sorted { ObjectIdentifier($0) < ObjectIdentifier($1) }
  }
}
