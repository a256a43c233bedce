/// What `lengths` of a lowering finds out and its elements need.
package final class Kept<Content> {
  /// What has been found out.
  private var content: Content?

  /// Creates a place for it.
  package init() {}

  /// Keeps it.
  package func keep(_ content: Content) -> Content {
    self.content = content
    return content
  }

  /// Returns it.
  /// - Throws: `LoweringError` if nothing has been kept yet.
  package func get() throws -> Content {
    guard let content else { throw LoweringError("elements are read before lengths are known") }
    return content
  }
}
