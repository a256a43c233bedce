import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the `k` largest elements along `axis` (nil: of the flattened tensor), the largest first;
/// for a negative `k`, the smallest, the smallest first. Not-a-number counts as the largest.
///
/// `k` of 0, or more elements than there are, is an error. The dtype is the operand's.
/// - Complexity: O(n log n)
public func topk(_ x: Variable, _ k: Int, axis: Int? = -1) -> Variable {
  topkAndArgtopk(x, k, axis: axis).topk
}

/// Returns the places of the elements that `topk` gives, as `dtype`; of equal ones, the first.
public func argtopk(_ x: Variable, _ k: Int, axis: Int? = -1, dtype: DType = .int64) -> Variable {
  topkAndArgtopk(x, k, axis: axis, dtype: dtype).argtopk
}

/// Returns the elements that `topk` gives, and their places, as `dtype`.
public func topkAndArgtopk(_ x: Variable, _ k: Int, axis: Int? = -1, dtype: DType = .int64)
  -> (topk: Variable, argtopk: Variable)
{
  var places = x
  let values = alongAxis(x, axis) { x, axis in
    places = .apply(ArgTopK(k: k, axis: axis), [x])
    return .apply(GatherAlong(axis: axis), [x, places])
  }
  return (values, cast(places, dtype))
}

/// The places of the largest or smallest elements along an axis.
package struct ArgTopK: ShapedOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// How many; negative for the smallest.
  package let k: Int
  /// The axis, counted from the start.
  package let axis: Int

  package var name: String { "TopKOp" }
  package var debugName: String { "TopKOp{k=\(k), axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered("topk")
    let axis = try normalizedAxis(axis, ndim: x[0].ndim)
    if k == 0 { throw GraphError(.value, "topk: kth must not be zero.") }
    if let length = x[0].type.shape[axis], k.magnitude > length {
      throw GraphError(.value, problem(length))
    }
    var type = x[0].type.with(dtype: .int64)
    type.shape[axis] = k == .min ? nil : abs(k)
    return [type]
  }

  private func problem(_ length: Int) -> String {
    "topk: kth is \(k), but axis \(axis) has only \(length) elements."
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    axis == self.axis ? nil : call.inputs[0].length(ofAxis: axis)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    guard let count = Int(exactly: k.magnitude) else { return nil }
    return Lowering { [axis] b, x in
      b.checkLessOrEqual(b.constant(count), x[0].lengths[axis])
      var lengths = x[0].lengths
      lengths[axis] = b.constant(count)
      return [lengths]
    } _: { [axis, k] b, x, results in
      try b.sortRows(of: x[0], over: [axis], isDescending: k > 0, withPlaces: true) { row in
        try b.loop(b.constant(count)) { number in
          try results[0].set(row.index.inserting(number, at: axis), to: row.place(number, b), b)
        }
      }
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if k.magnitude > x[0].shape[axis] { throw EvaluationError(problem(x[0].shape[axis])) }
    return [x[0].dtype.isDiscrete ? places(Int128.self, x[0]) : places(Double.self, x[0])]
  }

  private func places<N: OrderedNumber>(_: N.Type, _ x: NDArray) -> NDArray {
    let rows = Rows<N>(x, along: [axis])
    let places = rows.map { row in
      let order = row.indices.sorted { i, j in
        let (a, b) = k > 0 ? (row[j], row[i]) : (row[i], row[j])
        return a.precedes(b) || (!b.precedes(a) && i < j)
      }
      return order.prefix(abs(k))
    }
    var shape = x.shape
    shape[axis] = abs(k)
    return NDArray(elements: places.flatMap { $0 }, shape: [rows.count, abs(k)])
      .restoringRows(along: [axis], shape: shape)
  }

  package var examples: [OpExample] {
    [
      OpExample("topk", [.init([.n, 4])]) { topk($0[0], 2) },
      OpExample("argtopk", [.init([4, .n])], isDifferentiable: false) {
        argtopk($0[0], -2, axis: 0)
      },
    ]
  }
}
