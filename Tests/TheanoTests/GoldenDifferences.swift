// Texts that are ours on purpose where Theano's are others.

extension GoldenTextTests {
  private static let square = "((v - w) ** TensorConstant{2})"

  static let texts: [String: String] = [
    // Sums and products have two operands.
    "T.add(x, y, z)": "((x + y) + z)",
    "T.mul(x, y, z)": "((x * y) * z)",
    // Operations of their own, not formulas.
    "T.nnet.relu(v)": "relu(v)",
    "M.min()": "Min{axis=(0, 1)}(M)",
    "v.norm(2)": "sqrt(Sum{acc_dtype=float64}((v * v)))",
    // Lengths are looked up one by one, and need no cast.
    "v.size": "Shape_i{0}(v)",
    "v.mean()": "(Sum{acc_dtype=float64}(v) / Shape_i{0}(v))",
    "M.mean(axis=0)": "(Sum{axis=[0], acc_dtype=float64}(M) / Shape_i{0}(M))",
    "((v - w) ** 2).mean()": "(Sum{acc_dtype=float64}(\(square)) / Shape_i{0}(\(square)))",
    // Bounds that are variables are shown.
    "v[i:j]": "v[i:j]",
    // A literal takes the dtype of the tensor beside it.
    "T.set_subtensor(M[0], 1)": "IncSubtensor{Set;int64}(M, TensorConstant{1.0}, Constant{0})",
  ]

  static let gradientTexts: [String: String] = [
    // Nothing is multiplied by zero, so that no NaN of the other branch comes through.
    "T.maximum(x, y) by x":
      "switch(ge(x, y), fill(maximum(x, y), TensorConstant{1.0}), TensorConstant{0})",
    "T.switch(y > 0, x, -x) by x": switchGradient,
    "v.max() by v": "switch(eq(v, \(maxOfV)), \(gradientOfMaxOfV), \(zero(gradientOfMaxOfV)))",
    "M.sum(axis=0).max() by M":
      "fill(M, switch(eq(\(columns), \(maxOfColumns)), \(gradientOfMax), \(zero(gradientOfMax))))",
    // Lengths are looked up one by one; a mean over all axes divides once.
    "v.mean() by v": "fill(v, (fill(\(meanOfV), TensorConstant{1.0}) / Shape_i{0}(v)))",
    "M.mean() by M":
      "fill(M, (fill((Sum{acc_dtype=float64}(M) / \(sizeOfM)), TensorConstant{1.0}) / \(sizeOfM)))",
  ]

  private static let meanOfV = "(Sum{acc_dtype=float64}(v) / Shape_i{0}(v))"
  private static let sizeOfM = "(Shape_i{0}(M) * Shape_i{1}(M))"
  private static let maxOfV = "MaxAndArgmax{axis=(0,)}(v)"
  private static let gradientOfMaxOfV = "fill(\(maxOfV), TensorConstant{1.0})"
  private static let columns = "Sum{axis=[0], acc_dtype=float64}(M)"
  private static let maxOfColumns = "MaxAndArgmax{axis=(0,)}(\(columns))"
  private static let gradientOfMax = "fill(\(maxOfColumns), TensorConstant{1.0})"

  private static func zero(_ gradient: String) -> String {
    "fill(\(gradient), TensorConstant{0.0})"
  }

  private static let switchGradient: String = {
    let condition = "gt(y, TensorConstant{0})"
    let start = "fill(switch(\(condition), x, (-x)), TensorConstant{1.0})"
    return "(switch(\(condition), \(start), \(zero(start))) "
      + "+ (-switch(\(condition), \(zero(start)), \(start))))"
  }()

  static let trees: [String: String] = [
    // Gradients are built with the operations of the user; a rank of 0 needs no DimShuffle.
    "T.grad(x ** 2, x)": """
    Elemwise{mul,no_inplace} [id A] ''
     |Elemwise{mul,no_inplace} [id B] ''
     | |Elemwise{second,no_inplace} [id C] ''
     | | |Elemwise{pow,no_inplace} [id D] ''
     | | | |x [id E]
     | | | |TensorConstant{2} [id F]
     | | |TensorConstant{1.0} [id G]
     | |TensorConstant{2} [id F]
     |Elemwise{pow,no_inplace} [id H] ''
       |x [id E]
       |Elemwise{sub,no_inplace} [id I] ''
         |TensorConstant{2} [id F]
         |TensorConstant{1} [id J]
    """,
    // A transpose has no name of its own.
    "M.T": """
    InplaceDimShuffle{1,0} [id A] ''
     |M [id B]
    """,
    // Scalars need no conversion.
    "v[1:3] * w[i]": """
    Elemwise{mul,no_inplace} [id A] ''
     |Subtensor{int64:int64:} [id B] ''
     | |v [id C]
     | |Constant{1} [id D]
     | |Constant{3} [id E]
     |InplaceDimShuffle{x} [id F] ''
       |Subtensor{int64} [id G] ''
         |w [id H]
         |i [id I]
    """,
    // Axes are part of the operation.
    "T.nnet.softmax(M)": """
    Softmax{axis=(1,)} [id A] ''
     |M [id B]
    """,
    "T.join(0, v, w)": """
    Join{axis=0} [id A] ''
     |v [id B]
     |w [id C]
    """,
    // Lengths are looked up one by one, and need no cast.
    "v.mean()": """
    Elemwise{true_div,no_inplace} [id A] ''
     |Sum{acc_dtype=float64} [id B] ''
     | |v [id C]
     |Shape_i{0} [id D] ''
       |v [id C]
    """,
  ]
}
