import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the parts of `x` along `axis` that have these lengths, which must sum to its own. There are as
/// many as lengths.
public func split(_ x: Variable, _ sizes: [any SymbolicLength], axis: Int = 0) -> [Variable] {
  split(x, sizes, nSplits: sizes.count, axis: axis)
}

/// Returns the `nSplits` parts of `x` along `axis` that have these lengths, which must sum to its own.
public func split(_ x: Variable, _ sizes: [any SymbolicLength], nSplits: Int, axis: Int = 0)
  -> [Variable]
{
  let vector = building("Split", [x] + sizes.variables) {
    makeVector(try sizes.integerScalars("The split size"))
  }
  return split(x, vector, nSplits: nSplits, axis: axis)
}

/// Returns the `nSplits` parts of `x` along `axis` whose lengths are the elements of an integer vector.
public func split(_ x: Variable, _ sizes: Variable, nSplits: Int, axis: Int = 0) -> [Variable] {
  var results: [Variable] = []
  let whole = building("Split", [x, sizes]) {
    guard (1...100_000).contains(nSplits) else {
      throw GraphError(.value, "Split: the number of splits must be positive, but is \(nSplits).")
    }
    let axis = try normalizedAxis(axis, ndim: x.ndim)
    results = Variable.applyAll(Split(axis: axis, count: nSplits), [x, sizes])
    return results[0]
  }
  if whole.error == nil { return results }
  // As many as were asked for, so that no part is missing where the results are taken apart.
  return Array(repeating: whole, count: Swift.min(Swift.max(nSplits, 1), 100_000))
}

/// The parts of a tensor along an axis, of given lengths.
package struct Split: ShapedOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// The number of parts.
  package let count: Int

  package var name: String { "Split" }
  package var debugName: String { "Split{\(count)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    guard x[1].ndim == 1, x[1].dtype.isInteger else {
      throw GraphError(.type, "Split: the sizes must be an integer vector, not \(x[1].type).")
    }
    if let length = x[1].type.shape[0], length != count {
      throw GraphError(.value, "Split: there are \(length) sizes, but nSplits is \(count).")
    }
    let sizes = x[1].knownElements ?? Array(repeating: nil, count: count)
    let known = sizes.compactMap { $0 }
    if known.count == sizes.count { try check(known, x[0].type.shape[axis]) }
    return (0..<count).map { part in
      var type = x[0].type.strong
      type.shape[axis] = part < sizes.count ? sizes[part] : nil
      return type
    }
  }

  /// Throws if the sizes do not sum to the length of the axis, where that is known.
  private func check(_ sizes: [Int], _ length: Int?) throws {
    if sizes.contains(where: { $0 < 0 }) {
      throw GraphError(
        .value, "Split: you tried to make an ndarray with a negative number of elements: \(sizes).")
    }
    let total = sizes.reduce(Int128(0)) { $0 + Int128($1) }
    if let length, total != length {
      throw GraphError(.shape, "Split: the splits sums to \(total), expected \(length).")
    }
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    axis == self.axis ? call.inputs[1].lengthElement(output) : call.inputs[0].length(ofAxis: axis)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let known = call.inputs[1].knownElements ?? []
    return Lowering(
      lengths: { [axis, count] b, x in
        b.unify(x[1].lengths[0], b.constant(count))
        let length = x[0].lengths[axis]
        let sizes = try (0..<count).map { part -> Value in
          if known.count == count, let size = known[part] { return b.constant(size) }
          return try x[1].integer(at: [b.constant(part)], b)
        }
        for size in sizes {
          b.checkLessOrEqual(b.constant(0), size)
          b.checkLessOrEqual(size, length)
        }
        b.unify(length, b.sum(sizes))
        return sizes.map { size in
          x[0].lengths.indices.map { $0 == axis ? size : x[0].lengths[$0] }
        }
      },
      .statements(needsMemory: []) { [axis] b, x, results in
        var start = b.constant(0)
        for part in results {
          try b.loops(part.lengths) { index in
            var place = index
            place[axis] = b.add(start, index[axis])
            try part.set(index, to: try x[0].at(place, b), b)
          }
          start = b.add(start, part.lengths[axis])
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let sizes = x[1].ints
    if sizes.count != count {
      throw EvaluationError("Split: there are \(sizes.count) sizes, but nSplits is \(count).")
    }
    do {
      try check(sizes, x[0].shape[axis])
    } catch let error as GraphError {
      throw EvaluationError(error.message)
    }
    let strides = NDArray.strides(of: x[0].shape)
    var start = 0
    return sizes.map { size in
      var shape = x[0].shape
      shape[axis] = size
      defer { start += size }
      return x[0].strided(shape: shape, strides: strides, offset: start * strides[axis])
    }
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    if dy.allSatisfy({ $0 == nil }) { return [nil, nil] }
    let parts = zip(dy, call.outputs).map { $0 ?? $1.zerosLike() }
    return [concatenate(parts, axis: axis), nil]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    guard let dx = dx[0] else { return call.outputs.map { _ in nil } }
    return Variable.applyAll(self, [dx, call.inputs[1]])
  }

  package func isConnected(input: Int, output: Int) -> Bool { input == 0 }

  package var examples: [OpExample] {
    [
      OpExample("first", [.init([3, .n])]) { split($0[0], [1, 2])[1] },
      OpExample("last axis", [.init([.n, 4])]) { split($0[0], [2, 0, 2], axis: -1)[2] },
      OpExample("symbolic", [.init([.n, .m])]) {
        let half = intDiv($0[0].length(ofAxis: 0), 2)
        let parts = split($0[0], [half, $0[0].length(ofAxis: 0) - half])
        return parts[0].sum() * parts[1]
      },
    ]
  }
}
