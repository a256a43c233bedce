import TheanoArrays
import TheanoGraph

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
package struct Median: SlopedReduction, SampledOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "Median" }

  package func value(of row: UnsafeBufferPointer<Double>) -> Double {
    if row.isEmpty || row.contains(where: \.isNaN) { return .nan }
    let sorted = row.sorted()
    let (a, b) = (sorted[(row.count - 1) / 2], sorted[row.count / 2])
    return a == b ? a : a / 2 + b / 2
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
package struct MedianWeights: ShapePreservingOp, ZeroDerivativeOp, SampledOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "MedianWeights" }
  package var debugName: String { "MedianWeights{axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    [x[0].type.with(dtype: x[0].dtype.promotedToFloat)]
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
