import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x` with its elements in reverse order along `axis`, along all axes by default.
public func flip(_ x: Variable, axis: (any AxesConvertible)? = nil) -> Variable {
  building("flip", [x]) {
    let axes = try normalizedAxes(axis?.tensorAxes.axes, ndim: x.ndim)
    return axes.isEmpty ? x : .apply(Flip(axes: axes), [x])
  }
}

/// A tensor in reverse order along axes.
package struct Flip: ShapePreservingOp, LinearOp, SampledOp, LoweredOp {
  /// The axes, counted from the start.
  package let axes: [Int]

  package var name: String { "Flip" }
  package var debugName: String { "Flip{axes=\(axes)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxes(axes, ndim: x[0].ndim)
    return [x[0].type.strong]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .elements(.move) { _, x in
      x[0].lengths
    } _: { [axes] b, x, index in
      var places = index
      for axis in axes {
        places[axis] = b.subtract(b.subtract(x[0].lengths[axis], b.constant(1)), index[axis])
      }
      return try x[0].at(places, b)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if x[0].count == 0 { return [x[0]] }
    var strides = NDArray.strides(of: x[0].shape)
    var offset = 0
    for axis in axes {
      offset += strides[axis] * (x[0].shape[axis] - 1)
      strides[axis] = -strides[axis]
    }
    return [x[0].strided(shape: x[0].shape, strides: strides, offset: offset)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [dy[0].map { .apply(self, [$0]) }]
  }

  package var examples: [OpExample] {
    [
      OpExample("all", [.init([.n, .m])]) { flip($0[0]) },
      OpExample("axis -1", [.init([.n, 2, .m])]) { flip($0[0], axis: -1) },
    ]
  }
}
