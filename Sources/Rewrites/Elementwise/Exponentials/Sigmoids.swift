import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let y = Wildcard("y")

/// The logistic function in its usual spellings, and its logarithms.
package let sigmoids = RuleFamily(
  at: TrueDiv.self, Sub.self, Add.self, Log.self, Log1p.self, Mul.self
) {
  Rewrite("1 / (1 + exp x) → sigmoid(-x)", 1 / (1 + exp(x)), to: sigmoid(-x), isMoreAccurate: true)
  Rewrite(
    "exp(x) / (1 + exp x) → sigmoid x", exp(x) / (1 + exp(x)), to: sigmoid(x),
    isMoreAccurate: true)
  Rewrite(
    "y / (1 + exp x) → y * sigmoid(-x)", y / (1 + exp(x)), to: y * sigmoid(-x),
    isMoreAccurate: true)
  Rewrite(
    "y / sqr(1 + exp x) → y * sqr(sigmoid(-x))", y / sqr(1 + exp(x)), to: y * sqr(sigmoid(-x)),
    isMoreAccurate: true)
  Rewrite("1 - sigmoid x → sigmoid(-x)", 1 - sigmoid(x), to: sigmoid(-x), isMoreAccurate: true)
  Rewrite("sigmoid(x) - 1 → -sigmoid(-x)", sigmoid(x) + -1, to: -sigmoid(-x), isMoreAccurate: true)
  Rewrite(
    "log(sigmoid x) → -softplus(-x)", log(sigmoid(x)), to: -softplus(-x), isMoreAccurate: true)
  Rewrite(
    "log1p(-sigmoid x) → -softplus x", log1p(-sigmoid(x)), to: -softplus(x), isMoreAccurate: true)
  Rewrite(
    "log(sigmoid(x) / sigmoid(-x)) → x", log(sigmoid(x) / sigmoid(-x)), to: x,
    isMoreAccurate: true)
  Rewrite(
    "(1 + tanh x) / 2 → sigmoid(2 * x)", 0.5 * (1 + tanh(x)), to: sigmoid(2 * x),
    isMoreAccurate: true)
}
