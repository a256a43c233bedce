import TheanoArrays
import TheanoGraph
import TheanoOps

/// What a step of a loop may return: a variable, an array of variables, updates of shared variables, or a
/// `StepResult` of these with updates and a condition to end the loop.
public protocol ScanReturn {
  /// What `scan` returns for it.
  associatedtype Traced
  /// The results to collect.
  var outputs: [Variable] { get }
  /// New values for shared variables.
  var updates: Updates { get }
  /// The condition after which the loop ends.
  var until: Until? { get }
  /// Returns what `scan` returns, made of the outputs' rows.
  static func traced(_ rows: [Variable]) -> Traced
}

extension ScanReturn {
  /// None.
  public var updates: Updates { [] }
  /// None.
  public var until: Until? { nil }
}

/// The results of a step with updates of shared variables, or with a condition that ends the loop.
public struct StepResult<Results: ScanReturn>: ScanReturn {
  /// The results.
  public var results: Results
  /// New values for shared variables.
  public var updates: Updates
  /// The condition after which the loop ends.
  public var until: Until?

  /// Creates the results of a step.
  public init(_ results: Results, updates: Updates = [], until: Until? = nil) {
    self.results = results
    self.updates = updates + results.updates
    self.until = until ?? results.until
  }

  /// The results to collect.
  public var outputs: [Variable] { results.outputs }
  /// The outputs' rows.
  public static func traced(_ rows: [Variable]) -> Results.Traced { Results.traced(rows) }
}

extension Variable: ScanReturn {
  /// This result.
  public var outputs: [Variable] { [self] }
  /// The one output's rows.
  public static func traced(_ rows: [Variable]) -> Variable { rows[0] }
}

extension Array: ScanReturn where Element == Variable {
  /// These results.
  public var outputs: [Variable] { self }
  /// The outputs' rows.
  public static func traced(_ rows: [Variable]) -> [Variable] { rows }
}

extension Updates: ScanReturn {
  /// Nothing.
  public var outputs: [Variable] { [] }
  /// These.
  public var updates: Updates { self }
  /// Nothing.
  public static func traced(_ rows: [Variable]) {}
}

extension Dictionary: ScanReturn where Key == SharedVariable, Value == Variable {
  /// Nothing.
  public var outputs: [Variable] { [] }
  /// These.
  public var updates: Updates { Updates(map { ($0.key, $0.value) }) }
  /// Nothing.
  public static func traced(_ rows: [Variable]) {}
}
