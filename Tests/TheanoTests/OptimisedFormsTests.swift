import Testing

@testable import Theano

/// The shortest form of expressions for which that is plain, as compiled functions print it.
@Suite("Optimised forms of scalar expressions")
struct OptimisedFormsTests {
  @Test("One short form")
  func prints() throws {
    let x = dscalar("x")
    let y = dscalar("y")
    let forms: [(Variable, String)] = [
      (try grad(x ** 2, wrt: x), "(TensorConstant{2.0} * x)"),
      (try grad(x ** 3, wrt: x), "(TensorConstant{3.0} * sqr(x))"),
      (x ** 1, "x"), (x + 0, "x"), (x / 1, "x"), (-(-x), "x"),
      (x ** 2, "sqr(x)"), (x * x, "sqr(x)"), (x ** 4, "sqr(sqr(x))"), (1 / x, "inv(x)"),
      (log(1 + x), "log1p(x)"), (exp(x) - 1, "expm1(x)"), (1 / (1 + exp(-x)), "sigmoid(x)"),
      (log(sigmoid(x)), "(-softplus((-x)))"), (log(1 + exp(x)), "softplus(x)"),
      (x - 2, "(x - TensorConstant{2})"),
      (maximum(maximum(x, 1), 2), "maximum(TensorConstant{2}, x)"),
      (
        `where`(gt(x, 0), `where`(gt(x, 0), x, y), 1),
        "switch(gt(x, TensorConstant{0}), x, TensorConstant{1})"
      ),
    ]
    for (expression, text) in forms {
      let compiled = try function(
        [x, y], expression, onUnusedInput: .ignore, mode: .fastRun)
      let printed = pp(compiled.graph[0])
      #expect(printed.replacing(".0}", with: "}") == text.replacing(".0}", with: "}"))
    }
  }
}
