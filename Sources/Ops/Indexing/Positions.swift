import TheanoArrays
import TheanoGraph

/// The row-major number of each element of the operand, as int64.
package struct Positions: ShapePreservingOp, SampledOp {
  package var name: String { "Positions" }

  /// Creates the operation.
  package init() {}

  package func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type.with(dtype: .int64)] }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [NDArray(integers: (0..<x[0].count).map { Int128($0) }, shape: x[0].shape, dtype: .int64)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] { [nil] }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? { [nil] }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    [
      OpExample("matrix", [.init([.n, .m])], isDifferentiable: false) { .apply(Positions(), $0) }
    ]
  }
}
