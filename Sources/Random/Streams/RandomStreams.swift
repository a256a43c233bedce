import Synchronization
import TheanoArrays
import TheanoGraph
import TheanoOps

/// A source of random variables, each with a stream of random numbers of its own.
///
/// The streams are numbered as they are created, and stream `i` of a seed is
/// `RandomState(seed: seed).split(i)`: the same seed gives the same numbers, on any machine. Each
/// call of a function moves the streams that it draws from on, by `defaultUpdate`, unless it has
/// `noDefaultUpdates`.
public final class RandomStreams: RandomSource, Sendable {
  /// The seed that the streams started from.
  public let defaultSeed: Int
  private let streams = Mutex<[(SharedRandomState, Variable)]>([])

  /// Creates a source without streams.
  /// - Parameter seed: decides all the numbers; nil for one from the system.
  public init(seed: Int? = nil) { defaultSeed = seed ?? .random(in: .min ... .max) }

  /// For each stream, in the order of creation, the state and the expression of the next state.
  public var stateUpdates: [(SharedRandomState, Variable)] { streams.withLock { $0 } }

  /// Returns the new states of all streams, as `function` takes updates.
  public func updates() -> Updates { Updates(stateUpdates.map { ($0.0, $0.1) }) }

  /// Restarts all streams.
  /// - Parameter seed: what decides all the numbers from now on; nil for the seed of the start.
  public func seed(_ seed: Int? = nil) {
    let parent = RandomState(seed: seed ?? defaultSeed)
    for (index, (state, _)) in stateUpdates.enumerated() { state.set(parent.split(UInt64(index))) }
  }

  /// Returns a random variable that has a new stream.
  public func draw(
    _ build: (_ state: Variable) -> (next: Variable, draw: Variable)
  ) -> RandomVariable {
    // What is built in here lies too deep for the user's line to be found from there.
    let site = Site.capture()
    return streams.withLock { streams in
      let start = RandomState(seed: defaultSeed).split(UInt64(streams.count))
      let (rng, (next, draw)) = Site.$inherited.withValue(site) {
        let rng = SharedRandomState(start)
        return (rng, build(rng))
      }
      // An expression that could not be built has no stream.
      if next.error == nil {
        // The draw reads the state, so the state must not keep the draw alive.
        rng.setDefaultUpdate { [weak node = next.owner, index = next.index] in
          node?.output(index)
        }
        streams.append((rng, next))
      }
      return RandomVariable(draw, rng: rng, nextState: next)
    }
  }
}
