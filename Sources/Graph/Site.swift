/// Where in the user's source a node was built.
public struct Site: Sendable, Hashable, CustomStringConvertible {
  public static let unknown = Site()
  public static func capture() -> Site { Site() }
  public var isUnknown: Bool { true }
  public var description: String { "line unknown" }
}
