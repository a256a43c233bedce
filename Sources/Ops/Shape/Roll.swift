import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x` with its elements moved by `shift` places along `axis`, those pushed out at one end coming
/// in at the other. Without an axis, over the flattened elements, in the shape of `x`.
public func roll(_ x: Variable, _ shift: any SymbolicLength, axis: Int? = nil) -> Variable {
  let places = shift.symbolicLength
  return building("roll", [x, places]) {
    guard let axis else {
      if x.ndim == 1 { return roll(x, shift, axis: 0) }
      return roll(x.flatten(), shift, axis: 0).reshape(x.shape)
    }
    let scalar = try places.integerScalar("roll: the shift")
    return .apply(Roll(axis: try normalizedAxis(axis, ndim: x.ndim)), [x, scalar])
  }
}

/// A tensor with its elements moved along an axis, around its end.
package struct Roll: ShapePreservingOp, LinearOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  package var name: String { "Roll" }
  package var debugName: String { "Roll{axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type.strong] }

  package func lowering(_ call: Apply) -> Lowering? {
    .elements(.move) { _, x in
      x[0].lengths
    } _: { [axis] b, x, index in
      let length = x[0].lengths[axis]
      let shift = b.convert(try x[1].scalar(b), .int64)
      let moved = b.remainder(shift, length)
      let place = b.subtract(index[axis], moved)
      var places = index
      places[axis] = b.select(b.less(place, b.constant(0)), b.add(place, length), place)
      return try x[0].at(places, b)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let length = x[0].shape[axis]
    if x[0].count == 0 { return [x[0]] }
    let shift = (x[1].ints[0] % length + length) % length
    var result = NDArray(unfilled: x[0].shape, dtype: x[0].dtype)
    let inner = x[0].shape[(axis + 1)...].reduce(x[0].dtype.size, *)
    let (row, moved) = (length * inner, shift * inner)
    x[0].withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in
        for start in stride(from: 0, to: source.count, by: row) {
          let end = start + row
          target[start + moved..<end].copyBytes(from: source[start..<end - moved])
          target[start..<start + moved].copyBytes(from: source[end - moved..<end])
        }
      }
    }
    return [result]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [dy[0].map { .apply(self, [$0, -call.inputs[1]]) }, nil]
  }

  package var examples: [OpExample] {
    [
      OpExample("axis 0", [.init([.n, .m])]) { roll($0[0], 2, axis: 0) },
      OpExample("axis -1", [.init([.n, .m])]) { roll($0[0], -1, axis: -1) },
      OpExample("all", [.init([.n, .m])]) { roll($0[0], 1) },
    ]
  }
}
