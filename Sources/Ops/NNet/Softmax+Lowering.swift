import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Softmax: LoweredOp {
  /// For each row the largest element, then the exponentials and their sum, then the shares.
  package func lowering(_ call: Apply) -> Lowering? {
    let row = ExponentialRow(call, axes)
    return Lowering(
      lengths: { _, x in [x[0].lengths] },
      .statements(needsMemory: row.isKeptInResult ? [] : [0]) { b, x, results in
        try row.passes(b, x[0], results[0], keepsExponentials: true) { totals in
          [totals[0], b.divide(b.real(1, totals[1].dtype), totals[1])]
        } finish: { exponential, _, totals in
          b.multiply(try exponential(), b.convert(totals[1], row.dtype))
        }
      })
  }
}

extension LogSoftmax: LoweredOp {
  /// For each row the largest element, then the sum of exponentials, then the differences.
  package func lowering(_ call: Apply) -> Lowering? {
    let row = ExponentialRow(call, axes)
    return Lowering(
      lengths: { _, x in [x[0].lengths] },
      .statements(needsMemory: row.isKeptInResult ? [] : [0]) { b, x, results in
        try row.passes(b, x[0], results[0], keepsExponentials: false) { totals in
          [totals[0], b.call("log", [totals[1]])]
        } finish: { _, difference, totals in
          // The logits' differences first: they are exact where they matter.
          b.subtract(try difference(), b.convert(totals[1], row.dtype))
        }
      })
  }
}

extension LogSumExp: LoweredOp {
  /// For each row the largest element, then the logarithm of the sum of exponentials.
  package func lowering(_ call: Apply) -> Lowering? {
    let row = ExponentialRow(call, axes)
    return Lowering(
      lengths: { [axes] _, x in
        [x[0].lengths.indices.filter { !axes.contains($0) }.map { x[0].lengths[$0] }]
      },
      .statements(needsMemory: [0]) { [axes] b, x, results in
        try b.passes(
          x[0].lengths, over: axes,
          [
            { _ in row.largest(b) { b.convert(try x[0].at($0, b), row.dtype) } },
            { totals in
              row.sum(b) { index in
                let value = b.convert(try x[0].at(index, b), row.dtype)
                return b.call("exp", [b.subtract(value, totals[0])])
              }
            },
          ],
          done: { place, totals in
            let top = b.convert(totals[0], .float64)
            let size = b.emit(Instruction(.absolute, [top]), .float64)
            // An infinite largest element is the result: subtracting it would give not-a-number.
            let isInfinite = b.equal(size, b.real(.infinity, .float64))
            let value = b.add(top, b.call("log", [totals[1]]))
            try results[0].set(place, to: b.select(isInfinite, top, value), b)
            return totals
          })
      })
  }
}

/// Rows whose exponentials are added up.
private struct ExponentialRow {
  /// The dtype in which elements are computed.
  let dtype: DType
  /// Whether the result's memory can hold what is computed on the way.
  let isKeptInResult: Bool
  private let axes: [Int]
  /// How many expressions an operand may be made of that is not kept.
  private static let mostComputedAgain = 4

  /// Creates the rows of a node's operand along axes.
  init(_ call: Apply, _ axes: [Int]) {
    let (operand, result) = (call.inputs[0].dtype, call.outputTypes[0].dtype)
    dtype = operand.isFloat ? operand.computing : .float64
    isKeptInResult = operand == result && operand != .float16
    self.axes = axes
  }

  /// The pass that finds the largest element.
  func largest(_ b: LoopBuilder, _ element: @escaping ([Value]) throws -> Value) -> LoopBuilder.Pass
  {
    (.maximum, b.real(-.infinity, dtype), element)
  }

  /// The pass that adds up.
  func sum(_ b: LoopBuilder, _ element: @escaping ([Value]) throws -> Value) -> LoopBuilder.Pass {
    (.sum, b.real(0, .float64), element)
  }

  /// Adds the passes over rows of `x`: `done` turns the largest element and the sum of exponentials into
  /// what `finish` makes the elements of, along with the exponential or difference that it asks for.
  func passes(
    _ b: LoopBuilder, _ x: Tensor, _ result: Tensor, keepsExponentials: Bool,
    done: ([Value]) -> [Value],
    finish: @escaping (() throws -> Value, () throws -> Value, [Value]) throws -> Value
  ) throws {
    // What takes a few instructions is computed again: to read what was written a moment ago takes longer.
    let isKept = isKeptInResult && (x.effort.isCostly || x.effort.size > Self.mostComputedAgain)
    /// The element at a place, from where it is kept.
    func element(_ index: [Value]) throws -> Value {
      b.convert(try (isKept ? result : x).at(index, b), dtype)
    }
    try b.passes(
      x.lengths, over: axes,
      [
        { _ in
          largest(b) { index in
            let value = b.convert(try x.at(index, b), dtype)
            if isKept { try result.set(index, to: value, b) }
            return value
          }
        },
        { totals in
          sum(b) { index in
            let power = b.call("exp", [b.subtract(try element(index), totals[0])])
            if isKeptInResult && keepsExponentials { try result.set(index, to: power, b) }
            return power
          }
        },
      ],
      done: { done($1) },
      finish: { index, totals in
        let difference = { b.subtract(try element(index), totals[0]) }
        let power = {
          isKeptInResult ? try result.at(index, b) : b.call("exp", [try difference()])
        }
        try result.set(index, to: try finish(power, difference, totals), b)
      })
  }
}
