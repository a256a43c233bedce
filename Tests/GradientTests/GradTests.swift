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

  @Test func millionNodeChain() throws {
    let x = Variable(TensorType(.float64, shape: []), name: "x")
    var y = x
    for _ in 0..<1_000_000 { y = y + 1 }
    let g = try grad(y, wrt: x)
    #expect(try evaluate([y, g], [x], [NDArray(0.0)]).map(\.reals) == [[1_000_000], [1]])
  }
}
