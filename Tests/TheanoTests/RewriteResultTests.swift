import TestSupport
import Testing
import Theano

/// What rewriting is for: expressions as a person would write them, and numbers that are right.
@Suite("What rewrites achieve") struct RewriteResultTests {
  @Test("The tutorial's gradient")
  func tutorialGradient() throws {
    let x = dscalar("x")
    let f = try function([x], grad(x ** 2, wrt: x), mode: .fastRun)
    #expect(pp(f.graph[0]) == "(TensorConstant{2.0} * x)")
    #expect(try f(4).reals == [8])
    let y = fscalar("x")
    let single = try function([y], grad(y ** 2, wrt: y), mode: .fastRun)
    #expect(pp(single.graph[0]) == "(TensorConstant{2.0} * x)")
  }

  /// log(1 + exp x), by mpmath with 50 digits.
  @Test("log(1 + exp x) of large and small numbers")
  func softplusOfLarge() throws {
    let x = dvector("x")
    let f = try function([x], log(1 + exp(x)), mode: .fastRun)
    let points: [Double] = [-1000, -745, -40, -0.5, 0, 36.5, 50, 710, 1000]
    let expected = [
      0, 0, 4.248354255291589e-18, 0.4740769841801067, 0.6931471805599453, 36.5, 50, 710, 1000,
    ]
    #expect(isNear(try f(points), expected))
    let slope = try function([x], grad(log(1 + exp(x)).sum(), wrt: x), mode: .fastRun)
    #expect(isNear(try slope([-1000, -40, 0, 40, 1000]), [0, 4.248354255291589e-18, 0.5, 1, 1]))
  }

  /// By mpmath with 50 digits.
  @Test("Logarithms of softmax of large logits")
  func logSoftmaxOfLarge() throws {
    let x = dmatrix("x")
    let logits: [[Double]] = [[1e4, -1e4, 0], [-1e4, -1e4, -10000.5], [1, 2, 3]]
    let expected = [
      0, -20000, -10000, -0.9580200879470337, -0.9580200879470337, -1.4580200879470337,
      -2.40760596444438, -1.4076059644443804, -0.4076059644443803,
    ]
    let byHand = exp(x) / exp(x).sum(axis: 1, keepdims: true)
    for (label, logs) in [
      ("log(softmax)", log(softmax(x))), ("of the formula", log(byHand)),
      ("log-sum-exp", x - log(exp(x).sum(axis: 1, keepdims: true))),
    ] {
      let f = try function([x], logs, mode: .fastRun)
      #expect(isNear(try f(logits), expected), "\(label): \(pp(f.graph[0]))")
    }
    let labels = lvector("labels")
    let cost = categoricalCrossentropy(softmax(x), labels).sum()
    let f = try function([x, labels], [cost, grad(cost, wrt: x)], mode: .fastRun)
    let results = try f(logits, [1, 2, 0])
    #expect(isNear(results[0], [20000 + 1.4580200879470337 + 2.40760596444438]))
    #expect(
      isNear(
        results[1],
        [
          1, -1, 0, 0.38365173119055, 0.38365173119055, -0.7673034623811, -0.9099694268296,
          0.24472847105479767, 0.6652409557748218,
        ], relative: 1e-12))
  }

  /// By mpmath with 50 digits.
  @Test("Cross-entropy of sigmoid of large logits")
  func sigmoidCrossentropyOfLarge() throws {
    let (x, t) = (dvector("x"), dvector("t"))
    let logits: [Double] = [1000, 1000, -1000, -1000, 1000, -1000, 37.5, -40, 0.5]
    let targets: [Double] = [0, 1, 0, 1, 0.25, 0.25, 0.5, 0, 0.25]
    let expected: [Double] = [
      1000, 0, 0, 1000, 750, 250, 18.75, 4.248354255291589e-18, 0.8490769841801067,
    ]
    let slopes: [Double] = [
      1, 0, 0, -1, 0.75, -0.25, 0.49999999999999994, 4.248354255291589e-18, 0.37245933120185454,
    ]
    let cost = binaryCrossentropy(sigmoid(x), t)
    let f = try function([x, t], [cost, grad(cost.sum(), wrt: x)], mode: .fastRun)
    let results = try f(logits, targets)
    #expect(isNear(results[0], expected), "\(results[0].reals): \(pp(f.graph[0]))")
    #expect(
      isNear(results[1], slopes, relative: 1e-9, absolute: 1e-15),
      "\(results[1].reals): \(pp(f.graph[1]))")
  }

  @Test("Random draws cancel, and their states advance as without rewriting")
  func nearlyZeros() throws {
    let modes: [Mode] = [.fastRun, .reference]
    let states = try modes.map { mode in
      let u = RandomStreams(seed: 234).uniform([2, 2])
      let zeros = try function([], u + u - 2 * u, mode: mode)
      let isDrawn = toposort([zeros.graph[0]]).contains { $0.op.name == "uniform" }
      #expect(isDrawn == (mode == .reference))
      let draw = try function([], u, mode: mode)
      var seen: [RandomState] = []
      for _ in 0..<3 {
        #expect(try zeros().reals == [0, 0, 0, 0])
        seen.append(try u.rng.getValue())
        _ = try draw()
        seen.append(try u.rng.getValue())
      }
      #expect(Set(seen).count == 6)
      return seen
    }
    #expect(states[0] == states[1])
  }

  @Test("The gradient of a cross-entropy has one softmax")
  func oneSoftmax() throws {
    let (x, labels) = (dmatrix("x"), lvector("labels"))
    let weights = dmatrix("W")
    let cost = categoricalCrossentropy(softmax(dot(x, weights)), labels).mean()
    let f = try function([x, weights, labels], [cost, grad(cost, wrt: weights)], mode: .fastRun)
    let nodes = toposort(f.graph)
    let softmaxes = nodes.filter { ["Softmax", "LogSoftmax"].contains($0.op.name) }
    #expect(softmaxes.count <= 2, "\(debugString(f))")
    for node in softmaxes {
      let below = toposort(node.inputs).map(\.op.name)
      #expect(!below.contains { $0.contains("Softmax") }, "\(debugString(f))")
    }
    // The cost takes logarithms of sums only, the gradient none.
    let gradientNodes = toposort([f.graph[1]]).map(\.op.name)
    #expect(!gradientNodes.contains("log"), "\(debugString(f))")
  }

  /// Whether all elements are near those expected, and finite.
  private func isNear(
    _ value: NDArray, _ expected: [Double], relative: Double = 1e-14, absolute: Double = 1e-300
  ) -> Bool {
    value.count == expected.count
      && zip(value.reals, expected).allSatisfy { $0.isNear($1, relative, absolute) }
  }
}
