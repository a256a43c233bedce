// Where our rewritten graphs are others than Theano's on purpose.

extension GoldenRewriteTests {
  /// What our compiled expressions print as, where Theano's have composites, which are a matter of its
  /// code generation, or names of operations of its own.
  static let texts: [String: String] = [
    // The formula that is in Theano's composite.
    "T.grad(x ** 3, x)": "(TensorConstant{3.0} * sqr(x))",
    "T.log(T.nnet.sigmoid(v))": "(-softplus((-v)))",
    "x / y / z": "((x / y) / z)",
    // Theano's text names the work in place.
    "T.sum(2 * v)": "(TensorConstant{2.0} * Sum{acc_dtype=float64}(v))",
    // Reversing twice gives the vector itself; Theano's index works that out when it runs.
    "v[::-1][::-1]": "v",
    // Which routine multiplies is decided when code is generated.
    "T.dot(M, N).T": "(N.T \\dot M.T)",
  ]

  /// How many operations ours have where they are more than Theano's, and why.
  static let larger: [String: (nodes: Int, reason: String)] = [
    "x + y - y": (2, infinities), "(x - y) + y": (2, infinities), "x - x": (1, infinities),
    "x * y / x": (2, zeros), "x * y / y": (2, zeros), "x / x": (1, zeros), "x * 0": (1, zeros),
    "0 / x": (1, zeros), "x / T.abs_(x)": (2, zeros), "(x / y + z / y) * y": (4, zeros),
    "T.eq(x, x)": (1, nans), "T.neq(x, x)": (1, nans), "x <= x": (1, nans),
    "T.tanh(T.arctanh(x))": (2, "outside of -1…1 there is no number"),
    "x // 1": (1, "rounds down: Theano's result is wrong"),
    "T.sum(T.concatenate([v, w]))": (3, "two sums need no copy of the operands"),
    "T.alloc(x, i).sum()": (4, "work on scalars in place of an array"),
    "T.nnet.softmax(M + v)": (2, fused),
    "T.nnet.categorical_crossentropy(T.nnet.softmax(M), iv)": (3, fused),
    "T.grad(T.nnet.categorical_crossentropy(T.nnet.softmax(M), iv).mean(), M)": (7, fused),
    "T.dot(M, v) + w": (2, routines), "M + 0.5 * T.dot(N, W)": (3, routines),
    "M - 0.1 * T.dot(N.T, W)": (3, routines), "0.3 * T.dot(M, N)": (2, routines),
    "T.outer(v, w) + M": (2, routines),
  ]

  private static let infinities = "the difference of infinities is no number"
  private static let zeros = "a zero or an infinity among the factors gives no number"
  private static let nans = "what is no number is not equal to itself"
  private static let fused = "what is computed in one loop is decided when code is generated"
  private static let routines = "which routine multiplies is decided when code is generated"
}
