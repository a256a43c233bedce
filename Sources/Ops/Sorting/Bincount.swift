import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns how often each of 0, 1, … occurs in the integer vector `x`, up to its largest element
/// and at least `minlength` numbers, as int64; with `weights`, the sums of the weights of the
/// occurrences, in their dtype (bool: int64).
///
/// A negative element is an error when it happens.
public func bincount(_ x: Variable, weights: Variable? = nil, minlength: Int = 0) -> Variable {
  .apply(Bincount(minlength: minlength), [x] + (weights.map { [$0] } ?? []))
}

/// Counts of small numbers.
package struct Bincount: Op, SampledOp, LoweredOp {
  package let minlength: Int

  package var name: String { "Bincount" }
  package var debugName: String { "Bincount{minlength=\(minlength)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if x[0].ndim != 1 || !x[0].dtype.isDiscrete {
      throw GraphError(.type, "Inputs must be an integer vector, not \(x[0].type).")
    }
    if minlength < 0 {
      throw GraphError(.value, "minlength must not be negative, and is \(minlength).")
    }
    guard x.count > 1 else { return [TensorType(.int64, shape: [nil])] }
    if x[1].ndim != 1 {
      throw GraphError(.type, "Weights must be a vector, not \(x[1].type).")
    }
    return [TensorType(x[1].dtype == .bool ? .int64 : x[1].dtype, shape: [nil])]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    return Lowering(
      lengths: { [minlength] b, x in
        if x.count > 1 { b.unify(x[0].lengths[0], x[1].lengths[0]) }
        let zero = b.constant(0)
        try b.checkEach(x[0].lengths) { b.lessOrEqual(zero, try x[0].integer(at: $0, b)) }
        let largest = b.register(b.constant(-1))
        try b.loops(x[0].lengths) { index in
          b.add(.combine(largest, .maximum, try x[0].integer(at: index, b)))
        }
        let last = b.read(largest)
        b.checkLessOrEqual(last, b.constant(1 << 44))
        return [[b.maximum(b.add(last, b.constant(1)), b.constant(minlength))]]
      },
      .statements(needsMemory: [0]) { b, x, results in
        let isWide = dtype.running != dtype
        let lengths = results[0].lengths
        let target = isWide ? b.scratch("sums", dtype.running, lengths) : results[0]
        try b.loops(lengths) { try target.set($0, to: b.constant(0, dtype.running), b) }
        try b.loop(x[0].lengths[0], .serial) { place in
          let bin = try x[0].integer(at: [place], b)
          let weight = x.count > 1 ? try x[1].at([place], b) : b.constant(1)
          try target.take(weight, into: [bin], .sum, b)
        }
        if isWide { try b.loops(lengths) { try results[0].set($0, to: try target.at($0, b), b) } }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let bins = x[0].integers
    if let bad = bins.first(where: { $0 < 0 }) {
      throw EvaluationError("The input contains negative numbers: \(bad).")
    }
    if x.count > 1, x[1].count != bins.count {
      throw EvaluationError("\(x[1].count) weights for \(bins.count) numbers.")
    }
    let needed = (bins.max() ?? -1) + 1
    let length = Swift.max(minlength, Int(clamping: needed))
    let dtype = call.outputTypes[0].dtype
    // Asks for the memory where a refusal is an error.
    _ = try NDArray(checked: [length], dtype: .complex128)
    let places = bins.map { Int($0) }
    switch dtype.kind {
    case .complex: return [sums(x[1].complexes, places, length, dtype)]
    case .real: return [sums(x[1].reals, places, length, dtype)]
    case .integer, .bool:
      let weights = x.count > 1 ? x[1].integers : Array(repeating: 1, count: bins.count)
      return [sums(weights, places, length, dtype)]
    }
  }

  private func sums<N: HostNumber>(
    _ weights: [N], _ places: [Int], _ length: Int, _ dtype: DType
  ) -> NDArray {
    var result = [N](repeating: .zero, count: length)
    for (place, weight) in zip(places, weights) { result[place] = N.sum(result[place], weight) }
    return N.array(result, shape: [length], dtype: dtype)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard call.inputs.count > 1 else { return [nil] }
    guard let dy = dy[0], call.inputs[1].dtype.isContinuous else { return [nil, nil] }
    return [nil, .apply(GatherAlong(axis: 0), [dy, cast(call.inputs[0], .int64)])]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    guard call.inputs.count > 1 else { return [nil] }
    return [dx[1].map { .apply(self, [call.inputs[0], $0]) }]
  }

  package var examples: [OpExample] {
    let numbers = OpExample.Operand([.n], 0...4, dtype: .int64)
    return [
      OpExample("bincount", [numbers], isDifferentiable: false) { bincount($0[0], minlength: 3) },
      OpExample("bincount, weights", [numbers, .init([.n])]) { bincount($0[0], weights: $0[1]) },
    ]
  }
}
