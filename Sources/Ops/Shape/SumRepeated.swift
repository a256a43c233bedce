import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Sums over runs of neighbours along an axis, of given lengths: what undoes `Repeat` in gradients.
package struct SumRepeated: ShapedOp, LinearOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  package var name: String { "SumRepeated" }
  package var debugName: String { "SumRepeated{axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    [x[0].type.strong.with(length: x[1].type.shape[0], axis: axis)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    axis == self.axis ? call.inputs[1].length(ofAxis: 0) : call.inputs[0].length(ofAxis: axis)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    return Lowering(
      lengths: { [axis] b, x in
        b.unify(x[0].lengths[axis], try b.checkedTotal(of: x[1]))
        var lengths = x[0].lengths
        lengths[axis] = x[1].lengths[0]
        return [lengths]
      },
      .statements(needsMemory: [1]) { [axis] b, x, results in
        let lengths = x[0].lengths
        try b.loops(Array(lengths[..<axis])) { outer in
          try b.runs(x[1]) { row, start, count in
            try b.loops(Array(lengths[(axis + 1)...])) { inner in
              let total = b.register(b.real(0, dtype.running))
              try b.loop(count) { place in
                let value = try x[0].at(outer + [b.add(start, place)] + inner, b)
                b.add(.combine(total, .sum, b.convert(value, dtype.running)))
              }
              try results[0].set(outer + [row] + inner, to: b.convert(b.read(total), dtype), b)
            }
          }
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let counts = try checkedCounts(x[1], length: x[1].count)
    let (total, length) = (counts.reduce(0, +), x[0].shape[axis])
    if total != length {
      throw EvaluationError("\(name): the runs have \(total) elements, and the axis \(length).")
    }
    let strides = NDArray.strides(of: x[0].shape)
    var shape = x[0].shape
    shape[axis] = 1
    var start = 0
    let rows = counts.map { count -> NDArray in
      defer { start += count }
      var part = x[0].shape
      part[axis] = count
      let run = x[0].strided(shape: part, strides: strides, offset: start * strides[axis])
      return run.sum(axis: axis).withShape(shape)
    }
    shape[axis] = counts.count
    if rows.isEmpty { return [NDArray(zeros: shape, dtype: x[0].dtype)] }
    return try Join(axis: axis).evaluate(rows, call)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [dy[0].map { .apply(Repeat(axis: axis), [$0, call.inputs[1]]) }, nil]
  }

  package var examples: [OpExample] {
    [
      OpExample("rows", [.init([.n, .m]), .init([.n], 0...4, dtype: .int64)]) {
        .apply(SumRepeated(axis: 0), [$0[0].repeat($0[1], axis: 0), $0[1]])
      }
    ]
  }
}

extension NDArray {
  /// The sums along an axis, without it, of the same dtype.
  fileprivate func sum(axis: Int) -> NDArray {
    let kept = shape.indices.filter { $0 != axis }.map { shape[$0] }
    let length = shape[axis]
    let rows = rows(reducing: [axis])
    let starts = (0..<rows.shape[0]).map { $0 * length }
    if dtype.isComplex {
      let values = rows.complexes
      let sums = starts.map { values[$0..<$0 + length].reduce(.zero, +) }
      return NDArray(complexes: sums, shape: kept, dtype: dtype)
    }
    if dtype.isDiscrete {
      let values = rows.integers
      let sums = starts.map { values[$0..<$0 + length].reduce(0, &+) }
      return NDArray(integers: sums, shape: kept, dtype: dtype)
    }
    let values = rows.reals
    let sums = starts.map { values[$0..<$0 + length].reduce(0, +) }
    return NDArray(reals: sums, shape: kept, dtype: dtype)
  }
}
