import Theano

/// A graph to be compiled: the leaves that are given values, and what is computed.
struct Graph {
  var inputs: [Variable]
  var outputs: [Variable]

  /// How many nodes the outputs need.
  var nodeCount: Int { toposort(outputs).count }
}

extension Graph {
  /// A network of dense layers, each with weights of its own; with the gradients by all of them if wanted.
  static func perceptron(layers: Int, hasGradient: Bool) throws -> Graph {
    let x = dmatrix("x"), labels = lvector("labels")
    var h: Variable = x
    var weights: [Variable] = []
    for layer in 0..<layers {
      let W = dmatrix("W\(layer)"), b = dvector("b\(layer)")
      weights += [W, b]
      h = tanh(dot(h, W) + b)
    }
    let cost = categoricalCrossentropy(softmax(h), labels).mean()
    return try Graph(inputs: [x, labels] + weights, cost, hasGradient ? weights : [])
  }

  /// Residual blocks: a product, a normalisation over the batch, a rectifier, a second product and the way past
  /// both.
  static func residual(blocks: Int, hasGradient: Bool) throws -> Graph {
    let x = dmatrix("x")
    var h: Variable = x
    var weights: [Variable] = []
    for block in 0..<blocks {
      let V = dmatrix("V\(block)"), W = dmatrix("W\(block)")
      let b = dvector("b\(block)"), scale = dvector("s\(block)"), shift = dvector("t\(block)")
      weights += [V, W, b, scale, shift]
      let a = dot(h, V) + b
      let mean = a.mean(axis: 0, keepdims: true)
      let variance = sqr(a - mean).mean(axis: 0, keepdims: true)
      h = h + dot(relu((a - mean) / sqrt(variance + 1e-5) * scale + shift), W)
    }
    return try Graph(inputs: [x] + weights, sqr(h).mean(), hasGradient ? weights : [])
  }

  /// A chain of element-wise operations, five for each step.
  static func chain(steps: Int, hasGradient: Bool) throws -> Graph {
    let x = dvector("x"), y = dvector("y")
    var h: Variable = x
    for _ in 0..<steps { h = tanh(h * 1.5 + y) - 0.5 * h }
    return try Graph(inputs: [x, y], h.sum(), hasGradient ? [x, y] : [])
  }

  /// Layers of attention with several heads, of batches of any shape: every length is looked up.
  static func attention(layers: Int, hasGradient: Bool) throws -> Graph {
    let x = dtensor3("x"), mask = dmatrix("mask")
    let heads = 4
    var h: Variable = x
    var weights: [Variable] = []
    for layer in 0..<layers {
      let matrices = ["Q", "K", "V", "O", "F", "G"].map { dmatrix("\($0)\(layer)") }
      weights += matrices
      let (batch, time, width) = (h.shape[0], h.shape[1], h.shape[2])
      let depth = intDiv(width, Variable(integerLiteral: heads))
      func split(_ matrix: Variable) -> Variable {
        tensordot(h, matrix, axes: 1).reshape([batch, time, heads, depth]).dimshuffle(0, 2, 1, 3)
          .reshape([batch * heads, time, depth])
      }
      let (q, k, v) = (split(matrices[0]), split(matrices[1]), split(matrices[2]))
      let scores =
        batchedDot(q, k.dimshuffle(0, 2, 1)) / sqrt(cast(depth, .float64))
        + mask.dimshuffle("x", 0, 1)
      let mixed = batchedDot(softmax(scores), v).reshape([batch, heads, time, depth])
        .dimshuffle(0, 2, 1, 3).reshape([batch, time, width])
      h = normalised(h + tensordot(mixed, matrices[3], axes: 1))
      h = normalised(h + tensordot(relu(tensordot(h, matrices[4], axes: 1)), matrices[5], axes: 1))
    }
    return try Graph(inputs: [x, mask] + weights, sqr(h).mean(), hasGradient ? weights : [])
  }

  /// Rows less their mean, divided by their standard deviation.
  private static func normalised(_ x: Variable) -> Variable {
    let centred = x - x.mean(axis: 2, keepdims: true)
    return centred / sqrt(sqr(centred).mean(axis: 2, keepdims: true) + 1e-5)
  }

  private init(inputs: [Variable], _ cost: Variable, _ wrt: [Variable]) throws {
    self.inputs = inputs
    outputs = [cost] + (wrt.isEmpty ? [] : try grad(cost, wrt: wrt))
  }
}
