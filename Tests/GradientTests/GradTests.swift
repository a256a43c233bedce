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

@Suite struct IntegerGradientTests {
  /// As in Theano: an integer has the gradient that it would have if it could move, and none through
  /// operations whose results are integers.
  @Test func integersHaveFloatGradients() throws {
    let i = Variable(TensorType(.int64, shape: []), name: "i")
    let three = [NDArray(3)]
    for (cost, expected) in [
      (i * 2.0, 2.0), (cast(i, .float64) * 2.0, 2), (cast(i ** 2, .float64), 0),
    ] {
      let g = try grad(cost, wrt: i)
      #expect(g.dtype == .float64)
      #expect(try evaluate([g], [i], three)[0].reals == [expected])
    }
  }
}

@Suite struct ChoiceGradientTests {
  /// The side not taken has an infinite derivative, and a cast stands before the choice.
  @Test func casts() throws {
    let x = Variable(TensorType(.float32, ndim: 1), name: "x")
    let safe = `where`(x .> 0, cast(sqrt(x), .float64), cast(x, .float64))
    let g = try grad(safe.sum(), wrt: x)
    let value = try evaluate([g], [x], [NDArray(reals: [-2, 0, 4], shape: [3], dtype: .float32)])[0]
    #expect(value.dtype == .float32 && value.reals == [1, 1, 0.25])
  }
}
