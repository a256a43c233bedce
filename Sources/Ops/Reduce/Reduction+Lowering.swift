import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Lowering {
  /// Returns how the operand's elements are combined over axes (nil: all); nil if a dtype is complex.
  static func reduction(
    _ call: Apply, _ axes: [Int]?, _ combination: Combination, identity: Double,
    accumulator: DType
  ) -> Lowering? {
    let operand = call.inputs[0]
    guard !operand.dtype.isComplex, !accumulator.isComplex,
      let axes = try? normalizedAxes(axes, ndim: operand.ndim)
    else { return nil }
    let reduction = Reduction(
      axes.sorted(), combination, identity: identity, accumulator: accumulator)
    return Lowering(
      lengths: { _, x in
        [x[0].lengths.indices.filter { !axes.contains($0) }.map { x[0].lengths[$0] }]
      }, .reduction(reduction))
  }
}
