import TheanoArrays
import TheanoGraph

/// A reduction of ordered numbers to a float, which has a slope for each element.
package protocol SlopedReduction: ShapedOp {
  /// The axes, counted from the start, in ascending order.
  var axes: [Int] { get }
  /// Returns what the reference evaluator makes of a row.
  func value(of row: UnsafeBufferPointer<Double>) -> Double
  /// Returns the derivative of the result by each element.
  func slope(_ call: Apply) -> Variable
}

extension SlopedReduction {
  package var debugName: String { "\(name){axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered(name.lowercased())
    let axes = try normalizedAxes(axes, ndim: x[0].ndim)
    let shape = x[0].type.reducedShape(axes, keepdims: false)
    return [TensorType(x[0].dtype.promotedToFloat, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis, afterReducing: axes)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let shape = try x[0].checkedReducedShape(axes)
    let values = Rows<Double>(x[0], along: axes).map(value)
    return [NDArray(reals: values, shape: shape, dtype: call.outputTypes[0].dtype)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return [nil] }
    let x = call.inputs[0]
    return [(dy.restoringAxes(axes, ndim: x.ndim) * slope(call)).asGradient(of: x)]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { (slope(call) * $0).sum(axes: axes, keepdims: false) }]
  }
}
