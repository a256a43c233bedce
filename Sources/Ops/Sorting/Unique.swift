import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the different elements of `x`, flattened, in ascending order, not-a-number once and
/// last.
/// - Complexity: O(n log n)
public func unique(_ x: Variable) -> Variable { .apply(Unique(), [x]) }

/// The different elements of a tensor, in ascending order. It has no gradient.
package struct Unique: Op, SampledOp, LoweredOp {
  package var name: String { "Unique" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered("unique")
    return [TensorType(x[0].dtype, shape: [nil])]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let sorted = Kept<SortedRow>()
    var lowering = Lowering { b, x in
      let count = b.register(b.constant(0))
      try b.sortRows(of: x[0], over: Array(x[0].lengths.indices), withPlaces: false) { row in
        _ = sorted.keep(row)
        try b.loop(row.count) { number in
          b.add(.combine(count, .sum, b.convert(try row.isNew(number, b), .int64)))
        }
      }
      return [[b.read(count)]]
    } _: { b, _, results in
      let row = try sorted.get()
      let place = b.register(b.constant(0))
      try b.loop(row.count, .serial) { number in
        try b.branch(row.isNew(number, b)) {
          let own = b.read(place)
          try results[0].set([own], to: row.key(number, b), b)
          b.add(.assign(place, b.add(own, b.constant(1))))
        }
      }
    }
    lowering.early = [0]
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    x[0].dtype.isDiscrete
      ? [different(x[0].integers, x[0].dtype)] : [different(x[0].reals, x[0].dtype)]
  }

  private func different<N: OrderedNumber>(_ values: [N], _ dtype: DType) -> NDArray {
    var result: [N] = []
    for value in values.sorted(by: { $0.precedes($1) }) {
      if let last = result.last, !last.precedes(value) { continue }
      result.append(value)
    }
    return N.array(result, shape: [result.count], dtype: dtype)
  }

  package var examples: [OpExample] {
    [
      OpExample("unique", [.init([.n, .m], dtype: .int32)], isDifferentiable: false) {
        unique($0[0])
      }
    ]
  }
}

extension SortedRow {
  /// Whether the element of a number is not the same as the one before it.
  func isNew(_ number: Value, _ b: LoopBuilder) throws -> Value {
    let before = b.maximum(b.subtract(number, b.constant(1)), b.constant(0))
    let isFirst = b.equal(number, b.constant(0))
    return b.or(isFirst, b.precedes(try key(before, b), try key(number, b)))
  }
}
