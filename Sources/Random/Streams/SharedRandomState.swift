import TheanoArrays
import TheanoGraph

/// A random state that functions share: what a random variable draws from.
///
/// It is a shared variable whose value is the uint64 vector `[key, position]`; `getValue` also
/// gives it as a `RandomState`, and `setValue` takes one.
public final class SharedRandomState: SharedVariable, @unchecked Sendable {
  /// Creates a shared variable with the value `state`.
  public convenience init(_ state: RandomState, name: String? = nil) {
    self.init(state.array, type: RandomState.type, name: name, site: .capture())
  }

  /// Creates a shared variable with the state that an integer literal seeds.
  public required convenience init(integerLiteral value: Int) {
    self.init(RandomState(seed: value))
  }

  /// Not meant to be called: seeds are integers. It is the state that the number's integer part
  /// seeds.
  public required convenience init(floatLiteral value: Double) {
    self.init(RandomState(seed: Int(exactly: value.rounded(.towardZero)) ?? 0))
  }

  /// Not meant to be called: seeds are integers. It is the state that 0 or 1 seeds.
  public required convenience init(booleanLiteral value: Bool) {
    self.init(RandomState(seed: value ? 1 : 0))
  }

  /// Returns the state. `borrow` says that the caller accepts memory shared with this variable; a
  /// state is a value, so it makes no difference.
  /// - Throws: the error of an earlier assignment to `value` that did not fit.
  public func getValue(borrow: Bool = false) throws -> RandomState {
    let array: NDArray = try super.getValue(borrow: borrow)
    do {
      return try runtimeState(array)
    } catch let error as EvaluationError {
      throw GraphError(.value, error.message, site: site)
    }
  }

  /// Sets the state.
  func set(_ state: RandomState) { container.write(state.array) }
}
