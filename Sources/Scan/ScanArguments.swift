import TheanoArrays
import TheanoGraph
import TheanoOps

/// A sequence of a loop, read at one or more places a step: `Taps(x, [-1, 0])` gives the step `x[t-1]` and
/// `x[t]`. The loop begins where all taps exist.
public struct Taps: Sendable {
  /// The sequence; its first axis is time.
  public var input: Variable
  /// The places, relative to the step.
  public var taps: [Int]

  /// Creates a sequence with taps.
  public init(_ input: Variable, _ taps: [Int] = [0]) {
    self.input = input
    self.taps = taps
  }
}

/// The state before the first step, for outputs that are fed back: `Initial(x, taps: [-2, -1])` gives the step
/// its results of two steps and of one step ago, and `x` has a row for each step before the first.
public struct Initial: Sendable {
  /// For the one tap -1 the state itself, otherwise the rows before the first step.
  public var value: Variable?
  /// Which earlier results the step is given, in this order; all negative.
  public var taps: [Int]

  /// Creates an initial state. With taps other than `[-1]`, `value` has at least as many rows as the deepest.
  public init(_ value: Variable, taps: [Int] = [-1]) {
    self.value = value
    self.taps = taps
  }

  private init() {
    value = nil
    taps = []
  }

  /// No feedback: the output is only collected.
  public static let none = Initial()
}

/// What `sequences:` accepts: a variable, a `Taps`, or an array of them.
public protocol ScanSequences: Sendable {
  /// The sequences, in order.
  var scanSequences: [Taps] { get }
}

/// What `outputsInfo:` accepts: a variable or number (an initial state), an `Initial`, nil (no feedback), or an
/// array of them.
public protocol ScanOutputsInfo: Sendable {
  /// The initial states, in order.
  var scanOutputs: [Initial] { get }
}

/// What `nonSequences:` accepts: a variable, a number, an array of numbers, or an array of variables.
public protocol ScanConstants: Sendable {
  /// The variables, in order.
  func scanConstants() throws -> [Variable]
}

extension Variable: ScanSequences, ScanOutputsInfo, ScanConstants {
  /// This one sequence.
  public var scanSequences: [Taps] { [Taps(self)] }
  /// This one state.
  public var scanOutputs: [Initial] { [Initial(self)] }
  /// This one variable.
  public func scanConstants() throws -> [Variable] { [strengthened] }
}

extension Taps: ScanSequences {
  /// This one sequence.
  public var scanSequences: [Taps] { [self] }
}

extension Initial: ScanOutputsInfo {
  /// This one state.
  public var scanOutputs: [Initial] { [self] }
}

extension Int: ScanOutputsInfo, ScanConstants {
  /// The number as the state; it takes the dtype of the step's result.
  public var scanOutputs: [Initial] { [Initial(Variable(weak: self))] }
  /// The number as a constant.
  public func scanConstants() throws -> [Variable] { [Variable(weak: self).strengthened] }
}

extension Double: ScanOutputsInfo, ScanConstants {
  /// The number as the state; it takes the dtype of the step's result.
  public var scanOutputs: [Initial] { [Initial(Variable(weak: self))] }
  /// The number as a constant.
  public func scanConstants() throws -> [Variable] { [Variable(weak: self).strengthened] }
}

extension NDArray: ScanConstants {
  /// The array as a constant.
  public func scanConstants() throws -> [Variable] { [try constant(self)] }
}

extension Array: ScanSequences where Element: ScanSequences {
  /// The elements' sequences.
  public var scanSequences: [Taps] { flatMap(\.scanSequences) }
}

extension Array: ScanOutputsInfo where Element: ScanOutputsInfo {
  /// The elements' states.
  public var scanOutputs: [Initial] { flatMap(\.scanOutputs) }
}

extension Array: ScanConstants where Element: ScanConstants {
  /// The elements' variables.
  public func scanConstants() throws -> [Variable] { try flatMap { try $0.scanConstants() } }
}

extension Optional: ScanOutputsInfo where Wrapped: ScanOutputsInfo {
  /// The state; none for nil.
  public var scanOutputs: [Initial] { map(\.scanOutputs) ?? [.none] }
}

/// The condition after which a loop ends; the step in which it is true counts.
public struct Until: Sendable {
  /// A bool scalar.
  public var condition: Variable

  /// Creates a condition.
  public init(_ condition: Variable) { self.condition = condition }
}

/// Returns the condition after which a loop ends: `return (x * 2, until(x .> 45))`.
public func until(_ condition: Variable) -> Until { Until(condition) }
