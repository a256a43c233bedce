import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the place of the largest element over `axis`, of the first if there are several, as
/// int64; the first that is not a number counts as the largest.
///
/// With several axes (nil: all) places count over them together, in row-major order. No elements
/// are an error, as for `max`.
public func argmax(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(overNamed: axis, keepdims: keepdims) { ArgExtremum(kind: .maximum, axes: $0) }
}

/// Returns the place of the smallest element over `axis`; otherwise as `argmax`.
public func argmin(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(overNamed: axis, keepdims: keepdims) { ArgExtremum(kind: .minimum, axes: $0) }
}

/// Returns the largest element over `axis` and its place: `(max(x), argmax(x))`.
public func maxAndArgmax(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> (max: Variable, argmax: Variable)
{
  (max(x, axis: axis, keepdims: keepdims), argmax(x, axis: axis, keepdims: keepdims))
}

extension Variable {
  /// The place of the largest element over `axis` (nil: all); see the free function.
  public func argmax(axis: (any AxesConvertible)? = nil, keepdims: Bool = false) -> Variable {
    TheanoOps.argmax(self, axis: axis, keepdims: keepdims)
  }

  /// The place of the smallest element over `axis` (nil: all); see the free function.
  public func argmin(axis: (any AxesConvertible)? = nil, keepdims: Bool = false) -> Variable {
    TheanoOps.argmin(self, axis: axis, keepdims: keepdims)
  }
}

/// The place of the largest or smallest element over axes.
package struct ArgExtremum: ShapedOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  package let kind: ExtremumKind
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { kind == .maximum ? "Argmax" : "Argmin" }
  package var debugName: String { "\(name){axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let axes = try kind.check(x[0], axes, op: name)
    return [TensorType(.int64, shape: x[0].type.reducedShape(axes, keepdims: false))]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis, afterReducing: axes)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.inputs[0].dtype.computing
    let isMaximum = kind == .maximum
    return Lowering(
      lengths: { [axes] _, x in
        [x[0].lengths.indices.filter { !axes.contains($0) }.map { x[0].lengths[$0] }]
      },
      .statements(needsMemory: [0]) { [axes] b, x, results in
        let none = b.constant(Int.max)
        let worst = b.end(of: dtype, isLow: isMaximum)
        // The extremum first, then the first place at which it stands: both can be vectors' work.
        try b.passes(
          x[0].lengths, over: axes,
          [
            { _ in
              (isMaximum ? .maximum : .minimum, worst, { b.convert(try x[0].at($0, b), dtype) })
            },
            { totals in
              (
                .minimum, none,
                { index in
                  let value = b.convert(try x[0].at(index, b), dtype)
                  let isBest = b.or(b.equal(value, totals[0]), b.notEqual(value, value))
                  let number = b.position(axes.map { index[$0] }, in: axes.map { x[0].lengths[$0] })
                  return b.select(isBest, number, none)
                }
              )
            },
          ],
          done: { place, totals in
            try results[0].set(place, to: totals[1], b)
            return totals
          })
      }
    ).checkingElements(over: axes)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if let text = kind.emptyAxisText(axes, x[0].shape) { throw EvaluationError(text) }
    let places =
      x[0].dtype.isDiscrete
      ? Rows<Int128>(x[0], along: axes).map { kind.place(in: $0) }
      : Rows<Double>(x[0], along: axes).map { kind.place(in: $0) }
    return [NDArray(elements: places, shape: x[0].reducedShape(axes, keepdims: false))]
  }

  package var examples: [OpExample] {
    let kind = kind
    return [
      OpExample("arg\(kind)", [.init([.n, 3])], isDifferentiable: false) {
        .apply(ArgExtremum(kind: kind, axes: [1]), $0)
      }
    ]
  }
}
