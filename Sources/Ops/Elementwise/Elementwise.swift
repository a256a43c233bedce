import TheanoArrays
import TheanoGraph

/// A scalar operation applied to all elements of tensors of one rank; axes of known length 1 broadcast.
///
/// `Scalar` is a `ScalarOp`, which only the conformances demand: rewrites name dozens of these types when a
/// program starts, and a demand of the type itself is looked up for each of them.
package struct Elementwise<Scalar> {
  /// The operation on one element of each operand.
  package let scalar: Scalar
}

extension Elementwise: Equatable where Scalar: Equatable {}
extension Elementwise: Hashable where Scalar: Hashable {}
extension Elementwise: Sendable where Scalar: Sendable {}

extension Elementwise: ShapedOp where Scalar: ScalarOp {}

extension Elementwise: Op where Scalar: ScalarOp {
  package var name: String { scalar.name }
  package var debugName: String { "Elemwise{\(scalar.name),no_inplace}" }
  package var acceptsWeakOperands: Bool { true }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    // A choice between two literals is a literal still, whatever the condition is.
    let isWeak = scalar.literalOperands(x.count).allSatisfy { x[$0].type.isWeak }
    let dtypes = try literalDTypes(x)
    let result = try scalar.outputDType(dtypes)
    let domain = ScalarKernel.domain(dtypes, result)
    if !scalar.kernel.isDefined(in: domain) {
      let names = dtypes.map(\.rawValue).joined(separator: ", ")
      throw GraphError(.type, "\(name) is not defined for operands of dtype \(names).")
    }
    return [TensorType(result, shape: try broadcastShape(x), isWeak: isWeak)]
  }

  /// The operands' dtypes, with literals as the others have it.
  private func literalDTypes(_ x: [Variable]) throws -> [DType] {
    var dtypes = x.map(\.dtype)
    let range = scalar.literalOperands(x.count)
    guard let common = strongDType(x, in: range) else { return dtypes }
    for i in range where x[i].type.isWeak { dtypes[i] = dtypes[i].asLiteral(beside: common) }
    return dtypes
  }

  private func broadcastShape(_ x: [Variable]) throws -> [Int?] {
    guard var shape = x.first?.type.shape else { return [] }
    for other in x.dropFirst() {
      if other.ndim != shape.count {
        throw GraphError(.shape, "\(name) needs operands of one rank.")
      }
      for axis in shape.indices {
        shape[axis] = try broadcast(shape[axis], other.type.shape[axis], axis: axis, x)
      }
    }
    return shape
  }

  private func broadcast(_ a: Int?, _ b: Int?, axis: Int, _ x: [Variable]) throws -> Int? {
    if a == 1 { return b }
    if b == 1 { return a }
    guard let a, let b, a != b else { return a ?? b }
    let types = x.map { "\($0.type)" }.joined(separator: " and ")
    throw GraphError(
      .shape,
      "Incompatible shapes for \(name): lengths \(a) and \(b) along axis \(axis) of \(types).")
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let type = call.outputTypes[0]
    let shape = try runtimeShape(x, call)
    let strides = x.map { NDArray.broadcastStrides(of: $0.shape, to: shape) }
    try scalar.validate(x)
    let kernel = scalar.kernel
    switch ScalarKernel.domain(x.map(\.dtype), type.dtype) {
    case .complex:
      guard let f = kernel.complex else { throw undefined(x) }
      let values = f.map(x.map(\.complexes), shape: shape, strides: strides)
      return [NDArray(complexes: values, shape: shape, dtype: type.dtype)]
    case .real:
      guard let f = kernel.real else { throw undefined(x) }
      let values = f.map(x.map(\.reals), shape: shape, strides: strides)
      return [NDArray(reals: values, shape: shape, dtype: type.dtype)]
    case .integer, .bool:
      guard let f = kernel.integer else { throw undefined(x) }
      let values = f.map(x.map(\.integers), shape: shape, strides: strides)
      return [NDArray(integers: values, shape: shape, dtype: type.dtype)]
    }
  }

  private func undefined(_ x: [NDArray]) -> EvaluationError {
    EvaluationError("\(name) is not defined for values of dtype \(x.map(\.dtype.rawValue)).")
  }

  /// The lengths of the result: an axis that is not known to be 1 does not broadcast.
  private func runtimeShape(_ x: [NDArray], _ call: Apply) throws -> [Int] {
    try call.outputTypes[0].shape.indices.map { axis in
      var length: (operand: Int, value: Int)?
      for (i, input) in call.inputs.enumerated() where input.type.shape[axis] != 1 {
        let value = x[i].shape[axis]
        if let known = length, known.value != value {
          throw EvaluationError(
            "Input dimension mis-match. (input[\(known.operand)].shape[\(axis)] = \(known.value), "
              + "input[\(i)].shape[\(axis)] = \(value)). An axis of length 1 broadcasts only if its "
              + "variable is declared so: row, col, tensor(shape: [1, nil]) or addBroadcast(x, axis)."
          )
        }
        length = length ?? (i, value)
      }
      return length?.value ?? 1
    }
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let result = call.outputTypes[0].dtype
    guard let dy = dy[0], result.isContinuous else { return call.inputs.map { _ in nil } }
    // Gradients by complex numbers are conjugates of derivatives.
    let conjugates = result.isComplex && scalar.isHolomorphic
    let terms = scalar.pullback(
      operands(call), call.outputs[0], conjugates ? dy.conj() : dy)
    return zip(call.inputs, terms).map { x, term in
      // Nothing is differentiated with respect to a literal.
      guard !x.type.isWeak, var term else { return nil }
      term = term.masked(as: dy)
      if conjugates { term = term.conj() }
      if !x.dtype.isComplex { term = term.real }
      return term.summedToBroadcast(of: x)
    }
  }

  /// Each element depends on the operands' elements at its own place, so that the pullback's factors, times
  /// the operands' derivatives, are the forward derivative too.
  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let result = call.outputTypes[0].dtype
    guard result.isContinuous else { return [nil] }
    let (x, y) = (operands(call), call.outputs[0])
    var sum: Variable?
    for (index, tangent) in dx.enumerated() {
      guard let tangent else { continue }
      let isFull = tangent.type.broadcastable == y.type.broadcastable
      let full = isFull ? tangent : fill(y, tangent)
      let isReal = result.isFloat && tangent.dtype.isComplex
      // A real function of complex numbers: the part of the direction along the gradient.
      let term =
        isReal
        ? scalar.pullback(x, y, y.onesLike())[index].map { ($0.conj() * full).real }
        : scalar.pullback(x, y, full)[index]
      guard let term else { continue }
      sum = sum.map { $0 + term } ?? term
    }
    return [sum]
  }

  /// The operands in which to write derivatives: integers as floats where the function made them so, as
  /// their arithmetic would wrap.
  private func operands(_ call: Apply) -> [Variable] {
    guard call.inputs.allSatisfy(\.dtype.isDiscrete) else { return call.inputs }
    return call.inputs.map { $0.type.isWeak ? $0 : cast($0, call.outputTypes[0].dtype) }
  }

  package func isConnected(input: Int, output: Int) -> Bool { scalar.isConnected(input: input) }

  package func description(_ x: [String], _ call: Apply) -> String { scalar.description(x) }
}

