import Testing
import Theano

/// Loops, for the suites over all operations.
let loopExamples: [OpExample] = [
  OpExample("map", [.init([.n, .m])]) { try map($0[0]) { row in exp(row) * row }.0 },
  OpExample("carry", [.init([.n, .m]), .init([.m])]) {
    try scan($0[1], over: $0[0]) { carry, row in tanh(carry * row + 0.5) }.0
  },
  OpExample("last row", [.init([.n, .m]), .init([.m])]) {
    try foldl($0[0], $0[1]) { row, carry in carry * row + sin(carry) }.0
  },
  OpExample("backwards", [.init([.n]), .init([])]) {
    try foldr($0[0], $0[1]) { x, carry in cos(carry) + x * carry }.0
  },
  OpExample("steps", [.init([.n])]) { try scan($0[0], steps: 3) { x in x * cos(x) }.0 },
  OpExample("two taps", [.init([.n]), .init([2])]) {
    try scan(sequences: $0[0], outputsInfo: Initial($0[1], taps: [-1, -2])) { x, a, b in
      x * a + sin(b)
    }.0
  },
  OpExample("constants", [.init([.n, .m]), .init([.m]), .init([.m, .m], -0.5...0.5)]) {
    try scan(sequences: $0[0], outputsInfo: $0[1], nonSequences: $0[2]) { row, h, w in
      tanh(dot(h, w) + row)
    }.0
  },
]

/// Random draws, for the suites over all operations: these have no gradients.
let drawExamples: [OpExample] = [
  draw("uniform", [-1...0, 1...2]) { $0.uniform(low: $1[0], high: $1[1]) },
  draw("normal", [-1...1, 0.5...2]) { $0.normal(avg: $1[0], std: $1[1]) },
  draw("truncated normal", [-1...1, 0.5...2]) { $0.truncatedNormal(avg: $1[0], std: $1[1]) },
  draw("exponential", [0.5...2]) { $0.exponential(scale: $1[0]) },
  draw("gamma", [0.5...2, 0.5...2]) { $0.gamma(shape: $1[0], scale: $1[1]) },
  draw("beta", [0.5...2, 0.5...2]) { $0.beta(alpha: $1[0], beta: $1[1]) },
  draw("poisson", [0...20]) { $0.poisson(lam: $1[0]) },
  draw("binomial", [0...60, 0...1]) { $0.binomial(n: cast($1[0], .int64), p: $1[1]) },
  draw("weighted choice", [0...1]) {
    $0.choice([$1[0].length(ofAxis: 0), $1[0].length(ofAxis: 1)], p: [0.25, 0, 0.75])
  },
  draw("multinomial", [0...60]) {
    $0.multinomial(n: cast($1[0], .int64), pvals: [0.25, 0, 0.5, 0.25])
  },
  draw("permutation", [0...1]) {
    $0.permutation([$1[0].length(ofAxis: 0)], n: $1[0].length(ofAxis: 1))
  },
  draw("distinct choice", [0...1]) {
    $0.choice([$1[0].length(ofAxis: 0)], a: $1[0].length(ofAxis: 0) + 2, replace: false)
  },
]

/// Returns an example of a draw with matrices and vectors of parameters.
private func draw(
  _ label: String, _ ranges: [ClosedRange<Double>],
  _ build: @escaping @Sendable (RandomStreams, [Variable]) -> Variable
) -> OpExample {
  let operands = ranges.enumerated().map { i, range in
    OpExample.Operand(i == 0 ? [.n, .m] : [1, .m], range)
  }
  return OpExample(label, operands, isDifferentiable: false) { build(RandomStreams(seed: 7), $0) }
}
