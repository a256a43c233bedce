import TheanoArrays
import TheanoGraph

/// Returns for each element of the first axis, which both have, the `dot` of the rest:
/// `[b, m, k]` and `[b, k, n]` give `[b, m, n]`, `[b, k]` and `[b, k]` give `[b]`.
///
/// Lengths of the first axis that differ are an error; a first axis of known length 1 does not broadcast
/// (`matmul` does).
public func batchedDot(_ a: Variable, _ b: Variable) -> Variable {
  building("batchedDot", [a, b]) {
    for (name, operand) in [("a", a), ("b", b)] where operand.ndim == 0 {
      throw GraphError(.type, "\(name) must have at least one (batch) axis")
    }
    if a.ndim == 1 || b.ndim == 1 { return scaledRows(a, b) }
    if a.ndim <= 3 && b.ndim <= 3 { return .apply(BatchedDot(), [a, b]) }
    return try contraction(
      a, b,
      Contraction(
        aAxes: [a.ndim - 1], bAxes: [max(1, b.ndim - 2)], isBatched: true, name: "batchedDot"))
  }
}

/// Returns the product of scalars with tensors, one of each for each element of the first axis.
private func scaledRows(_ a: Variable, _ b: Variable) -> Variable {
  let rank = max(a.ndim, b.ndim)
  return a.rightPadded(to: rank) * b.rightPadded(to: rank)
}

/// The products of matrices and vectors, one for each element of a common first axis.
package struct BatchedDot: ShapedOp, SampledOp {
  package let name = "BatchedDot"

  package init() {}

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let (a, b) = (x[0].type, x[1].type)
    guard (2...3).contains(a.ndim), (2...3).contains(b.ndim) else {
      throw GraphError(.type, "BatchedDot takes operands of rank 2 or 3, not \(a) and \(b).")
    }
    if let m = a.shape[0], let n = b.shape[0], m != n {
      throw GraphError(.shape, "Shapes \(a) and \(b) have different batch sizes: \(m) and \(n).")
    }
    if let k = a.shape[a.ndim - 1], let other = b.shape[1], k != other {
      throw GraphError(
        .shape, "shapes \(a) and \(b) not aligned: \(k) (dim \(a.ndim - 1)) != \(other) (dim 1)")
    }
    let shape = [a.shape[0] ?? b.shape[0]] + a.shape.dropFirst().dropLast() + b.shape.dropFirst(2)
    return [TensorType(DType.promote(a.dtype, b.dtype), shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let rows = call.inputs[0].ndim - 1
    return axis < rows
      ? call.inputs[0].length(ofAxis: axis) : call.inputs[1].length(ofAxis: axis - rows + 2)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let (a, b) = (x[0].shape, x[1].shape)
    guard a[0] == b[0] else {
      throw EvaluationError(
        "Shapes \(shapeText(a)) and \(shapeText(b)) have different batch sizes: \(a[0]) and \(b[0])."
      )
    }
    let k = a[a.count - 1]
    guard k == b[1] else {
      throw EvaluationError(
        "shapes \(shapeText(a)) and \(shapeText(b)) not aligned: \(k) (dim \(a.count - 1)) != \(b[1]) "
          + "(dim 1)")
    }
    let left = x[0].withShape(a.count == 3 ? a : [a[0], 1, k])
    let right = x[1].withShape(b.count == 3 ? b : [b[0], k, 1])
    let product = try NDArray.products(left, right, dtype: call.outputTypes[0].dtype)
    return [product.withShape([a[0]] + a.dropFirst().dropLast() + b.dropFirst(2))]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let (a, b) = (call.inputs[0], call.inputs[1])
    guard let dy = dy[0] else { return [nil, nil] }
    func transposed(_ x: Variable) -> Variable { x.dimshuffle(0, 2, 1) }
    return call.gradients(dy) { dy in
      let terms =
        switch (a.ndim, b.ndim) {
        case (2, 2): [dy.dimshuffle(0, "x") * b, dy.dimshuffle(0, "x") * a]
        case (2, _):
          [batchedDot(dy, transposed(b)), a.dimshuffle(0, 1, "x") * dy.dimshuffle(0, "x", 1)]
        case (_, 2):
          [dy.dimshuffle(0, 1, "x") * b.dimshuffle(0, "x", 1), batchedDot(transposed(a), dy)]
        default: [batchedDot(dy, transposed(b)), batchedDot(transposed(a), dy)]
        }
      return zip(call.inputs, terms).map { $1.broadcasting(like: $0) }
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let (a, b) = (call.inputs[0], call.inputs[1])
    return [sum(dx[0].map { batchedDot($0, b) }, dx[1].map { batchedDot(a, $0) })]
  }

  package var examples: [OpExample] {
    let build: @Sendable ([Variable]) throws -> Variable = { batchedDot($0[0], $0[1]) }
    return [
      OpExample("matrices", [.init([2, .n, .m]), .init([2, .m, 3])], build),
      OpExample("vector, matrix", [.init([.n, .m]), .init([.n, .m, 2])], build),
      OpExample("matrix, vector", [.init([.n, 2, .m]), .init([.n, .m])], build),
      OpExample("vectors", [.init([.n, .m]), .init([.n, .m])], build),
    ]
  }
}
