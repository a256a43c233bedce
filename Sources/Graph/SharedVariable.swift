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
