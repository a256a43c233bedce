import TheanoArrays
import TheanoGraph
import TheanoOps

/// An operation that draws: its operands are a state, a shape and parameters, its results the next
/// state and the draw. It is a function of its operands, the state among them.
package protocol DrawOp: Op {}

extension DrawOp {
  /// As Theano shows it: `RandomFunction{uniform}`.
  package var debugName: String { "RandomFunction{\(name)}" }

  /// The draw depends on the state and the parameters; of the shape it is independent, as shapes
  /// go.
  package func isConnected(input: Int, output: Int) -> Bool {
    input == 0 || (output == 1 && input > 1)
  }

  /// The gradient with respect to the parameters is undefined: a variable that carries the error.
  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    if dy[1] == nil { return call.inputs.map { _ in nil } }
    return call.inputs.indices.map { index in
      index > 1 && call.inputs[index].dtype.isContinuous ? undefinedGradient(call, index) : nil
    }
  }

  /// The derivative along the parameters is undefined: a variable that carries the error.
  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    guard call.outputTypes[1].dtype.isContinuous else { return [nil, nil] }
    let moving = dx.indices.first { $0 > 1 && dx[$0] != nil }
    return [nil, moving.map { undefinedGradient(call, $0) }]
  }

  /// The variable that stands for the gradient with respect to a parameter.
  private func undefinedGradient(_ call: Apply, _ index: Int) -> Variable {
    let operand = call.inputs[index]
    let error = GraphError(
      .nullGradient,
      "grad method for input \(index) (\(operand)) of the \(debugName) op is mathematically "
        + "undefined. No gradient defined through raw random numbers op")
    return Variable(invalid: error.located(op: name, inputs: call.inputs, site: call.site))
  }
}

/// The greatest number of elements of one draw.
let greatestCount = 1 << 40

/// Throws unless `state` can be a random state: a uint64 vector of length 2.
func checkState(_ state: Variable) throws {
  guard state.type.isCompatible(with: RandomState.type) else {
    throw GraphError(
      .type,
      "A random state is a uint64 vector of two elements, and \(state) is a \(state.type).")
  }
}

/// Returns the lengths that a draw's shape operand has, nil where they are not known.
/// - Throws: `GraphError` if it is not a shape of `ndim` axes.
func staticShape(_ size: Variable, ndim: Int) throws -> [Int?] {
  guard size.ndim == 1, size.dtype.isInteger else {
    throw GraphError(
      .type, "shape must be a vector or list of scalar, got '\(size)' of type \(size.type)")
  }
  let lengths = size.knownElements ?? Array(repeating: nil, count: ndim)
  guard lengths.count == ndim else {
    throw GraphError(
      .value,
      "ndim should be equal to len(shape), but ndim = \(ndim), len(shape) = \(lengths.count), "
        + "shape = \(size)")
  }
  do {
    try checkShape(lengths.map { $0 ?? 1 })
  } catch {
    throw GraphError(.value, "\(error.message)")
  }
  return lengths
}

/// Throws unless `shape` is one of an array that can be drawn.
func checkShape(_ shape: [Int]) throws(EvaluationError) {
  if let axis = shape.firstIndex(where: { $0 < 0 }) {
    throw EvaluationError(
      "Negative dimensions are not allowed: a draw was asked for with length \(shape[axis]) along "
        + "axis \(axis).")
  }
  var count = 1
  for length in shape where length > 0 {
    let (product, overflow) = count.multipliedReportingOverflow(by: length)
    if overflow || product > greatestCount {
      throw EvaluationError(
        "A draw has at most 2^40 elements; one of shape \(shapeText(shape)) is too large.")
    }
    count = product
  }
}

/// Returns the shape that a draw's shape operand holds.
/// - Throws: `EvaluationError` if it does not have `ndim` lengths that can be drawn.
func runtimeShape(_ size: NDArray, ndim: Int) throws -> [Int] {
  let lengths = size.integers.map { Int(clamping: $0) }
  if lengths.count != ndim {
    throw EvaluationError(
      "ndim should be equal to len(shape), but ndim = \(ndim), len(shape) = \(lengths.count).")
  }
  try checkShape(lengths)
  return lengths
}

/// Returns the state that an operand holds.
func runtimeState(_ value: NDArray) throws -> RandomState {
  guard let state = RandomState(words: value.elements()) else {
    throw EvaluationError(
      "A random state has two elements, and this one has shape \(shapeText(value.shape)).")
  }
  return state
}

extension RandomState {
  /// The type of a variable whose values are states: a uint64 vector, `[key, position]`.
  package static var type: TensorType { TensorType(.uint64, shape: [2]) }

  /// This state as the value of a variable.
  package var array: NDArray { NDArray(elements: words, shape: [2]) }
}

extension RandomState: ArrayConvertible {
  /// Returns the state as a uint64 vector, `[key, position]`.
  public func toHostValue() -> HostValue { HostValue(array: array, origin: .array) }
}
