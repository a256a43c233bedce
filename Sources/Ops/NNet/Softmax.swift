import Glibc
import TheanoArrays
import TheanoGraph

/// Returns exp(x) over its sum along `axis` (nil: over all axes): positive numbers that add up to
/// 1.
///
/// Safe for large logits. Integers give `floatX`, floats keep their dtype. Any rank from 1; of a
/// vector it is a vector, where Theano returns a matrix of one row.
public func softmax(_ x: Variable, axis: (any AxesConvertible)? = -1) -> Variable {
  .apply(Softmax(axes: (axis?.tensorAxes ?? x.allAxes).normalized(ndim: x.ndim)), [x])
}

/// Returns the logarithm of `softmax`, without going through it: x - log Σ exp(x) along `axis`
/// (nil: over all axes), safe for large logits.
///
/// Integers give `floatX`, floats keep their dtype. Any rank from 1; of a vector it is a vector.
public func logSoftmax(_ x: Variable, axis: (any AxesConvertible)? = -1) -> Variable {
  .apply(LogSoftmax(axes: (axis?.tensorAxes ?? x.allAxes).normalized(ndim: x.ndim)), [x])
}

extension Variable {
  /// All axes by number.
  fileprivate var allAxes: Axes { Axes(Array(0..<ndim)) }
}

/// Exponentials over their sums along axes.
package struct Softmax: ShapePreservingOp, SampledOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "Softmax" }
  package var debugName: String { "Softmax{axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try rowwiseType(x[0], axes, op: "softmax")
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dtype = call.outputTypes[0].dtype
    return [
      x[0].mapRows(as: Double.self, along: axes, dtype: dtype) { row, out in
        let top = row.reduce(-.infinity) { $0 >= $1 || $0.isNaN ? $0 : $1 }
        var sum = 0.0
        for i in 0..<row.count {
          out[i] = exp(row[i] - top)
          sum += out[i]
        }
        for i in 0..<row.count { out[i] /= sum }
      }
    ]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [dy[0].map { derivative(call, $0).asGradient(of: call.inputs[0]) }]
  }

  // The matrix of derivatives is symmetric.
  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { derivative(call, $0) }]
  }

  private func derivative(_ call: Apply, _ direction: Variable) -> Variable {
    let y = call.outputs[0]
    return y * (direction - (y * direction).sum(axes: axes, keepdims: true))
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    rowwiseText(name, debugName, axes, x[0], call)
  }

  package var examples: [OpExample] {
    [
      OpExample("softmax", [.init([.n, .m])]) { softmax($0[0]) },
      OpExample("softmax, axis 0", [.init([.n, .m, 2])]) { softmax($0[0], axis: 0) },
      OpExample("softmax, vector", [.init([.n])]) { softmax($0[0]) },
    ]
  }
}

/// Logarithms of exponentials over their sums along axes.
package struct LogSoftmax: ShapePreservingOp, SampledOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "LogSoftmax" }
  package var debugName: String { "LogSoftmax{axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try rowwiseType(x[0], axes, op: "logSoftmax")
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dtype = call.outputTypes[0].dtype
    return [
      x[0].mapRows(as: Double.self, along: axes, dtype: dtype) { row, out in
        let top = row.reduce(-.infinity) { $0 >= $1 || $0.isNaN ? $0 : $1 }
        var sum = 0.0
        for value in row { sum += exp(value - top) }
        let rest = log(sum)
        // The logits' differences first: they are exact where they matter.
        for i in 0..<row.count { out[i] = (row[i] - top) - rest }
      }
    ]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return [nil] }
    let total = dy.sum(axes: axes, keepdims: true)
    return [(dy - exp(call.outputs[0]) * total).asGradient(of: call.inputs[0])]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { $0 - (exp(call.outputs[0]) * $0).sum(axes: axes, keepdims: true) }]
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    rowwiseText(name, debugName, axes, x[0], call)
  }

  package var examples: [OpExample] {
    [
      OpExample("logSoftmax", [.init([.n, .m])]) { logSoftmax($0[0]) },
      OpExample("logSoftmax, axis 0", [.init([.n, .m, 2])]) { logSoftmax($0[0], axis: 0) },
    ]
  }
}

/// The type of a real function of rows along `axes` that keeps the shape.
private func rowwiseType(_ x: Variable, _ axes: [Int], op: String) throws -> [TensorType] {
  try x.dtype.checkOrdered(op)
  _ = try normalizedAxes(axes, ndim: x.ndim)
  return [x.type.with(dtype: x.dtype.promotedToFloat)]
}

/// The text of a function of rows: without axes, as Theano prints it, if they lie along the last
/// axis.
private func rowwiseText(
  _ short: String, _ long: String, _ axes: [Int], _ x: String, _ call: Apply
) -> String {
  "\(axes == [call.inputs[0].ndim - 1] ? short : long)(\(x))"
}
