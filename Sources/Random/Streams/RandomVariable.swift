import TheanoArrays
import TheanoGraph

/// A random variable: an expression that is drawn once in each call of a function, however often it
/// is used.
public final class RandomVariable: Variable, @unchecked Sendable {
  /// The state that this variable is drawn from.
  public let rng: SharedRandomState
  /// The state after the draw, as an expression: the default update of `rng`.
  public let nextState: Variable

  /// Creates a random variable that is the result `draw`.
  init(_ draw: Variable, rng: SharedRandomState, nextState: Variable) {
    self.rng = rng
    self.nextState = nextState
    super.init(aliasing: draw)
  }

  /// The state with its new value, as `function` takes updates.
  public var update: (SharedVariable, Variable) { (rng, nextState) }

  /// Not meant to be called: a literal is not random. It has the value all the same.
  public required convenience init(integerLiteral value: Int) {
    self.init(constant: Variable(integerLiteral: value))
  }

  /// Not meant to be called: a literal is not random. It has the value all the same.
  public required convenience init(floatLiteral value: Double) {
    self.init(constant: Variable(floatLiteral: value))
  }

  /// Not meant to be called: a literal is not random. It has the value all the same.
  public required convenience init(booleanLiteral value: Bool) {
    self.init(constant: Variable(booleanLiteral: value))
  }

  /// Creates a variable that is the same in each draw.
  private convenience init(constant: Variable) {
    let rng = SharedRandomState(RandomState(seed: 0))
    self.init(constant, rng: rng, nextState: rng)
  }
}
