import TheanoArrays
import TheanoGraph

/// Returns the elements of `x` in row-major order with another shape, whose lengths may be numbers and
/// scalar variables: `reshape(x, [2, n, -1])`. One of them may be -1: what remains.
///
/// A number of elements that does not fit is an error when the expression is built if it is known then,
/// else when it is computed.
public func reshape(_ x: Variable, _ shape: [any SymbolicLength], ndim: Int? = nil) -> Variable {
  x.reshape(shape, ndim: ndim)
}

/// Returns the elements of `x` with the shape that an integer vector holds. If its length is not known when
/// the graph is built, `ndim` says it.
public func reshape(_ x: Variable, _ shape: Variable, ndim: Int? = nil) -> Variable {
  x.reshape(shape, ndim: ndim)
}

/// Returns the elements of `x` in row-major order, as a vector.
public func ravel(_ x: Variable) -> Variable { x.flatten() }

/// Returns `x` with the axes from `ndim - 1` on made into one; a vector by default.
public func flatten(_ x: Variable, ndim: Int = 1) -> Variable { x.flatten(ndim: ndim) }

extension Variable {
  /// The elements in row-major order with another shape, one length of which may be -1; see the free
  /// function.
  public func reshape(_ shape: [any SymbolicLength], ndim: Int? = nil) -> Variable {
    building("Reshape", [self] + shape.variables) {
      let vector = makeVector(try shape.integerScalars("New shape in reshape: element"))
      return reshape(vector, ndim: ndim)
    }
  }

  /// The elements in row-major order with the shape that an integer vector holds; see the free function.
  public func reshape(_ shape: Variable, ndim: Int? = nil) -> Variable {
    building("Reshape", [self, shape]) {
      guard shape.ndim == 1 else {
        throw GraphError(
          .type,
          "New shape in reshape must be a vector or a list/tuple of scalar. Got \(shape) "
            + "of type \(shape.type).")
      }
      guard let count = ndim ?? shape.type.shape[0] else {
        throw GraphError(
          .value,
          "The length of the provided shape (\(shape)) cannot be automatically determined, so "
            + "reshape is not able to know what the number of dimensions of the reshaped variable "
            + "will be. You can provide the 'ndim' keyword argument to 'reshape' to avoid this "
            + "problem.")
      }
      return .apply(Reshape(ndim: count), [self, shape])
    }
  }

  /// This tensor with the axes from `ndim - 1` on made into one; a vector by default.
  public func flatten(ndim outer: Int = 1) -> Variable {
    building("Flatten", [self]) {
      guard outer >= 1, outer <= Swift.max(ndim, 1) else {
        throw GraphError(
          .value, "ndim \(outer) out of bound [1, \(Swift.max(ndim, 1) + 1)) for \(type).")
      }
      if outer == ndim { return self }
      if outer == 1 { return reshape([-1]) }
      let last = lengths(of: outer - 1..<ndim).product
      return reshape((lengths(of: 0..<outer - 1) + [last]).lengths)
    }
  }

  /// The elements in row-major order, as a vector.
  public func ravel() -> Variable { flatten() }
}

