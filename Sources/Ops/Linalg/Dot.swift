import TheanoArrays
import TheanoGraph

/// Returns the product of `a` and `b` as NumPy's `dot`: of vectors the inner product, of matrices the
/// matrix product; in general the sum over the last axis of `a` and the last but one of `b` (the only one of
/// a vector). A scalar multiplies element by element.
///
/// The dtype is the operands' promoted type. Lengths that differ are an error, named with both shapes.
/// - Complexity: O(m·k·n) for matrices `[m, k]` and `[k, n]`
public func dot(_ a: Variable, _ b: Variable) -> Variable {
  building("dot", [a, b]) {
    if a.ndim == 0 || b.ndim == 0 { return a * b }
    if a.ndim <= 2 && b.ndim <= 2 { return .apply(Dot(), [a, b]) }
    return try contraction(
      a, b, Contraction(aAxes: [a.ndim - 1], bAxes: [max(0, b.ndim - 2)], name: "dot"))
  }
}

extension Variable {
  /// The product with `other` as NumPy's `dot`; see the free function.
  public func dot(_ other: Variable) -> Variable { TheanoOps.dot(self, other) }
}

/// The product of vectors and matrices.
package struct Dot: ShapedOp, SampledOp {
  package let name = "dot"

  package init() {}

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let (a, b) = (x[0].type, x[1].type)
    guard (1...2).contains(a.ndim), (1...2).contains(b.ndim) else {
      throw GraphError(.type, "dot takes vectors and matrices here, not \(a) and \(b).")
    }
    if let k = a.shape[a.ndim - 1], let other = b.shape[0], k != other {
      throw GraphError(.shape, misalignment("\(a)", "\(b)", k, a.ndim - 1, other))
    }
    let shape = a.shape.dropLast() + b.shape.dropFirst()
    return [TensorType(DType.promote(a.dtype, b.dtype), shape: Array(shape))]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let rows = call.inputs[0].ndim - 1
    return axis < rows
      ? call.inputs[0].length(ofAxis: axis) : call.inputs[1].length(ofAxis: axis - rows + 1)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let (a, b) = (x[0], x[1])
    let k = a.shape[a.ndim - 1]
    guard k == b.shape[0] else {
      throw EvaluationError(
        misalignment(shapeText(a.shape), shapeText(b.shape), k, a.ndim - 1, b.shape[0]))
    }
    let left = a.withShape(a.ndim == 2 ? a.shape : [1, k])
    let right = b.withShape(b.ndim == 2 ? b.shape : [k, 1])
    let product = try NDArray.products(left, right, dtype: call.outputTypes[0].dtype)
    return [product.withShape(Array(a.shape.dropLast() + b.shape.dropFirst()))]
  }

  /// NumPy's sentence for lengths that differ.
  private func misalignment(_ a: String, _ b: String, _ k: Int, _ axis: Int, _ other: Int) -> String
  {
    "shapes \(a) and \(b) not aligned: \(k) (dim \(axis)) != \(other) (dim 0)"
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let (a, b) = (call.inputs[0], call.inputs[1])
    guard let dy = dy[0] else { return [nil, nil] }
    return call.gradients(dy) { dy in
      let terms =
        switch (a.ndim, b.ndim) {
        case (1, 1): [dy * b, dy * a]
        case (1, _): [dot(dy, b.transpose()), outer(a, dy)]
        case (_, 1): [outer(dy, b), dot(a.transpose(), dy)]
        default: [dot(dy, b.transpose()), dot(a.transpose(), dy)]
        }
      return zip(call.inputs, terms).map { $1.broadcasting(like: $0) }
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let (a, b) = (call.inputs[0], call.inputs[1])
    return [sum(dx[0].map { dot($0, b) }, dx[1].map { dot(a, $0) })]
  }

  package func description(_ x: [String], _ call: Apply) -> String { "(\(x[0]) \\dot \(x[1]))" }

  package var examples: [OpExample] {
    let build: @Sendable ([Variable]) throws -> Variable = { dot($0[0], $0[1]) }
    return [
      OpExample("vectors", [.init([.n]), .init([.n])], build),
      OpExample("vector, matrix", [.init([.n]), .init([.n, .m])], build),
      OpExample("matrix, vector", [.init([.n, .m]), .init([.m])], build),
      OpExample("matrices", [.init([.n, .m]), .init([.m, 3])], build),
    ]
  }
}

/// Returns the sum of two derivatives, each nil for zero.
func sum(_ a: Variable?, _ b: Variable?) -> Variable? {
  guard let a, let b else { return a ?? b }
  return a + b
}
