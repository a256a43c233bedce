import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Elements picked along an axis by an index for each: `y[i, j] = x[i, places[i, j]]`, for the last
/// of two axes. Operands: `x`, and the places, of `x`'s rank and its lengths along the other axes.
package struct GatherAlong: ShapedOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  /// Creates the operation.
  package init(axis: Int) { self.axis = axis }

  package var name: String { "GatherAlong" }
  package var debugName: String { "GatherAlong{axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try checkPlaces(x[0], x[1], axis, op: name)
    return [x[1].type.with(dtype: x[0].dtype)]
  }

  /// That of the places.
  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[1].length(ofAxis: axis)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    var lowering = Lowering.elements(.move) { [axis] b, x in
      try b.checkPlaces(x[1], along: axis, of: x[0])
      return x[1].lengths
    } _: { [axis] b, x, index in
      var place = index
      place[axis] = try x[1].integer(at: index, b)
      return try x[0].at(place, b)
    }
    lowering.repeats = true
    lowering.early = [1]
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let places = try flatPlaces(x[1], in: x[0].shape, axis)
    return [x[0].picking(places, shape: x[1].shape)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let (x, places) = (call.inputs[0], call.inputs[1])
    guard let dy = dy[0], x.dtype.isContinuous else { return [nil, nil] }
    return [.apply(ScatterAlong(axis: axis), [x, places, dy]), nil]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { .apply(self, [$0, call.inputs[1]]) }]
  }

  package var examples: [OpExample] {
    let op = GatherAlong(axis: 1)
    return [
      OpExample("gather", [.init([.n, 3]), .init([.n, .m], 0...2, dtype: .int64)]) {
        .apply(op, $0)
      }
    ]
  }
}

/// Zeros of the shape of a model, with values added along an axis at the place that each has; the
/// transpose of `GatherAlong`. Operands: the model, the places, the values, which have their shape.
package struct ScatterAlong: ShapePreservingOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  /// Creates the operation.
  package init(axis: Int) { self.axis = axis }

  package var name: String { "ScatterAlong" }
  package var debugName: String { "ScatterAlong{axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try checkPlaces(x[0], x[1], axis, op: name)
    if x[2].ndim != x[1].ndim {
      throw GraphError(.type, "\(name) needs values and places of one rank.")
    }
    return [x[0].type.with(dtype: x[2].dtype)]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    var lowering = Lowering(
      lengths: { [axis] b, x in
        for (m, n) in zip(x[1].lengths, x[2].lengths) { b.unify(m, n) }
        try b.checkPlaces(x[1], along: axis, of: x[0])
        return [x[0].lengths]
      },
      .statements(needsMemory: []) { [axis] b, x, results in
        // Half precision adds up in single.
        let isWide = dtype == .float16
        let target = isWide ? b.scratch("sums", .float32, x[0].lengths) : results[0]
        let zero = b.constant(0, target.dtype)
        try b.loops(x[0].lengths) { try target.set($0, to: zero, b) }
        let lengths = x[1].lengths
        try b.loops(Array(lengths[..<axis])) { before in
          try b.loop(lengths[axis], .serial) { row in
            try b.loops(Array(lengths[(axis + 1)...])) { after in
              let index = before + [row] + after
              var place = index
              place[axis] = try x[1].integer(at: index, b)
              try target.take(try x[2].at(index, b), into: place, .sum, b)
            }
          }
        }
        if isWide {
          try b.loops(x[0].lengths) { try results[0].set($0, to: try target.at($0, b), b) }
        }
      })
    lowering.unread = [0]
    lowering.early = [1]
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if x[1].shape != x[2].shape {
      throw EvaluationError(
        "Places of shape \(shapeText(x[1].shape)) for values of shape \(shapeText(x[2].shape)).")
    }
    let places = try flatPlaces(x[1], in: x[0].shape, axis)
    switch x[2].dtype.kind {
    case .complex: return [scattered(Complex<Double>.self, x, places)]
    case .real: return [scattered(Double.self, x, places)]
    case .integer, .bool: return [scattered(Int128.self, x, places)]
    }
  }

  private func scattered<N: HostNumber>(_: N.Type, _ x: [NDArray], _ places: [Int]) -> NDArray {
    var result = [N](repeating: .zero, count: x[0].count)
    for (place, value) in zip(places, N.elements(of: x[2])) {
      result[place] = N.sum(result[place], value)
    }
    return N.array(result, shape: x[0].shape, dtype: x[2].dtype)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0], call.inputs[2].dtype.isContinuous else { return [nil, nil, nil] }
    return [nil, nil, .apply(GatherAlong(axis: axis), [dy, call.inputs[1]])]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[2].map { .apply(self, [call.inputs[0], call.inputs[1], $0]) }]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input > 0 }

  package var examples: [OpExample] {
    let op = ScatterAlong(axis: 1)
    let places = OpExample.Operand([.n, .m], 0...2, dtype: .int64)
    return [OpExample("scatter", [.init([.n, 3]), places, .init([.n, .m])]) { .apply(op, $0) }]
  }
}

