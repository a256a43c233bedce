import Foundation
import TheanoArrays

/// A variable with a value that functions share, and that functions' updates change.
open class SharedVariable: Variable, @unchecked Sendable {
  /// The value and its locks.
  package let container: SharedContainer
  /// The body of a loop in which the variable was made, if it was.
  package let scope: ScanScope?

  /// Creates a shared variable. Lengths of 1 do not broadcast unless `type` says so.
  package init(_ value: NDArray, type: TensorType, name: String?, site: Site) {
    container = SharedContainer(value)
    scope = ScanScope.current
    super.init(type, .shared, name: name, site: site)
  }

  /// Not meant to be called: a literal is a constant, not a shared variable. It has the value all the same.
  public required convenience init(integerLiteral value: Int) {
    self.init(NDArray(value), type: TensorType(.int64, shape: []), name: nil, site: .capture())
  }

  /// Not meant to be called: a literal is a constant, not a shared variable. It has the value all the same.
  public required convenience init(floatLiteral value: Double) {
    self.init(NDArray(value), type: TensorType(.float64, shape: []), name: nil, site: .capture())
  }

  /// Not meant to be called: a literal is a constant, not a shared variable. It has the value all the same.
  public required convenience init(booleanLiteral value: Bool) {
    self.init(NDArray(value), type: TensorType(.bool, shape: []), name: nil, site: .capture())
  }

  /// The expression that a function using this variable assigns to it after each call, unless the function
  /// has an update for it or `noDefaultUpdates`.
  public var defaultUpdate: Variable? {
    get { container.defaultUpdate() }
    set { setDefaultUpdate { newValue } }
  }

  /// Sets the default update to what `make` returns when it is asked for. An update that reads this variable
  /// keeps it alive; the library's own refer to their nodes weakly.
  package func setDefaultUpdate(_ make: @escaping @Sendable () -> Variable?) {
    container.setDefaultUpdate(make)
  }

  /// The value. Setting one that does not fit this variable's type keeps the old value, and the next call of
  /// a function that reads it throws the error; `setValue` throws at once.
  public var value: NDArray {
    get { container.peek() }
    set {
      do { try setValue(newValue) } catch { container.poison(error) }
    }
  }

  /// Returns the value. `borrow` says that the caller accepts memory shared with this variable; since
  /// values are copied when written to, it makes no difference.
  /// - Throws: the error of an earlier assignment to `value` that did not fit.
  @_disfavoredOverload  // Subclasses have one that returns a type of their own.
  public func getValue(borrow: Bool = false) throws -> NDArray { try container.read() }

  /// Sets the value, which must have this variable's rank; its lengths may differ from the old ones unless
  /// they are part of the type. Numbers are converted if that loses nothing.
  /// - Throws: `GraphError` if the value does not fit; the old value stays.
  public func setValue(_ value: any ArrayConvertible, borrow: Bool = false) throws {
    let array = try locatingErrors { try InputFilter(type: type).convert(value) }
    container.write(array)
  }

  /// Sets all elements to zero.
  public func zero(borrow: Bool = false) {
    container.modify { NDArray(zeros: $0.shape, dtype: $0.dtype) }
  }
}

/// The value of a shared variable, and the locks that order access to it.
///
/// Unchecked `Sendable`: the value, the default update and the pending error are touched only under
/// `valueLock`. A call that updates the value holds `updateLock` from reading to writing, so that no other
/// update is lost; calls that only read do not wait for it.
package final class SharedContainer: @unchecked Sendable {
  package let updateLock = NSRecursiveLock()
  private let valueLock = NSLock()
  private var value: NDArray
  private var pendingError: (any Error)?
  private var update: @Sendable () -> Variable? = { nil }

  package init(_ value: NDArray) { self.value = value }

  func defaultUpdate() -> Variable? {
    let make = valueLock.withLock { update }
    return make()
  }

  func setDefaultUpdate(_ make: @escaping @Sendable () -> Variable?) {
    valueLock.withLock { update = make }
  }

  func peek() -> NDArray { valueLock.withLock { value } }

  package func read() throws -> NDArray {
    try valueLock.withLock {
      if let pendingError { throw pendingError }
      return value
    }
  }

  package func write(_ newValue: NDArray) { modify { _ in newValue } }

  /// Replaces the value by what `change` makes of it, once no call is updating it.
  func modify(_ change: (NDArray) -> NDArray) {
    updateLock.withLock {
      valueLock.withLock {
        value = change(value)
        pendingError = nil
      }
    }
  }

  func poison(_ error: any Error) { valueLock.withLock { pendingError = error } }

  /// Returns the values of several containers as they are at one moment.
  package static func snapshot(_ containers: [SharedContainer]) throws -> [NDArray] {
    let ordered = inLockOrder(containers)
    ordered.forEach { $0.valueLock.lock() }
    defer { ordered.reversed().forEach { $0.valueLock.unlock() } }
    return try containers.map {
      if let error = $0.pendingError { throw error }
      return $0.value
    }
  }

  /// Sets the values of several containers at one moment; the caller holds their update locks.
  package static func commit(_ containers: [SharedContainer], _ values: [NDArray]) {
    let ordered = inLockOrder(containers)
    ordered.forEach { $0.valueLock.lock() }
    defer { ordered.reversed().forEach { $0.valueLock.unlock() } }
    for (container, value) in zip(containers, values) { container.value = value }
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

  /// The distinct containers in the one order in which all calls lock them, so that none waits for ever.
  private static func inLockOrder(_ containers: [SharedContainer]) -> [SharedContainer] {
    var seen: Set<ObjectIdentifier> = []
    return containers.filter { seen.insert(ObjectIdentifier($0)).inserted }
      .sorted { ObjectIdentifier($0) < ObjectIdentifier($1) }
  }
}
