import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the diagonal of each matrix in the axes `axis1` and `axis2` of `x`, as a new last axis; a positive
/// `offset` is above the main diagonal, a negative one below.
public func diagonal(_ x: Variable, offset: Int = 0, axis1: Int = 0, axis2: Int = 1) -> Variable {
  x.diagonal(offset: offset, axis1: axis1, axis2: axis2)
}

/// Returns the diagonal `k` of a matrix, or the square matrix with a vector on its diagonal `k` and zeros
/// elsewhere.
public func diag(_ x: Variable, k: Int = 0) -> Variable {
  building("diag", [x]) {
    switch x.ndim {
    case 1: .apply(AllocDiagonal(offset: k, axis1: 0, axis2: 1), [x])
    case 2: x.diagonal(offset: k)
    default:
      throw GraphError(.type, "diag takes a vector or a matrix, and \(x) is a \(x.type).")
    }
  }
}

/// Returns the sum of the diagonal of each matrix in the axes `axis1` and `axis2` of `x`.
public func trace(_ x: Variable, offset: Int = 0, axis1: Int = 0, axis2: Int = 1) -> Variable {
  x.trace(offset: offset, axis1: axis1, axis2: axis2)
}

extension Variable {
  /// The diagonal of each matrix in two axes, as a new last axis; see the free function.
  public func diagonal(offset: Int = 0, axis1: Int = 0, axis2: Int = 1) -> Variable {
    building("ExtractDiag", [self]) {
      let axes = try diagonalAxes(axis1, axis2, ndim: ndim)
      let op = ExtractDiagonal(offset: offset, axis1: axes.0, axis2: axes.1)
      return .apply(op, [self])
    }
  }

  /// The sum of the diagonal of each matrix in two axes; see the free function.
  public func trace(offset: Int = 0, axis1: Int = 0, axis2: Int = 1) -> Variable {
    diagonal(offset: offset, axis1: axis1, axis2: axis2).sum(axis: -1)
  }
}

/// Returns two different axes, counted from the start.
private func diagonalAxes(_ axis1: Int, _ axis2: Int, ndim: Int) throws -> (Int, Int) {
  if ndim < 2 {
    throw GraphError(.type, "A diagonal needs a tensor of at least two axes, not of \(ndim).")
  }
  let axes = (try normalizedAxis(axis1, ndim: ndim), try normalizedAxis(axis2, ndim: ndim))
  if axes.0 == axes.1 {
    throw GraphError(.axis, "The two axes of a diagonal must differ: \(axis1) and \(axis2).")
  }
  return axes
}

/// Returns the number of elements of a diagonal of matrices `[rows, columns]`.
func diagonalLength(_ rows: Int, _ columns: Int, _ offset: Int) -> Int {
  // Offsets beyond the matrix by far must not overflow.
  let bounded = max(-rows, min(columns, offset))
  return max(0, min(rows + min(bounded, 0), columns - max(bounded, 0)))
}

/// The diagonals of the matrices in two axes.
package struct ExtractDiagonal: ShapedOp, LinearOp, SampledOp, LoweredOp {
  /// The distance from the main diagonal, positive above it.
  package let offset: Int
  /// The rows' axis, counted from the start.
  package let axis1: Int
  /// The columns' axis, counted from the start.
  package let axis2: Int

  package var name: String { "ExtractDiag" }
  package var debugName: String { "ExtractDiag{offset=\(offset), axis1=\(axis1), axis2=\(axis2)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let shape = x[0].type.shape
    let kept = shape.indices.filter { $0 != axis1 && $0 != axis2 }.map { shape[$0] }
    var length: Int?
    if let rows = shape[axis1], let columns = shape[axis2] {
      length = diagonalLength(rows, columns, offset)
    }
    return [TensorType(x[0].dtype, shape: kept + [length])]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let x = call.inputs[0]
    let kept = (0..<x.ndim).filter { $0 != axis1 && $0 != axis2 }
    if axis < kept.count { return x.length(ofAxis: kept[axis]) }
    if offset.magnitude > 1 << 40 { return nil }
    let rows = x.length(ofAxis: axis1) - Variable.length(max(0, -offset))
    let columns = x.length(ofAxis: axis2) - Variable.length(max(0, offset))
    return maximum(minimum(rows, columns), Variable.length(0))
  }

  package func lowering(_ call: Apply) -> Lowering? {
    // Further away there is nothing.
    let distance = Swift.max(-(1 << 50), Swift.min(offset, 1 << 50))
    let kept = call.inputs[0].type.shape.indices.filter { $0 != axis1 && $0 != axis2 }
    return .elements(.move) { [axis1, axis2] b, x in
      let rows = b.subtract(x[0].lengths[axis1], b.constant(Swift.max(0, -distance)))
      let columns = b.subtract(x[0].lengths[axis2], b.constant(Swift.max(0, distance)))
      let length = b.maximum(b.minimum(rows, columns), b.constant(0))
      return kept.map { x[0].lengths[$0] } + [length]
    } _: { [axis1, axis2] b, x, index in
      var place = x[0].lengths
      for (axis, value) in zip(kept, index) { place[axis] = value }
      let last = index[index.count - 1]
      place[axis1] = b.add(last, b.constant(Swift.max(0, -distance)))
      place[axis2] = b.add(last, b.constant(Swift.max(0, distance)))
      return try x[0].at(place, b)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let shape = x[0].shape
    let strides = NDArray.strides(of: shape)
    let kept = shape.indices.filter { $0 != axis1 && $0 != axis2 }
    let length = diagonalLength(shape[axis1], shape[axis2], offset)
    let start = offset >= 0 ? offset &* strides[axis2] : (0 &- offset) &* strides[axis1]
    return [
      x[0].strided(
        shape: kept.map { shape[$0] } + [length],
        strides: kept.map { strides[$0] } + [strides[axis1] + strides[axis2]],
        offset: length == 0 ? 0 : start)
    ]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    let lengths = [x.length(ofAxis: axis1), x.length(ofAxis: axis2)]
    let op = AllocDiagonal(offset: offset, axis1: axis1, axis2: axis2)
    return [dy[0].map { .apply(op, [$0] + lengths) }]
  }

  package var examples: [OpExample] {
    [
      OpExample("main", [.init([.n, .m])]) { $0[0].diagonal() },
      OpExample("below", [.init([.n, .m])]) { $0[0].diagonal(offset: -1) },
      OpExample("axes", [.init([.n, 2, .m])]) { $0[0].diagonal(offset: 1, axis1: -1, axis2: 0) },
    ]
  }
}
