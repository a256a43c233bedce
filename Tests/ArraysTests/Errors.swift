import TheanoArrays

/// Returns the `ArrayError` that `body` throws, nil if it throws none.
func error(_ body: () throws -> some Any) -> ArrayError? {
  do { _ = try body() } catch { return error as? ArrayError }
  return nil
}
