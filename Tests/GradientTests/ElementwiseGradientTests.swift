import TestSupport
import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

/// What the gradient of `f` is at a number.
private func slope(_ at: Double, _ f: (Variable) throws -> Variable) throws -> Double {
  let x = Variable(TensorType(.float64, shape: []), name: "x")
  return try evaluate([try grad(f(x), wrt: x)], [x], [NDArray(at)])[0].reals[0]
}

/// What the gradients of `f` are at two numbers.
private func slopes(
  _ a: Double, _ b: Double, _ f: (Variable, Variable) throws -> Variable
) throws -> [Double] {
  let x = Variable(TensorType(.float64, shape: []), name: "x")
  let y = Variable(TensorType(.float64, shape: []), name: "y")
  return try evaluate(try grad(f(x, y), wrt: [x, y]), [x, y], [NDArray(a), NDArray(b)])
    .map { $0.reals[0] }
}

/// Where functions are not smooth, and where formulas would go wrong; Theano's values unless said otherwise.
@Suite struct ElementwiseGradientTests {
  @Test func kinks() throws {
    #expect(try slope(0) { abs($0) } == 0)
    #expect(try slope(0) { relu($0) } == 0.5)
    #expect(try slope(0) { relu($0, alpha: 0.1) } == 0.55)
    #expect(try slope(0) { sqrt($0) } == .infinity)
    #expect(try slope(1) { clip($0, -1, 1) } == 1)
    #expect(try slope(-1) { clip($0, -1, 1) } == 1)
    #expect(try slope(2) { clip($0, -1, 1) } == 0)
    #expect(try slope(1.5) { round($0) + $0 } == 1)
    #expect(try slope(1.5) { ceil($0) + floor($0) + trunc($0) + sign($0) } == 0)
    #expect(try slope(0) { xlogx($0) } == -.infinity)
    #expect(try slope(0) { reciprocal($0) } == -.infinity)
    #expect(try slope(1) { arcsin($0) } == .infinity)
    #expect(try slope(0) { erfinv($0) }.isNear(0.8862269254527579, 1e-15, 0))
    #expect(try slopes(2, 2) { maximum($0, $1) } == [1, 0])
    #expect(try slopes(2, 2) { minimum($0, $1) } == [1, 0])
    #expect(try slopes(0, 1) { arctan2($1, $0) } == [-1, 0])
    #expect(try slopes(0.5, 2) { clip(3, $0, $1) } == [0, 1])
    #expect(try slopes(2, 1) { clip(1.5, $0, $1) } == [1, 0])
  }

  @Test func noInfinityFromWhereNothingFlows() throws {
    #expect(try slope(1e3) { elu($0) } == 1)
    #expect(try slope(-4) { sqrt(maximum($0, 0)) } == 0)
    #expect(try slope(-.infinity) { ultraFastSigmoid($0) } == 0)
    #expect(try slope(1e3) { softplus($0) } == 1)
    #expect(try slope(-1e3) { sigmoid($0) } == 0)
    #expect(try slope(0) { gammainc(1, $0) } == 1)
    #expect(try slopes(-.infinity, -.infinity) { logaddexp($0, $1) } == [0.5, 0.5])
    #expect(try slopes(3, 3) { logaddexp($0, $1) } == [0.5, 0.5])
  }

  @Test func integersAndLiterals() throws {
    let i = Variable(TensorType(.uint8, shape: []), name: "i")
    let g = try grad(erf(i), wrt: i)
    // 15 squared does not fit in a byte.
    #expect(try evaluate([g], [i], [NDArray(UInt8(15))])[0].reals[0] < 1e-90)
    #expect(try slope(2) { jv(2, $0) }.isNear(0.2238907791412357, 1e-12, 0))
    #expect(throws: GraphError.self) { try slope(1) { polygamma(101, $0) } }
  }

  @Test func complexGradients() throws {
    // |z|² by the real and the imaginary part; the real part of a product; an angle.
    let square = try slopes(3, 4) { a, b in abs(complex(a, b)) ** 2 }
    #expect(square[0].isNear(6, 1e-14, 0) && square[1].isNear(8, 1e-14, 0))
    let product = try slopes(3, 4) { a, b in real(sqr(complex(a, b))) }
    #expect(product == [6, -8])
    let turned = try slopes(3, 4) { a, b in angle(complex(a, b)) }
    #expect(turned[0].isNear(-4.0 / 25, 1e-14, 0) && turned[1].isNear(3.0 / 25, 1e-14, 0))
    let z = Variable(TensorType(.complex128, shape: []), name: "z")
    let g = try grad(imag(exp(conj(z)) * z), wrt: z)
    #expect(g.dtype == .complex128)
    let at = Complex(0.5, -1.25)
    let value = try evaluate([g], [z], [NDArray(at)])[0].complexes[0]
    func cost(_ z: Complex<Double>) -> Double { (.exp(z.conjugate) * z).imaginary }
    let h = 1e-6
    let byReal = (cost(at + Complex(h)) - cost(at - Complex(h))) / (2 * h)
    let byImaginary = (cost(at + Complex(0, h)) - cost(at - Complex(0, h))) / (2 * h)
    #expect((value - Complex(byReal, byImaginary)).length < 1e-8)
  }
}
