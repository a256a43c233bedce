/// The time during which the body of a loop is being built. Shared variables remember the scope that they
/// were made in: a random stream made in a body moves on at every step.
package final class ScanScope: Sendable {
  /// The innermost scope of the present task.
  @TaskLocal package static var current: ScanScope?

  /// The scope around this one.
  private let parent: ScanScope?

  /// Creates a scope inside the present one.
  package init() { parent = ScanScope.current }

  /// Whether this is `other` or lies in it.
  package func isInside(_ other: ScanScope) -> Bool {
    var scope: ScanScope? = self
    while let next = scope {
      if next === other { return true }
      scope = next.parent
    }
    return false
  }
}
