import TestSupport
import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

@Suite struct GradTests {
  @Test func gradientOfSquarePrintsAsInTheano() throws {
    let x = Variable(TensorType(.float32, shape: []), name: "x")
    let g = try grad(x ** 2, wrt: x)
    #expect(
      pp(g)
        == "((fill((x ** TensorConstant{2}), TensorConstant{1.0}) * TensorConstant{2}) * "
        + "(x ** (TensorConstant{2} - TensorConstant{1})))")
    #expect(try evaluate([g], [x], [NDArray(Float(4))])[0].reals == [8])
  }
}
