import TheanoArrays

/// An operation: what a node of the graph computes.
///
/// A conforming type says everything there is to say about the operation. Its stored properties are its
/// parameters (an axis, a mode): two operations of equal parameters are the same operation.
public protocol Op: Hashable, Sendable {
  /// The name in printed graphs, in errors and in tests.
  var name: String { get }

  /// Returns the types of the results for operands `x`.
  ///
  /// Constant operands have their values in `Variable.constant`.
  /// - Throws: `GraphError` if the operation cannot be applied to such operands.
  func infer(_ x: [Variable]) throws -> [TensorType]

  /// Computes the results from the operands' values; slow and obvious.
  ///
  /// `call` has the operands' and results' types.
  /// - Throws: `EvaluationError` if the operation cannot be applied to these values.
  func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray]

  /// Returns, for each operand, the gradient of a cost given the gradients `dy` with respect to the
  /// results (nil: zero). A nil in the result means zero.
  ///
  /// - Throws: `GraphError` of kind `nullGradient` or `notImplemented` if there is none.
  func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?]

  /// Returns, for each result, its derivative along the direction `dx` (nil: zero), or nil if the
  /// operation has no rule, in which case forward mode differentiates the pullback.
  func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]?

  /// Returns whether the value of result `output` depends on operand `input` in a way that a gradient
  /// can ask about. A shape does not depend on the values.
  func isConnected(input: Int, output: Int) -> Bool

  /// Returns the expression as `pp` prints it, given the texts of its operands.
  func description(_ x: [String], _ call: Apply) -> String

  /// The name that `debugprint` shows.
  var debugName: String { get }

  /// Whether the operation gives literals their dtype itself; others see them as int64 or `floatX`.
  var acceptsWeakOperands: Bool { get }

  /// Whether the results depend on nothing but the operands' values, so that equal calls may be merged
  /// and calls whose results nobody uses left out.
  var isPure: Bool { get }
}

extension Op {
  /// No gradient: asking for one is an error that names the operation.
  public func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    throw GraphError(.notImplemented, "The operation \(name) has no gradient.")
  }

  /// No rule of its own.
  public func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? { nil }

  /// Every result depends on every operand.
  public func isConnected(input: Int, output: Int) -> Bool { true }

  /// `name(x, y)`.
  public func description(_ x: [String], _ call: Apply) -> String {
    "\(debugName)(\(x.joined(separator: ", ")))"
  }

  /// The operation's name.
  public var debugName: String { name }

  /// Literals are int64 or `floatX` here.
  public var acceptsWeakOperands: Bool { false }

  /// Results depend on the operands alone.
  public var isPure: Bool { true }
}

/// An operation that can do with only some of its operands, depending on the values of others.
public protocol LazyOp: Op {
  /// Returns the places of the operands that are needed next, given those available; none when the
  /// operation can be evaluated. Operands never asked for are not computed.
  func demand(_ available: [NDArray?]) throws -> [Int]

  /// Computes the results from the operands that were asked for.
  func evaluateLazily(_ x: [NDArray?], _ call: Apply) throws -> [NDArray]
}
