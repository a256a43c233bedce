import Theano

/// Returns the message of the error that `body` throws; nil if it throws none.
func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
  } catch let error as GraphError {
    return error.message
  } catch let error as EvaluationError {
    return error.message
  } catch {
    return "\(error)"
  }
  return nil
}
