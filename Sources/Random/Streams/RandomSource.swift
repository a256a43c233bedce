import TheanoArrays
import TheanoGraph
import TheanoOps

/// Something to draw from: `RandomStreams`, or a state in an expression (`RandomDraws`).
///
/// The distributions are methods of it. Their first argument is the shape of the draw:
/// - an array of integers and scalar integer variables: `[2, n]`; a number 1 broadcasts;
/// - an integer vector; if its length is not known when the graph is built, `ndim` says it;
/// - nothing: the shape that the parameters broadcast to.
///
/// Parameters are variables, numbers or arrays, and broadcast against the shape. A parameter
/// outside a distribution's domain is an error: where the expression is built if it is known then,
/// else when it is computed. Gradients with respect to parameters are undefined: asking for one is
/// an error.
public protocol RandomSource {
  /// What a draw is.
  associatedtype Draw

  /// Returns the draw that `build` makes of a state: the next state, and what was drawn.
  func draw(_ build: (_ state: Variable) -> (next: Variable, draw: Variable)) -> Draw
}

/// Draws from a state in an expression, each giving the next state and what was drawn:
/// `let (next, u) = RandomDraws(from: state).uniform([3])`.
///
/// The next state is an ordinary variable: draw from it, return it, or make it the state of a loop.
/// Drawing twice from one state gives the same numbers twice.
public struct RandomDraws: RandomSource, Sendable {
  /// The state to draw from.
  public let state: Variable

  /// Creates draws from `state`, a uint64 vector of two elements: see `randomState`.
  public init(from state: Variable) { self.state = state }

  /// Returns the draw that `build` makes of the state.
  public func draw(
    _ build: (_ state: Variable) -> (next: Variable, draw: Variable)
  ) -> (next: Variable, draw: Variable) {
    Site.$inherited.withValue(.capture()) { build(state) }
  }
}

/// Returns a new input for random states: a uint64 vector of two elements.
///
/// A function takes a `RandomState` for it.
public func randomState(_ name: String? = nil) -> Variable {
  Variable(RandomState.type, name: name)
}
