/// The state of one random stream: 16 bytes, a value that can be copied, compared, saved and sent.
///
/// The stream is a function of the key alone; `position` says how much of it has been used. Element
/// `e` of a draw is number `position + e` of the stream: its own Philox blocks have that in their
/// counters, and those it shares with one or three neighbours half or a quarter of it. So results do
/// not depend on threads, vector width, or on how a draw is cut into pieces. A draw of `n` elements
/// moves `position` by exactly `n`, whatever the distribution. Positions wrap after 2^64.
public struct RandomState: Hashable, Sendable, Codable {
  /// The Philox key: which stream this is.
  public private(set) var key: UInt64
  /// The number of the next element to be drawn from this stream.
  public private(set) var position: UInt64

  /// Creates the start of the stream with key `seed`.
  public init(seed: UInt64) {
    self.init(key: seed, position: 0)
  }

  /// Creates the start of the stream whose key has the bits of `seed`; negative seeds are fine.
  public init(seed: Int) {
    self.init(seed: UInt64(bitPattern: Int64(seed)))
  }

  /// Creates the stream `key` at `position`.
  public init(key: UInt64, position: UInt64) {
    self.key = key
    self.position = position
  }

  /// Creates the state that ``words`` came from, or returns nil unless there are exactly two.
  public init?(words: [UInt64]) {
    guard words.count == 2 else { return nil }
    self.init(key: words[0], position: words[1])
  }

  /// The state as two words, `[key, position]`: how it lies in an array or a compiled function.
  public var words: [UInt64] { [key, position] }

  /// Restarts at the beginning of the stream with key `seed`.
  public mutating func seed(_ seed: UInt64) {
    self = RandomState(seed: seed)
  }

  /// Restarts at the beginning of the stream whose key has the bits of `seed`.
  public mutating func seed(_ seed: Int) {
    self = RandomState(seed: seed)
  }

  /// A copy of all there is to this stream, to keep or to encode; setting it continues from there.
  public var state: RandomState {
    get { self }
    set { self = newValue }
  }

  /// Returns ``state``: NumPy's name for it.
  public func getState() -> RandomState { state }

  /// Sets ``state``: NumPy's name for it.
  public mutating func setState(_ state: RandomState) { self.state = state }

  /// Returns the start of child stream `index`, independent of this stream and its other children.
  ///
  /// It depends on `key` and `index` only, not on `position`. The child's key is the first half of
  /// a Philox block that no draw uses, as its counter's high 64 bits are all ones. Keys are
  /// 64-bit hashes: among 100,000 children two coincide with probability 3e-10.
  public func split(_ index: UInt64) -> RandomState {
    let block = Philox.block(low: index, high: .max, key: key)
    return RandomState(seed: UInt64(block.y) << 32 | UInt64(block.x))
  }

  /// Returns this stream with `count` elements skipped; a negative `count` goes back.
  public func advanced(by count: Int) -> RandomState {
    RandomState(key: key, position: position &+ UInt64(bitPattern: Int64(count)))
  }

  /// Returns the random words of element `index` of the next draw.
  public func element(_ index: Int) -> ElementStream {
    ElementStream(key: key, element: advanced(by: index).position)
  }
}
