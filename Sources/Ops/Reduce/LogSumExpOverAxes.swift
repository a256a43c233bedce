import Glibc
import TheanoArrays
import TheanoGraph

/// Returns log Σ exp(x) over `axis` (nil: all), without overflow; minus infinity where all elements
/// are minus infinity or there are none.
///
/// Integers give `floatX`, floats keep their dtype. The gradient is `softmax(x)`, and 0 where all
/// elements are minus infinity.
public func logsumexp(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(overNamed: axis, keepdims: keepdims) { LogSumExp(axes: $0) }
}

/// The logarithm of a sum of exponentials over axes.
package struct LogSumExp: ShapedOp, SampledOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "LogSumExp" }
  package var debugName: String { "LogSumExp{axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered("logsumexp")
    let axes = try normalizedAxes(axes, ndim: x[0].ndim)
    let shape = x[0].type.reducedShape(axes, keepdims: false)
    return [TensorType(x[0].dtype.promotedToFloat, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis, afterReducing: axes)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let shape = try x[0].checkedReducedShape(axes)
    let values = Rows<Double>(x[0], along: axes).map { LogSumExp.of($0) }
    return [NDArray(reals: values, shape: shape, dtype: call.outputTypes[0].dtype)]
  }

  /// The value for one row.
  package static func of(_ row: UnsafeBufferPointer<Double>) -> Double {
    var top = -Double.infinity
    for value in row {
      if value.isNaN { return .nan }
      if value > top { top = value }
    }
    // An infinite largest element is the result: subtracting it would give not-a-number.
    if top.isInfinite { return top }
    var sum = 0.0
    for value in row { sum += exp(value - top) }
    return top + log(sum)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return [nil] }
    let x = call.inputs[0]
    return [(dy.restoringAxes(axes, ndim: x.ndim) * slope(call)).asGradient(of: x)]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { (slope(call) * $0).sum(axes: axes, keepdims: false) }]
  }

  private func slope(_ call: Apply) -> Variable {
    let x = call.inputs[0]
    let isEmpty = eq(
      call.outputs[0].restoringAxes(axes, ndim: x.ndim), Variable(weak: -Double.infinity))
    let shares = Variable.apply(Softmax(axes: axes), [x])
    return `where`(isEmpty, shares.zerosLike(), shares)
  }

  package var examples: [OpExample] {
    [
      OpExample("logsumexp, axis", [.init([.n, 3])]) { logsumexp($0[0], axis: 1) },
      OpExample("logsumexp, axes", [.init([.n, 2, .m])], allowsEmpty: false) {
        logsumexp($0[0], axis: [0, -1], keepdims: true)
      },
    ]
  }
}
