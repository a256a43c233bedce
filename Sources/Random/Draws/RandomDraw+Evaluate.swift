import TheanoArrays
import TheanoGraph
import TheanoOps

extension RandomDraw {
  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let state = try runtimeState(x[0])
    let values = Array(x.dropFirst(2))
    let batch = try batchShape(values, hasShape ? runtimeShape(x[1], ndim: ndim) : nil, call)
    let event = try distribution.eventShape(values)
    try checkShape(batch + event)
    var draws = try NDArray(checked: batch + event, dtype: dtype, zeroed: false)
    let count = batch.reduce(1, *)
    if draws.count > 0 { try fill(&draws, state, values, batch, eventCount: draws.count / count) }
    return [state.advanced(by: count).array, draws]
  }

  /// The lengths of the draw's own axes.
  ///
  /// An axis of a parameter that is not known to be 1 does not broadcast.
  private func batchShape(_ values: [NDArray], _ size: [Int]?, _ call: Apply) throws -> [Int] {
    try (0..<ndim).map { axis in
      var length = size?[axis]
      for (index, parameter) in distribution.parameters.enumerated() {
        let own = axis - ndim + values[index].ndim - parameter.eventRank
        guard own >= 0, call.inputs[index + 2].type.shape[own] != 1 else { continue }
        let value = values[index].shape[own]
        if let length, length != value {
          throw EvaluationError(
            "The parameters and the shape of \(name) do not match: \(parameter.name) has length "
              + "\(value) along axis \(axis) of the draw, which has length \(length). An axis "
              + "of length 1 broadcasts only if its variable is declared so: row, col, "
              + "tensor(shape: [1, nil]) or addBroadcast(x, axis).")
        }
        length = value
      }
      return length ?? 1
    }
  }

  /// Draws all elements, in pieces, so that little is needed beside the result.
  private func fill(
    _ draws: inout NDArray, _ state: RandomState, _ values: [NDArray], _ batch: [Int],
    eventCount: Int
  ) throws {
    var parameters = try ParameterValues(values, of: distribution.parameters)
    let strides = zip(values, distribution.parameters).map {
      NDArray.broadcastStrides(of: Array($0.shape.dropLast($1.eventRank)), to: batch)
    }
    let isCommon = strides.allSatisfy { $0.allSatisfy { $0 == 0 } } || batch.allSatisfy { $0 == 1 }
    let batchStrides = NDArray.strides(of: batch)
    let count = batch.reduce(1, *)
    var sampler = try distribution.sampler(parameters)
    let type = dtype.elementType
    let pieceCount = max(1, 1024 / eventCount)
    try draws.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      for start in stride(from: 0, to: count, by: pieceCount) {
        var piece: [Source.Draws.Value] = []
        for element in start..<min(start + pieceCount, count) {
          if !isCommon {
            parameters.places = strides.map { stride in
              batch.indices.reduce(0) {
                $0 + element / batchStrides[$1] % batch[$1] * stride[$1]
              }
            }
            sampler = try distribution.sampler(parameters)
          }
          var stream = state.element(element)
          piece.append(sampler.sample(&stream))
        }
        Source.Draws.Value.store(
          piece, to: base + start * eventCount * dtype.size, as: type)
      }
    }
  }
}
