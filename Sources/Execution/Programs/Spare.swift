import Synchronization

/// A place where whoever is done with an object leaves it to the next who needs one, without a lock: where
/// calls come one after the other it is always the same object.
package struct Spare<Object: AnyObject>: ~Copyable, Sendable {
  /// The object's address, retained, or 0.
  @usableFromInline let place = Atomic<UInt>(0)

  /// Creates an empty place.
  @inlinable package init() {}

  @inlinable deinit { _ = take() }

  /// Takes the object, nil if there is none now.
  @inlinable package func take() -> sending Object? {
    let bits = place.exchange(0, ordering: .acquiring)
    guard let address = UnsafeRawPointer(bitPattern: bits) else { return nil }
    return Unmanaged<Object>.fromOpaque(address).takeRetainedValue()
  }

  /// Leaves an object here, which nobody else may use from now on, as the next may be another thread; false
  /// if there is one already.
  @inlinable package func leave(_ object: consuming Object) -> Bool {
    let kept = Unmanaged.passRetained(object)
    let (isFirst, _) = place.compareExchange(
      expected: 0, desired: UInt(bitPattern: kept.toOpaque()), ordering: .acquiringAndReleasing)
    if !isFirst { kept.release() }
    return isFirst
  }
}
