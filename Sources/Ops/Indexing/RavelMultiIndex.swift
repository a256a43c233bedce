import TheanoArrays
import TheanoGraph

/// Numbers by places.
package struct RavelMultiIndex: ShapePreservingOp, SampledOp {
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

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    call.inputs.map { _ in nil }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? { [nil] }

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