/// A change of shape that keeps the elements and their order.
package struct Reshape: ShapedOp, LinearOp, SampledOp {
  /// The rank of the result.
  package let ndim: Int

  package var name: String { "Reshape" }
  package var debugName: String { "Reshape{\(ndim)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    guard x[1].dtype.isInteger || x[1].constant?.count == 0 else {
      throw GraphError(.type, "Shape must be integers, and \(x[1]) is \(x[1].dtype).")
    }
    guard ndim >= 0, x[1].ndim == 1, x[1].type.shape[0] ?? ndim == ndim else {
      throw GraphError(
        .value,
        "The shape given to reshape, \(x[1]) of type \(x[1].type), does not have ndim = \(ndim) "
          + "elements.")
    }
    var lengths = x[1].knownElements ?? Array(repeating: nil, count: ndim)
    try checkSigns(lengths)
    let known = x[0].type.shape.compactMap { $0 }
    let size = known.checkedProduct
    let total = known.count == x[0].ndim && !size.overflow ? size.product : nil
    let open = lengths.firstIndex(of: -1)
    let stated = lengths.enumerated().compactMap { $0 == open ? nil : $1 }
    let isComplete = stated.count == lengths.count - (open == nil ? 0 : 1)
    if let total, isComplete {
      let from = shapeText(known)
      let to = shapeText(lengths.map { $0 ?? -1 })
      let (product, overflow) = stated.checkedProduct
      let fits =
        open == nil ? product == total : product > 0 && total.isMultiple(of: product)
      guard fits, !overflow else {
        throw GraphError(.shape, "Cannot reshape input of shape \(from) to shape \(to).")
      }
      if let open { lengths[open] = total / product }
    }
    return [TensorType(x[0].dtype, shape: lengths.map { $0 == -1 ? nil : $0 })]
  }

  /// Throws if a known length is negative, other than one -1.
  private func checkSigns(_ lengths: [Int?]) throws {
    if lengths.contains(where: { $0 ?? 0 < -1 }) || lengths.filter({ $0 == -1 }).count > 1 {
      throw GraphError(
        .value,
        "A shape has no negative length except one -1, and reshape was given "
          + "(\(lengths.map { $0.map(String.init) ?? "?" }.joined(separator: ", "))).")
    }
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let (x, lengths) = (call.inputs[0], call.inputs[1])
    let stated = (0..<ndim).map { lengths.lengthElement($0) }
    let asked = stated[axis]
    if asked.isCertainLength { return asked }
    let others = stated.indices.filter { $0 != axis }.map { stated[$0] }
    let size = x.lengths(of: 0..<x.ndim).product
    // Where the others hold a 0, this operation fails, but not its length.
    let known = others.compactMap(\.constantInteger)
    let product =
      known.count == others.count && !known.contains(0)
      ? others.product : maximum(others.product, Variable.length(1))
    let rest = others.isEmpty ? size : intDiv(size, product)
    if asked.constantInteger == -1 { return rest }
    return `switch`(eq(asked, Variable.length(-1)), rest, asked)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    var shape = x[1].ints
    guard shape.count == ndim else {
      throw EvaluationError(
        "shape argument to Reshape.perform has incorrect length \(shape.count), should be \(ndim)")
    }
    let asked = shapeText(shape)
    let open = shape.firstIndex(of: -1)
    if let open { shape[open] = 1 }
    let (product, overflow) = shape.checkedProduct
    var fits = !overflow && shape.allSatisfy { $0 >= 0 }
    if let open, fits {
      fits = product > 0 && x[0].count.isMultiple(of: product)
      if fits { shape[open] = x[0].count / product }
    }
    guard fits, open != nil || product == x[0].count else {
      throw EvaluationError(
        "Cannot reshape input of shape \(shapeText(x[0].shape)) to shape \(asked).")
    }
    // No lengths beside a zero may have a product too large for a count.
    _ = try NDArray.checkedCount(shape, dtype: x[0].dtype)
    return [x[0].withShape(shape)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    return [dy[0].map { $0.reshape(x.shape, ndim: x.ndim) }, nil]
  }

  package var examples: [OpExample] {
    [
      OpExample("to vector", [.init([.n, .m])]) { $0[0].reshape([-1]) },
      OpExample("to matrix", [.init([.n, 2, .m])]) {
        $0[0].reshape([$0[0].length(ofAxis: 2) * 2, $0[0].length(ofAxis: 0)])
      },
      OpExample("insert", [.init([.n])]) { $0[0].reshape([1, $0[0].length(ofAxis: 0), 1]) },
    ]
  }
}

extension Array where Element == Int {
  /// The product, 0 beside a 0 even if the others overflow; and whether it overflowed.
  var checkedProduct: (product: Int, overflow: Bool) {
    if contains(0) { return (0, false) }
    var product = 1
    for factor in self {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      if overflow { return (0, true) }
      product = next
    }
    return (product, false)
  }
}
