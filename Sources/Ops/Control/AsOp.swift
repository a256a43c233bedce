import TheanoArrays
import TheanoGraph

/// Returns an operation that a Swift closure computes; apply it as a function: `let y = op(x)`.
///
/// - Parameters:
///   - inputTypes: what the operands must be; lengths of axes given here are required.
///   - outputTypes: what the closure returns, which is checked.
///   - isPure: whether the results depend on the operands alone, so that equal calls may be merged.
///   - gradient: returns the gradient of a cost with respect to each operand (nil: zero), given the
///     operands, the results, and the gradients with respect to the results (nil: zero); an expression, of
///     the operand's shape. Without it, asking for a gradient is an error.
///   - compute: returns the results' values, given the operands' values.
public func asOp(
  name: String, inputTypes: [TensorType], outputTypes: [TensorType], isPure: Bool = true,
  gradient: UserOp.Gradient? = nil, _ compute: @escaping UserOp.Computation
) -> UserOp {
  UserOp(
    label: name, inputTypes: inputTypes.map(\.strong), outputTypes: outputTypes.map(\.strong),
    isPure: isPure, body: UserOp.Body(compute: compute, gradient: gradient))
}

/// An operation made of Swift closures by `asOp`. Two are equal if they were made by the same call.
public struct UserOp: Op {
  /// A function from the operands' values to the results' values.
  public typealias Computation = @Sendable ([NDArray]) throws -> [NDArray]
  /// A function from the operands, the results and the gradients with respect to the results to the
  /// gradients with respect to the operands.
  public typealias Gradient =
    @Sendable (_ x: [Variable], _ y: [Variable], _ dy: [Variable?]) throws -> [Variable?]

  /// The closures; equality is identity.
  final class Body: Sendable, Hashable {
    let compute: Computation
    let gradient: Gradient?

    init(compute: @escaping Computation, gradient: Gradient?) {
      self.compute = compute
      self.gradient = gradient
    }

    static func == (a: Body, b: Body) -> Bool { a === b }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
  }

  /// The user's name for it.
  let label: String
  /// What the operands must be.
  public let inputTypes: [TensorType]
  /// What the results are.
  public let outputTypes: [TensorType]
  /// Whether the results depend on the operands alone.
  public let isPure: Bool
  /// The closures.
  let body: Body

  /// `FromFunctionOp{name}`, as in Theano.
  public var name: String { "FromFunctionOp{\(label)}" }

  /// Returns the first result of applying this to `operands`; literals take the dtypes declared.
  public func callAsFunction(_ operands: Variable...) -> Variable { results(operands)[0] }

  /// Returns all results of applying this to `operands`; literals take the dtypes declared. If it cannot
  /// be applied, each carries the error.
  public func results(_ operands: [Variable]) -> [Variable] {
    let typed = operands.enumerated().map { place, operand in
      operand.type.isWeak && inputTypes.indices.contains(place)
        && operand.dtype.kind <= inputTypes[place].dtype.kind
        ? cast(operand, inputTypes[place].dtype) : operand
    }
    let results = Variable.applyAll(self, typed)
    if results.count == outputTypes.count { return results }
    return Array(repeating: results[0], count: Swift.max(outputTypes.count, 1))
  }

  /// The types of the results, as declared.
  ///
  /// - Throws: `GraphError` if the operands are not as declared.
  public func infer(_ x: [Variable]) throws -> [TensorType] {
    let isRight =
      x.count == inputTypes.count && zip(inputTypes, x).allSatisfy { $0.accepts($1.type) }
    if !isRight {
      throw GraphError(
        .type, "We expected inputs of types '\(inputTypes)' but got types '\(x.map(\.type))'")
    }
    if outputTypes.isEmpty { throw GraphError(.value, "\(name) has no results.") }
    return outputTypes
  }

  /// The results, computed by the closure.
  ///
  /// - Throws: `EvaluationError` if they are not as declared; what the closure throws.
  public func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let results = try body.compute(x)
    if results.count != outputTypes.count {
      throw EvaluationError(
        "\(name) returned \(results.count) arrays where \(outputTypes.count) are declared.")
    }
    for (place, (type, result)) in zip(outputTypes, results).enumerated()
    where type.dtype != result.dtype || !type.admits(shape: result.shape) {
      throw EvaluationError(
        "\(name) returned an array of \(result.dtype) and shape "
          + "\(shapeText(result.shape)) as result \(place), which is declared as \(type)."
      )
    }
    return results
  }

  /// The gradients, as the user's closure gives them.
  ///
  /// - Throws: `GraphError` if there is no such closure, or it returns another number of gradients than
  ///   there are operands.
  public func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let gradient = body.gradient else {
      throw GraphError(
        .notImplemented, "'\(name)' object has no attribute 'grad': asOp was given no gradient.")
    }
    let result = try gradient(call.inputs, call.outputs, dy)
    if result.count != call.inputs.count {
      throw GraphError(
        .value,
        "\(name) returned the wrong number of gradient terms: \(result.count) for "
          + "\(call.inputs.count) operands.")
    }
    return result
  }
}

extension UserOp: SampledOp {
  /// A matrix's squares by a closure.
  package static let sample = asOp(
    name: "square", inputTypes: [TensorType(.float64, ndim: 2)],
    outputTypes: [TensorType(.float64, ndim: 2)],
    gradient: { x, _, dy in [dy[0].map { $0 * 2 * x[0] }] },
    { x in [NDArray(reals: x[0].reals.map { $0 * $0 }, shape: x[0].shape, dtype: .float64)] })

  package var examples: [OpExample] {
    self == UserOp.sample ? [OpExample("square", [.init([.n, .m])]) { self($0[0]) }] : []
  }
}
