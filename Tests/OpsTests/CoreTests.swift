import Testing
import TestSupport
import TheanoArrays
import TheanoGraph
import TheanoOps

@Suite struct CoreTests {
  @Test func literalsTakeTheOtherDType() throws {
    let x = Variable(TensorType(.float32, shape: []), name: "x")
    let y = 1 / 2 * x
    #expect(y.dtype == .float32)
    let value = try evaluate([y], [x], [NDArray(Float(3))])[0]
    #expect(value.reals == [1.5])
    #expect(pp(x ** 2) == "(x ** TensorConstant{2})")
  }
}