/// Throws unless `places` are integers of `x`'s rank whose lengths along other axes than `axis` may
/// be `x`'s.
private func checkPlaces(_ x: Variable, _ places: Variable, _ axis: Int, op: String) throws {
  guard places.dtype.isInteger else {
    throw GraphError(.type, "\(op) needs integers as places, not \(places.dtype).")
  }
  _ = try normalizedAxis(axis, ndim: x.ndim)
  guard places.ndim == x.ndim else {
    throw GraphError(.type, "\(op) needs places of rank \(x.ndim), not \(places.ndim).")
  }
  for other in x.type.shape.indices where other != axis {
    if let a = x.type.shape[other], let b = places.type.shape[other], a != b {
      throw GraphError(.shape, "\(op): lengths \(a) and \(b) along axis \(other) differ.")
    }
  }
}

/// The place in an array of `shape`, in row-major order, of each element that `places` name.
/// - Throws: `EvaluationError` if a place is out of bounds or other lengths differ.
private func flatPlaces(_ places: NDArray, in shape: [Int], _ axis: Int) throws -> [Int] {
  for other in shape.indices where other != axis && shape[other] != places.shape[other] {
    throw EvaluationError(
      "Places of shape \(shapeText(places.shape)) along axis \(axis) of shape \(shapeText(shape)).")
  }
  let inner = shape[(axis + 1)...].reduce(1, *)
  let (length, rows) = (shape[axis], places.shape[axis] * inner)
  let values = places.integers
  var flat: [Int] = []
  flat.reserveCapacity(values.count)
  for (i, value) in values.enumerated() {
    guard value >= 0 && value < length else {
      throw EvaluationError(
        "index \(value) is out of bounds for axis \(axis) with size \(length)")
    }
    flat.append((i / rows * length + Int(value)) * inner + i % inner)
  }
  return flat
}

extension NDArray {
  /// The elements at `places` in row-major order, as an array of `shape`.
  func picking(_ places: [Int], shape: [Int]) -> NDArray {
    var result = NDArray(unfilled: shape, dtype: dtype)
    /// Copies words of one size.
    func copy<T: BitwiseCopyable>(_: T.Type) {
      withUnsafeBytes { source in
        result.withUnsafeMutableBytes { target in
          let (from, to) = (
            source.assumingMemoryBound(to: T.self), target.assumingMemoryBound(to: T.self)
          )
          for (i, place) in places.enumerated() { to[i] = from[place] }
        }
      }
    }
    switch dtype.size {
    case 1: copy(UInt8.self)
    case 2: copy(UInt16.self)
    case 4: copy(UInt32.self)
    case 8: copy(UInt64.self)
    default: copy(SIMD2<UInt64>.self)
    }
    return result
  }
}

extension LoopBuilder {
  /// Checks that `places` has the lengths of `x` along other axes than `axis`, and holds places along this.
  fileprivate func checkPlaces(_ places: Tensor, along axis: Int, of x: Tensor) throws {
    for (other, length) in x.lengths.enumerated() where other != axis {
      unify(length, places.lengths[other])
    }
    try checkEach(places.lengths) { index in
      let place = try places.integer(at: index, self)
      return and(lessOrEqual(constant(0), place), less(place, x.lengths[axis]))
    }
  }
}
