import CTheanoFrames

/// The place where a node was built: the return addresses on the stack at that moment.
///
/// It is 96 bytes and owns nothing, so that taking it costs a walk over a few stack frames; what
/// file and line the addresses mean is looked up when `location` is first asked for.
public struct Site: Sendable {
  /// The return addresses, innermost first; zero from the end of the stack on.
  private let frames: theano_frames

  /// The site of a node that nobody built, such as one that a rewrite made: it has no location.
  public static let unknown = Site()

  /// Makes a site of `frames`.
  private init(_ frames: theano_frames = theano_frames()) { self.frames = frames }

  /// The site of all nodes built in a scope: the nodes of a gradient belong to the user's line whose
  /// derivative they are.
  @TaskLocal package static var inherited: Site?

  /// Returns the site of the caller, among whose callers the user's code is; the inherited site if there
  /// is one.
  /// - Complexity: a load per frame, 0.02 µs in all; the first on a thread costs microseconds.
  @inline(never)
  public static func capture() -> Site { inherited ?? Site(theano_frames_here()) }

  /// Whether nothing is known of the place.
  package var isUnknown: Bool { frames.words.0 == 0 }

  /// The return addresses, innermost first, without the zeros.
  var addresses: [UInt] {
    withUnsafeBytes(of: frames.words) { bytes in
      bytes.bindMemory(to: UInt.self).prefix { $0 != 0 }
    }.map { $0 }
  }
}

extension Site: Hashable {
  /// Returns whether both were captured at the same place under the same callers.
  public static func == (a: Site, b: Site) -> Bool {
    withUnsafeBytes(of: a.frames.words) { a in
      withUnsafeBytes(of: b.frames.words) { a.elementsEqual($0) }
    }
  }

  /// Feeds the addresses to `hasher`.
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes(of: frames.words) { hasher.combine(bytes: $0) }
  }
}

extension Site: CustomStringConvertible {
  /// The user's file and line, `model.swift:12`, or `line unknown`.
  public var description: String { location?.description ?? "line unknown" }
}
