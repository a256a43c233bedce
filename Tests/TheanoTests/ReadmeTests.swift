import Testing
import Theano

/// The example of the README.
@Suite struct ReadmeTests {
  @Test func logisticRegressionInTenLines() throws {
    let x = dmatrix("x"), y = dvector("y")
    let w = try shared([0.0, 0.0], name: "w"), b = shared(0.0, name: "b")
    let p = 1 / (1 + exp(-(dot(x, w) + b)))
    let cost = binaryCrossentropy(p, y).mean() + 0.01 * (w ** 2).sum()
    let g = try grad(cost, wrt: [w, b])
    let train = try function(
      [x, y], cost, updates: [(w, w - 0.1 * g[0]), (b, b - 0.1 * g[1])])
    let predict = try function([x], p .> 0.5)

    for _ in 0..<100 { try train([[1, 0], [0, 1]], [1, 0]) }
    #expect(try predict([[1, 0], [0, 1]]).description == "[ True False]")
  }
}
