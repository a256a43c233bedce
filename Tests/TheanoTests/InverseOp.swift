import TheanoGraph

@testable import Theano

/// 1 / x, which has no machine code.
struct InverseOp: Op {
  var name: String { "inverse" }
  func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type] }
  func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [NDArray(reals: x[0].reals.map { 1 / $0 }, shape: x[0].shape, dtype: x[0].dtype)]
  }
}
