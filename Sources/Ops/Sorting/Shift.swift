import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Variable {
  /// This tensor with element `i` along `axis` at place `i + distance`, and `fill` where none goes.
  func shifted(by distance: Int, axis: Int, fill: Int = 0) -> Variable {
    .apply(Shift(axis: axis, distance: distance, fill: fill), [self])
  }
}

/// A shift along an axis: elements leave at one end, and a number enters at the other.
package struct Shift: ShapePreservingOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// How far elements go, towards the end if it is positive.
  package let distance: Int
  /// What enters.
  package var fill = 0

  package var name: String { "Shift" }
  package var debugName: String { "Shift{axis=\(axis), by=\(distance), fill=\(fill)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    return [x[0].type.strong]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    if distance.magnitude > 1 << 40 { return nil }
    return .elements(.move) { _, x in
      x[0].lengths
    } _: { [axis, distance, fill] b, x, index in
      let (zero, length) = (b.constant(0), x[0].lengths[axis])
      let source = b.subtract(index[axis], b.constant(distance))
      let last = b.subtract(length, b.constant(1))
      var places = index
      // What is not there is not read.
      places[axis] = b.maximum(b.minimum(source, last), zero)
      let isThere = b.and(b.lessOrEqual(zero, source), b.less(source, length))
      return b.select(isThere, try x[0].at(places, b), b.constant(Int128(fill), dtype))
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    switch x[0].dtype.kind {
    case .complex: return [shifted(x[0], Complex<Double>(fill))]
    case .real: return [shifted(x[0], Double(fill))]
    case .integer, .bool: return [shifted(x[0], Int128(fill))]
    }
  }

  private func shifted<N: HostNumber>(_ x: NDArray, _ fill: N) -> NDArray {
    x.mapRows(as: N.self, along: [axis], dtype: x.dtype) { row, out in
      for i in 0..<row.count {
        let source = i - distance
        out[i] = row.indices.contains(source) ? row[source] : fill
      }
    }
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard call.inputs[0].dtype.isContinuous else { return [nil] }
    return [dy[0].map { $0.shifted(by: -distance, axis: axis) }]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { $0.shifted(by: distance, axis: axis) }]
  }

  package var examples: [OpExample] {
    [
      OpExample("shift", [.init([.n, .m])]) { $0[0].shifted(by: 1, axis: 0, fill: 1) },
      OpExample("shift back", [.init([.n, .m])]) { $0[0].shifted(by: -2, axis: 1) },
    ]
  }
}