/// Returns `scalar` applied to the elements of `operands`; those of lower rank get leading axes of length 1.
package func elementwise<S: ScalarOp>(_ scalar: S, _ operands: Variable...) -> Variable {
  elementwise(scalar, operands)
}

/// Returns `scalar` applied to the elements of `operands`; those of lower rank get leading axes of length 1.
package func elementwise<S: ScalarOp>(_ scalar: S, _ operands: [Variable]) -> Variable {
  if let literal = unrepresentableLiteral(scalar, operands) { return literal }
  if let literal = literalOfLiterals(scalar, operands) { return literal }
  let rank = operands.reduce(0) { Swift.max($0, $1.ndim) }
  let padded = operands.map { $0.ndim == rank ? $0 : $0.leftPadded(to: rank) }
  return .apply(Elementwise(scalar: scalar), padded)
}

extension Variable {
  /// This variable with leading axes of length 1 up to `rank`.
  package func leftPadded(to rank: Int) -> Variable {
    if rank <= ndim { return self }
    return dimshuffle(Array(repeating: .new, count: rank - ndim) + (0..<ndim).map { .axis($0) })
  }

  /// The sum over the axes along which `x`, of the same rank, was broadcast.
  package func summedToBroadcast(of x: Variable) -> Variable {
    let axes = type.shape.indices.filter { x.type.shape[$0] == 1 && type.shape[$0] != 1 }
    return axes.isEmpty ? self : sum(axes: axes, keepdims: true)
  }
}
