import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Numbers by places.
package struct RavelMultiIndex: ShapePreservingOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// What to do with a place outside its axis.
  package let mode: IndexMode
  /// How elements are numbered.
  package let order: IndexOrder

  package var name: String { "RavelMultiIndex" }
  package var debugName: String {
    "RavelMultiIndex{mode='\(mode.rawValue)', order='\(order.rawValue)'}"
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try checkIntegers(x, scalarsFrom: x.count / 2, name)
    return [x[0].type.with(dtype: .int64)]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let rank = call.inputs.count / 2
    return Lowering(
      lengths: { b, x in
        for other in x[1..<rank] {
          for (a, c) in zip(x[0].lengths, other.lengths) { b.unify(a, c) }
        }
        let dims = try x.suffix(rank).map { try $0.integer(b) }
        for length in dims { b.checkLessOrEqual(b.constant(0), length) }
        b.checkSize(dims)
        return [x[0].lengths]
      },
      .statements(needsMemory: []) { [order] b, x, results in
        let dims = try x.suffix(rank).map { try $0.integer(b) }
        try b.loops(x[0].lengths) { index in
          let places = try zip(x, dims).map { coordinates, length in
            place(try coordinates.integer(at: index, b), length, b)
          }
          let number =
            order == .rowMajor
            ? b.position(places, in: dims)
            : b.position(places.reversed(), in: dims.reversed())
          try results[0].set(index, to: number, b)
        }
      })
  }

  /// Returns a place along an axis as `mode` says, in native code.
  private func place(_ number: Value, _ length: Value, _ b: LoopBuilder) -> Value {
    let (zero, last) = (b.constant(0), b.subtract(length, b.constant(1)))
    if mode != .raise {
      // Only if there is a number at all.
      b.check(b.or(b.less(zero, length), b.notEqual(number, number)))
    }
    switch mode {
    case .raise:
      b.check(b.and(b.lessOrEqual(zero, number), b.less(number, length)))
      return number
    case .clip: return b.maximum(b.minimum(number, last), zero)
    case .wrap: return b.remainder(number, length)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let coordinates = x.prefix(x.count / 2)
    let dims = x.suffix(x.count / 2).flatMap(\.ints)
    let strides = try numberStrides(dims, order)
    var numbers = [Int128](repeating: 0, count: x[0].count)
    for (axis, places) in coordinates.enumerated() {
      for (i, place) in places.integers.enumerated() {
        let inside = try self.place(place, length: dims[axis], axis: axis)
        numbers[i] += Int128(inside) * Int128(strides[axis])
      }
    }
    return [NDArray(integers: numbers, shape: x[0].shape, dtype: .int64)]
  }

  /// Returns a place along an axis as `mode` says.
  private func place(_ place: Int128, length: Int, axis: Int) throws -> Int128 {
    let size = Int128(length)
    if place >= 0, place < size { return place }
    if size == 0 || mode == .raise {
      throw EvaluationError(
        "invalid entry in coordinates array: \(place) along axis \(axis), which has length \(length)"
      )
    }
    if mode == .clip { return place < 0 ? 0 : size - 1 }
    let rest = place % size
    return rest < 0 ? rest + size : rest
  }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    let places = OpExample.Operand([.n], 0...2, dtype: .int64)
    return IndexOrder.allCases.map { order in
      OpExample(order.rawValue, [places, places], isDifferentiable: false) { x in
        ravelMultiIndex([x[0], x[1]], [3, 4], mode: .clip, order: order)
      }
    }
  }
}
