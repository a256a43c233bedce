import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `value` repeated to a shape, whose trailing axes must match or be of known length 1 in `value`:
/// `alloc(0, [2, n])`. The dtype is `value`'s; a literal's int64 or `floatX`.
public func alloc(_ value: Variable, _ shape: [any SymbolicLength]) -> Variable {
  let lengths = shape.variables
  return building("Alloc", [value] + lengths) {
    for (place, length) in lengths.enumerated() {
      guard length.dtype.isInteger else {
        throw GraphError(
          .type,
          "Shape arguments to Alloc must be integers, but argument \(place) is not for apply node: "
            + "\(length)")
      }
      guard length.ndim == 0 else {
        throw GraphError(
          .type,
          "Each shape dimension to Alloc must be a scalar, but dimension \(place) have \(length.ndim) "
            + "dimensions for apply node: \(length)")
      }
    }
    return .apply(Alloc(), [value] + lengths.map { cast($0, .int64) })
  }
}

/// Returns `value` repeated to a shape given as separate lengths.
public func alloc(_ value: Variable, _ lengths: any SymbolicLength...) -> Variable {
  alloc(value, lengths)
}

/// Returns `value` repeated to a shape.
package struct Alloc: ShapedOp, LinearOp, SampledOp, LoweredOp {
  package let name = "Alloc"

  package init() {}

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let lengths = x.dropFirst().map(\.knownInteger)
    if let axis = lengths.firstIndex(where: { $0 ?? 0 < 0 }) {
      throw GraphError(.value, "Alloc: negative length \(lengths[axis] ?? 0) at axis \(axis).")
    }
    let missing = lengths.count - x[0].ndim
    guard missing >= 0 else {
      throw GraphError(
        .type,
        "The Alloc value to use has more dimensions than the specified dimensions: \(x[0].type) and "
          + "\(lengths.count) lengths.")
    }
    var shape = lengths
    for (k, known) in x[0].type.shape.enumerated() where known != 1 {
      if let known, let length = lengths[missing + k], known != length {
        throw GraphError(.shape, mismatch(k, known, length))
      }
      shape[missing + k] = shape[missing + k] ?? known
    }
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[1 + axis]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let shape = call.inputs[0].type.shape
    let missing = call.inputs.count - 1 - shape.count
    var lowering = Lowering.elements(.move) { b, x in
      var lengths = try x.dropFirst().map { b.convert(try $0.scalar(b), .int64) }
      for (k, known) in shape.enumerated() where known != 1 {
        b.unify(x[0].lengths[k], lengths[missing + k])
        lengths[missing + k] = x[0].lengths[k]
      }
      for length in lengths { b.checkLessOrEqual(b.constant(0), length) }
      b.checkSize(lengths)
      return lengths
    } _: { b, x, index in
      let own = zip(index.dropFirst(missing), shape).map { $1 == 1 ? b.constant(0) : $0 }
      return try x[0].at(own, b)
    }
    lowering.repeats = true
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let shape = x.dropFirst().map { $0.ints.first ?? 0 }
    let value = x[0]
    if value.ndim == 0 { return [try NDArray.full(shape, value)] }
    let missing = shape.count - value.ndim
    for (k, known) in call.inputs[0].type.shape.enumerated() where known != 1 {
      if value.shape[k] != shape[missing + k] {
        throw EvaluationError(mismatch(k, value.shape[k], shape[missing + k]))
      }
    }
    let strides = NDArray.broadcastStrides(of: value.shape, to: shape)
    return [try value.checkedStrided(shape: shape, strides: strides)]
  }

  /// The sentence for a value that cannot be repeated to a length.
  private func mismatch(_ axis: Int, _ length: Int, _ target: Int) -> String {
    "Alloc: could not broadcast axis \(axis) of the value, of length \(length), to length \(target)."
      + (length == 1
        ? " An axis of length 1 broadcasts only if its type says so: use addBroadcast." : "")
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let value = call.inputs[0]
    let gradient = dy[0].map { dy in
      let extra = dy.ndim - value.ndim
      let reduced = extra == 0 ? dy : dy.sum(axes: Array(0..<extra), keepdims: false)
      return reduced.summedToBroadcast(of: value)
    }
    return [gradient] + call.inputs.dropFirst().map { _ in nil }
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    "alloc(\(x.joined(separator: ", ")))"
  }

  package var examples: [OpExample] {
    [
      OpExample("scalar", [.init([])]) { alloc($0[0], [2, 3]) },
      OpExample("vector", [.init([.n])]) { alloc($0[0], [2, $0[0].length(ofAxis: 0)]) },
      OpExample("row", [.init([1, .n])]) { alloc($0[0], [3, $0[0].length(ofAxis: 1)]) },
    ]
  }
}
