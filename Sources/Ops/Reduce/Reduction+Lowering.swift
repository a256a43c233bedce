import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Lowering {
  /// Returns how the operand's elements are combined over axes (nil: all).
  static func reduction(
    _ call: Apply, _ axes: [Int]?, _ combination: Combination, identity: Double,
    accumulator: DType
  ) -> Lowering? {
    let operand = call.inputs[0]
    guard let axes = try? normalizedAxes(axes, ndim: operand.ndim) else { return nil }
    let reduction = Reduction(
      axes.sorted(), combination, identity: identity, accumulator: accumulator)
    return Lowering(
      lengths: { _, x in
        [x[0].lengths.indices.filter { !axes.contains($0) }.map { x[0].lengths[$0] }]
      }, .reduction(reduction))
  }
}

extension Lowering {
  /// Returns this lowering with a check that the axes of its operand over which it reduces are not empty.
  func checkingElements(over axes: [Int]) -> Lowering {
    var lowering = self
    lowering.lengths = { [lengths] b, x in
      for axis in axes { b.checkLessOrEqual(b.constant(1), x[0].lengths[axis]) }
      return try lengths(b, x)
    }
    return lowering
  }
}

extension DType {
  /// The dtype in which native code combines elements for a result of this one.
  var accumulating: DType { self == .bool ? .int64 : running }
}

extension LoopBuilder {
  /// The lowest or the highest number of a dtype.
  func end(of dtype: DType, isLow: Bool) -> Value {
    if dtype.isFloat { return real(isLow ? -.infinity : .infinity, dtype) }
    let (low, high) = dtype.integerRange
    return constant(isLow ? low : high, dtype)
  }
}
