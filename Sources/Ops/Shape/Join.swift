import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns tensors of one rank one behind the other along `axis`; their other lengths must agree. The dtype
/// is the one to which they are promoted; literals take that of the others.
public func join(_ axis: Int, _ tensors: Variable...) -> Variable {
  concatenate(tensors, axis: axis)
}

/// Returns tensors of one rank one behind the other along `axis`; see `concatenate`.
public func join(_ axis: Int, _ tensors: [Variable]) -> Variable {
  concatenate(tensors, axis: axis)
}

/// Returns tensors of one rank one behind the other along `axis`, which counts from the end if it is
/// negative; their other lengths must agree. The dtype is the one to which they are promoted.
public func concatenate(_ tensors: [Variable], axis: Int = 0) -> Variable {
  building("Join", tensors) {
    guard let first = tensors.first else {
      throw GraphError(.value, "Cannot join an empty list of tensors.")
    }
    if let odd = tensors.first(where: { $0.ndim != first.ndim }) {
      throw GraphError(
        .type,
        "Join() can only join tensors with the same number of dimensions. \(first) is a "
          + "\(first.type), \(odd) is a \(odd.type).")
    }
    guard first.ndim > 0 else {
      throw GraphError(.type, "Join cannot handle arguments of dimension 0. Use stack for scalars.")
    }
    guard (-first.ndim..<first.ndim).contains(axis) else {
      throw GraphError(
        .axis,
        "Join argument \"axis\" is out of range (given input dimensions): axis \(axis) for tensors of "
          + "\(first.ndim) dimensions.")
    }
    if tensors.count == 1 { return first }
    let place = axis < 0 ? axis + first.ndim : axis
    return .apply(Join(axis: place), tensors.withLiteralsResolved)
  }
}

/// Tensors one behind the other along an axis.
package struct Join: ShapedOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  /// Creates the operation.
  package init(axis: Int) { self.axis = axis }

  package var name: String { "Join" }
  package var debugName: String { "Join{axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    var shape = x[0].type.shape
    _ = try normalizedAxis(axis, ndim: shape.count)
    let lengths = x.compactMap { $0.type.shape[axis] }
    for (place, other) in x.enumerated().dropFirst() {
      guard other.ndim == shape.count else {
        throw GraphError(
          .type, "Join() can only join tensors with the same number of dimensions.")
      }
      for k in shape.indices where k != axis {
        if let a = shape[k], let b = other.type.shape[k], a != b {
          throw GraphError(.shape, mismatch(k, a, 0, b, place))
        }
        shape[k] = shape[k] ?? other.type.shape[k]
      }
    }
    shape[axis] = lengths.count == x.count ? lengths.reduce(0, &+) : nil
    return [TensorType(x.map(\.dtype).promoted ?? x[0].dtype, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    if axis != self.axis {
      return (call.inputs.first { $0.owner == nil } ?? call.inputs[0]).length(ofAxis: axis)
    }
    let first = call.inputs[0].length(ofAxis: axis)
    return call.inputs.dropFirst().reduce(first) { $0 + $1.length(ofAxis: axis) }
  }

  package func lowering(_ call: Apply) -> Lowering? {
    Lowering(
      lengths: { [axis] b, x in
        var lengths = x[0].lengths
        for k in lengths.indices where k != axis {
          for other in x.dropFirst() { b.unify(lengths[k], other.lengths[k]) }
        }
        lengths[axis] = b.sum(x.map { $0.lengths[axis] })
        return [lengths]
      },
      .statements(needsMemory: []) { [axis] b, x, results in
        var start = b.constant(0)
        for part in x {
          try b.loops(part.lengths) { index in
            var place = index
            place[axis] = b.add(start, index[axis])
            try results[0].set(place, to: try part.at(index, b), b)
          }
          start = b.add(start, part.lengths[axis])
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    var shape = x[0].shape
    for (place, other) in x.enumerated() {
      for k in shape.indices where k != axis && shape[k] != other.shape[k] {
        throw EvaluationError(mismatch(k, shape[k], 0, other.shape[k], place))
      }
    }
    let dtype = call.outputTypes[0].dtype
    shape[axis] = x.reduce(0) { $0 + $1.shape[axis] }
    var result = try NDArray(checked: shape, dtype: dtype)
    let outer = shape[..<axis].reduce(1, *)
    let row = shape[axis...].reduce(dtype.size, *)
    var start = 0
    result.withUnsafeMutableBytes { target in
      for part in x {
        let size = part.shape[axis...].reduce(dtype.size, *)
        part.cast(to: dtype).withUnsafeBytes { source in
          for i in 0..<outer where size > 0 {
            target[i * row + start..<i * row + start + size]
              .copyBytes(from: source[i * size..<(i + 1) * size])
          }
        }
        start += size
      }
    }
    return [result]
  }

  /// The sentence for lengths that differ.
  private func mismatch(_ axis: Int, _ a: Int, _ first: Int, _ b: Int, _ second: Int) -> String {
    "Join: all the input array dimensions except for the concatenation axis must match exactly: along "
      + "axis \(axis), input \(first) has length \(a), input \(second) has \(b)."
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return call.inputs.map { _ in nil } }
    return split(dy, call.inputs.map { $0.length(ofAxis: axis) }, axis: axis)
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    if dx.allSatisfy({ $0 == nil }) { return [nil] }
    return [.apply(self, zip(call.inputs, dx).map { $1 ?? $0.zerosLike() })]
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    "join(\((["TensorConstant{\(axis)}"] + x).joined(separator: ", ")))"
  }

  package var examples: [OpExample] {
    [
      OpExample("axis 0", [.init([.n, .m]), .init([2, .m])]) { concatenate($0) },
      OpExample("axis -1", [.init([.n, .m]), .init([.n, 1]), .init([.n, .m])]) {
        concatenate($0, axis: -1)
      },
    ]
  }
}
