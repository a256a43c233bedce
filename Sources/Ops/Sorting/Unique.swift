import TheanoArrays
import TheanoGraph

/// Returns the different elements of `x`, flattened, in ascending order, not-a-number once and
/// last.
/// - Complexity: O(n log n)
public func unique(_ x: Variable) -> Variable { .apply(Unique(), [x]) }

/// The different elements of a tensor, in ascending order. It has no gradient.
package struct Unique: Op, SampledOp {
  package var name: String { "Unique" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered("unique")
    return [TensorType(x[0].dtype, shape: [nil])]
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
