import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The row-major number of each element of the operand, as int64.
package struct Positions: ShapePreservingOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  package var name: String { "Positions" }

  /// Creates the operation.
  package init() {}

  package func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type.with(dtype: .int64)] }

  package func lowering(_ call: Apply) -> Lowering? {
    var lowering = Lowering.elements(.move) { _, x in
      x[0].lengths
    } _: { b, x, index in
      b.position(index, in: x[0].lengths)
    }
    lowering.unread = [0]
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [NDArray(integers: (0..<x[0].count).map { Int128($0) }, shape: x[0].shape, dtype: .int64)]
  }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    [
      OpExample("matrix", [.init([.n, .m])], isDifferentiable: false) { .apply(Positions(), $0) }
    ]
  }
}
