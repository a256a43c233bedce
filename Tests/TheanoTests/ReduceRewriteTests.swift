import Testing
import Theano

@Suite("Reductions and products of matrices, compiled")
struct ReduceRewriteTests {
  private let x = dmatrix("x")
  private let y = dmatrix("y")
  private let v = dvector("v")
  private let w = dvector("w")

  /// The text of the compiled graph of `expression`.
  private func compiled(_ expression: Variable) throws -> String {
    let inputs = graphInputs([expression]).filter(\.isInput)
    return debugString(try function(inputs, expression, mode: .fastRun))
  }

  /// Says whether two expressions compile to the same graph.
  private func areSame(_ a: Variable, _ b: Variable) throws -> Bool {
    try compiled(a) == compiled(b)
  }

  @Test("Equal sums have one form")
  func oneForm() throws {
    let sum = x.sum()
    let forms = [
      x.sum(axis: [0, 1]), x.sum(axis: 0).sum(), x.transpose().sum(axis: 1).sum(axis: 0),
      x.sum(axis: 1, keepdims: true).sum(), x.dimshuffle(1, "x", 0).sum(), -(-x).sum(),
      (2 * x).sum() * 0.5, (x / 4).sum() * 4, sum.sum(axis: []),
    ]
    for form in forms { #expect(try areSame(form, sum)) }
    #expect(try areSame(-(-x).max(axis: 1), x.min(axis: 1)))
    #expect(try areSame(x.max(axis: 0).max(), x.max()))
    #expect(try areSame(concatenate([v, w]).sum(), v.sum() + w.sum()))
  }

  @Test("Sums that wrap in between stay two")
  func wrappingSums() throws {
    let x = Variable(TensorType(.int32, ndim: 2), name: "x")
    let f = try function([x], x.sum(axis: 0, dtype: .int32).sum())
    let value = NDArray(integers: [Int128(Int32.max), 1, 1, 1], shape: [2, 2], dtype: .int32)
    #expect(try f(value).ints == [Int(Int32.min) + 2])
  }

  @Test("Infinite factors stay inside of sums")
  func infiniteFactors() throws {
    let s = dscalar("s")
    let f = try function([v, s], (v * s).sum())
    #expect(try f(NDArray(zeros: [0], dtype: .float64), Double.infinity).reals == [0])
    #expect(try f([1.0, -1, 3], Double.infinity).reals[0].isNaN)
    let g = try function([v, s], fill(v, s).sum())
    #expect(try g(NDArray(zeros: [0], dtype: .float64), Double.nan).reals == [0])
    #expect(try g([1.0, 2], Double.infinity).reals == [.infinity])
  }

  @Test("A product of matrices with a vector takes two products with vectors")
  func orderOfProducts() throws {
    #expect(try areSame(dot(dot(x, y), v), dot(x, dot(y, v))))
    #expect(try areSame(dot(v, dot(x, y)), dot(dot(v, x), y)))
    let product = dot(x, y)
    let f = try function([x, y, v], [product, dot(product, v)], mode: .fastRun)
    #expect(debugString(f).contains("dot [id A]"))
    #expect(try areSame(dot(-x, 3 * y), -3 * dot(x, y)))
    #expect(try areSame(outer(v, w), v.dimshuffle(0, "x") * w.dimshuffle("x", 0)))
  }
}
