import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

@Suite struct VerifyGradTests {
  private let points = [
    NDArray(reals: [0.1, 0.5, -0.7, 1.5], shape: [2, 2], dtype: .float64),
    NDArray(reals: [0.3, -0.4], shape: [1, 2], dtype: .float64),
  ]

  @Test(arguments: [DType.float64, .float32, .float16])
  func rightGradientsPass(_ dtype: DType) throws {
    try verifyGrad({ tanh($0[0]) * $0[1] + exp($0[1]) }, at: points.map { $0.cast(to: dtype) })
    try verifyGrad({ $0[0].sum() }, at: [points[0]])
  }

  @Test func wrongGradientsAreNamed() throws {
    let cube = asOp(
      name: "cube", inputTypes: [TensorType(.float64, ndim: 2)],
      outputTypes: [TensorType(.float64, ndim: 2)],
      gradient: { x, _, dy in [dy[0].map { $0 * 2 * x[0] }] },
      { x in [NDArray(reals: x[0].reals.map { $0 * $0 * $0 }, shape: x[0].shape, dtype: .float64)] }
    )
    let error = try #require(throws: GradientError.self) {
      try verifyGrad({ cube($0[0]) }, at: [points[0]])
    }
    #expect(error.argument == 0 && error.shape == [2, 2])
    let text = error.description
    #expect(text.hasPrefix("numeric gradient and analytic gradient exceed tolerance:\n"))
    #expect(text.contains("At position \(error.position) of argument 0 with shape (2, 2),"))
    try verifyGrad({ cube($0[0]) }, at: [points[0]], absoluteTolerance: 1e6)
  }

  @Test func gradientsThatAreNotFiniteFail() {
    let zero = [NDArray(0.0)]
    #expect(throws: GradientError.self) { try verifyGrad({ sqrt($0[0]) }, at: zero) }
  }

  @Test func onlyFloatsAreDifferentiated() throws {
    let error = try #require(throws: GraphError.self) {
      try verifyGrad({ $0[0] * 2 }, at: [NDArray(3)])
    }
    #expect(error.kind == .type)
    #expect(
      error.message
        == "verify_grad can work only with floating point inputs, but input 0 has dtype \"int64\".")
    #expect(throws: GraphError.self) { try verifyGrad({ $0[0] .< 2 }, at: [NDArray(3.0)]) }
  }
}
