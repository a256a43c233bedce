import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Matrices in two axes with given diagonals, the last axis of the operand, and zeros elsewhere. Further
/// operands are the lengths of the two axes; without them the matrices are as small as the diagonal allows.
package struct AllocDiagonal: ShapedOp, LinearOp, SampledOp, LoweredOp {
  /// The distance from the main diagonal, positive above it.
  package let offset: Int
  /// The rows' axis of the result, counted from the start.
  package let axis1: Int
  /// The columns' axis of the result, counted from the start.
  package let axis2: Int

  package var name: String { "AllocDiag" }
  package var debugName: String { "AllocDiag{offset=\(offset), axis1=\(axis1), axis2=\(axis2)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let inner = x[0].type.shape
    if offset.magnitude > 1 << 40 {
      throw GraphError(.value, "\(name): the offset \(offset) is too large.")
    }
    let square = inner[inner.count - 1].map { $0 &+ Int(offset.magnitude) }
    let lengths = x.count == 3 ? x.dropFirst().map(\.knownInteger) : [square, square]
    return [TensorType(x[0].dtype, shape: placed(Array(inner.dropLast()), lengths))]
  }

  /// Returns `kept` with the values for the two axes put in.
  private func placed<T>(_ kept: [T], _ pair: [T]) -> [T] {
    var result = kept
    for (axis, value) in [(axis1, pair[0]), (axis2, pair[1])].sorted(by: { $0.0 < $1.0 }) {
      result.insert(value, at: min(axis, result.count))
    }
    return result
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let inner = call.inputs[0]
    let kept = inner.lengths(of: 0..<inner.ndim - 1)
    let square = inner.length(ofAxis: -1) + Variable.length(Int(offset.magnitude))
    let pair = call.inputs.count == 3 ? Array(call.inputs.dropFirst()) : [square, square]
    return placed(kept, pair)[axis]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    if offset.magnitude > 1 << 40 { return nil }
    let rank = call.outputTypes[0].ndim
    let kept = (0..<rank).filter { $0 != axis1 && $0 != axis2 }
    let (above, below) = (Swift.max(0, offset), Swift.max(0, -offset))
    return Lowering(
      lengths: { b, x in
        let length = x[0].lengths[rank - 2]
        let zero = b.constant(0)
        var pair = [b.add(length, b.constant(above + below))]
        pair.append(pair[0])
        if x.count == 3 {
          pair = try x.dropFirst().map { try $0.integer(b) }
          for length in pair { b.checkLessOrEqual(zero, length) }
          let rows = b.subtract(pair[0], b.constant(below))
          let columns = b.subtract(pair[1], b.constant(above))
          b.check(b.equal(length, b.maximum(b.minimum(rows, columns), zero)))
        }
        let lengths = placed(Array(x[0].lengths.dropLast()), pair)
        b.checkSize(lengths)
        return [lengths]
      },
      .statements(needsMemory: []) { [axis1, axis2] b, x, results in
        let zero = b.constant(0, results[0].dtype)
        try b.loops(results[0].lengths) { try results[0].set($0, to: zero, b) }
        try b.loops(x[0].lengths) { index in
          var place = results[0].lengths
          for (axis, value) in zip(kept, index) { place[axis] = value }
          place[axis1] = b.add(index[rank - 2], b.constant(below))
          place[axis2] = b.add(index[rank - 2], b.constant(above))
          try results[0].set(place, to: try x[0].at(index, b), b)
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let inner = x[0].shape
    let length = inner[inner.count - 1]
    let square = length + Int(offset.magnitude)
    let lengths = x.count == 3 ? x.dropFirst().map { $0.ints.first ?? 0 } : [square, square]
    let shape = placed(Array(inner.dropLast()), lengths)
    var result = try NDArray(checked: shape, dtype: x[0].dtype)
    let expected = diagonalLength(lengths[0], lengths[1], offset)
    if length != expected {
      throw EvaluationError(
        "\(name): a diagonal of \(length) elements does not fit matrices of \(lengths[0]) rows and "
          + "\(lengths[1]) columns.")
    }
    if x[0].count == 0 { return [result] }
    let strides = NDArray.strides(of: shape)
    let kept = shape.indices.filter { $0 != axis1 && $0 != axis2 }
    let start = offset >= 0 ? offset * strides[axis2] : -offset * strides[axis1]
    let outer = kept.map { strides[$0] } + [strides[axis1] + strides[axis2]]
    let size = x[0].dtype.size
    x[0].withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in
        NDArray.forEachRun(shape: inner, strides: outer, offset: start) { from, step, count, at in
          for i in 0..<count {
            let place = (from + i * step) * size
            let value = source[(at + i) * size..<(at + i + 1) * size]
            target[place..<place + size].copyBytes(from: value)
          }
        }
      }
    }
    return [result]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let op = ExtractDiagonal(offset: offset, axis1: axis1, axis2: axis2)
    return [dy[0].map { .apply(op, [$0]) }] + call.inputs.dropFirst().map { _ in nil }
  }

  package var examples: [OpExample] {
    [
      OpExample("main", [.init([.n])]) { diag($0[0]) },
      OpExample("above", [.init([.n])]) { diag($0[0], k: 2) },
      OpExample("below", [.init([.n])]) { diag($0[0], k: -1) },
    ]
  }
}
