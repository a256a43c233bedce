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
  static let larger: [String: (nodes: Int, reason: String)] = [:]
}
