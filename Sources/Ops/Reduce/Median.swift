import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the median of the elements over `axis` (nil: all): the middle one in order, or the mean
/// of the two in the middle; not a number if an element is none, or there are no elements.
///
/// Integers give `floatX`, floats keep their dtype. The gradient goes to the elements in the
/// middle, the first of equal ones.
/// - Complexity: O(n log n)
public func median(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(overNamed: axis, keepdims: keepdims) { Median(axes: $0) }
}

/// The median over axes.
package struct Median: SlopedReduction, SampledOp, LoweredOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "Median" }

  package func value(of row: UnsafeBufferPointer<Double>) -> Double {
    if row.isEmpty || row.contains(where: \.isNaN) { return .nan }
    let sorted = row.sorted()
    let (a, b) = (sorted[(row.count - 1) / 2], sorted[row.count / 2])
    return a == b ? a : a / 2 + b / 2
  }

  package func lowering(_ call: Apply) -> Lowering? {
    Lowering { [axes] _, x in
      [x[0].lengths.enumerated().filter { !axes.contains($0.offset) }.map(\.element)]
    } _: { [axes] b, x, results in
      try b.sortRows(of: x[0].wide, over: axes, withPlaces: false) { row in
        let median = b.register(b.real(.nan, .float64))
        try b.branch(b.less(b.constant(0), row.count)) {
          let (low, high) = row.middle(b)
          let (a, c) = (try row.key(low, b), try row.key(high, b))
          let half = b.real(0.5, .float64)
          let mean = b.add(b.multiply(a, half), b.multiply(c, half))
          // The last one is not a number if any is not.
          let last = try row.key(b.subtract(row.count, b.constant(1)), b)
          let result = b.select(b.equal(last, last), b.select(b.equal(a, c), a, mean), last)
          b.add(.assign(median, result))
        }
        try results[0].set(row.index, to: b.read(median), b)
      }
    }
  }

  package func slope(_ call: Apply) -> Variable {
    .apply(MedianWeights(axes: axes), [call.inputs[0]])
  }

  package var examples: [OpExample] {
    [
      OpExample("median, odd", [.init([.n, 3])]) { median($0[0], axis: 1) },
      OpExample("median, even", [.init([4, .n])]) { median($0[0], axis: 0) },
    ]
  }
}

/// The share of each element in the median over axes: 1 or twice ½ in the middle, else 0.
package struct MedianWeights: ShapePreservingOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "MedianWeights" }
  package var debugName: String { "MedianWeights{axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    [x[0].type.with(dtype: x[0].dtype.promotedToFloat)]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    Lowering { _, x in
      [x[0].lengths]
    } _: { [axes] b, x, results in
      let dtype = results[0].dtype
      try b.loops(x[0].lengths) { try results[0].set($0, to: b.constant(0, dtype), b) }
      try b.sortRows(of: x[0].wide, over: axes, withPlaces: true) { row in
        try b.branch(b.less(b.constant(0), row.count)) {
          let (low, high) = row.middle(b)
          let (first, second) = (try row.place(low, b), try row.place(high, b))
          let (half, one) = (b.real(0.5, .float64), b.real(1, .float64))
          let index = row.index(of: first, in: x[0], over: axes, b)
          try results[0].set(index, to: b.convert(half, dtype), b)
          let share = b.select(b.equal(first, second), one, half)
          let other = row.index(of: second, in: x[0], over: axes, b)
          try results[0].set(other, to: b.convert(share, dtype), b)
        }
      }
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dtype = call.outputTypes[0].dtype
    return [
      x[0].mapRows(as: Double.self, along: axes, dtype: dtype) { row, out in
        if row.isEmpty { return }
        let order = sortedPlaces(row)
        out[order[(row.count - 1) / 2]] += 0.5
        out[order[row.count / 2]] += 0.5
      }
    ]
  }

  package var examples: [OpExample] {
    [
      OpExample("median weights", [.init([.n, 4])], isDifferentiable: false) {
        .apply(MedianWeights(axes: [1]), $0)
      }
    ]
  }
}

extension Tensor {
  /// This tensor's elements as float64.
  fileprivate var wide: Tensor {
    Tensor(
      .float64, lengths: lengths,
      .elements { b, index in b.convert(try self.at(index, b), .float64) })
  }
}

extension SortedRow {
  /// The numbers of the elements in the middle of a row that has elements.
  fileprivate func middle(_ b: LoopBuilder) -> (Value, Value) {
    let two = b.constant(2)
    return (b.quotient(b.subtract(count, b.constant(1)), two), b.quotient(count, two))
  }
}
