import TestSupport
import Testing
import Theano

/// A way in which people write a cost of logits, with the place of the cost in the golden file.
private struct Cost: Sendable, CustomTestStringConvertible {
  var op: String
  var text: String
  var build: @Sendable (_ z: Variable, _ target: Variable) -> Variable

  init(_ op: String, _ text: String, _ build: @escaping @Sendable (Variable, Variable) -> Variable)
  {
    (self.op, self.text, self.build) = (op, text, build)
  }

  var testDescription: String { text }
}

/// exp(z) / Σ exp(z), as people write it.
private func handWritten(_ z: Variable) -> Variable {
  exp(z) / exp(z).sum(axis: 1, keepdims: true)
}

/// The places of the elements of each row that `y` names.
private func rows(_ y: Variable) -> Variable { arange(y.shape[0]) }

private let costs: [Cost] = [
  Cost("classes", "log(softmax(z))[rows, y]") { z, y in -log(softmax(z))[rows(y), y].mean() },
  Cost("classes", "log(softmax(z)[rows, y])") { z, y in -log(softmax(z)[rows(y), y]).mean() },
  Cost("classes", "categoricalCrossentropy(softmax(z), y)") { z, y in
    categoricalCrossentropy(softmax(z), y).mean()
  },
  Cost("classes", "crossentropySoftmax1hot") { z, y in
    crossentropySoftmax1hot(z, y).crossentropy.mean()
  },
  Cost("classes", "log(hand-written softmax)[rows, y]") { z, y in
    -log(handWritten(z))[rows(y), y].mean()
  },
  Cost("classes", "log(hand-written softmax[rows, y])") { z, y in
    -log(handWritten(z)[rows(y), y]).mean()
  },
  Cost("classes", "logsumexp(z) - z[rows, y]") { z, y in
    (log(exp(z).sum(axis: 1)) - z[rows(y), y]).mean()
  },
  Cost("classes", "columns") { z, y in
    let logs = log(softmax(z.transpose(), axis: 0))
    return -logs[y, rows(y)].mean()
  },
  Cost("classes", "one-hot") { z, y in
    -(toOneHot(y, 3) * log(softmax(z))).sum(axis: 1).mean()
  },
  Cost("distributions", "categoricalCrossentropy(softmax(z), t)") { z, t in
    categoricalCrossentropy(softmax(z), t).mean()
  },
  Cost("distributions", "t * log(hand-written softmax)") { z, t in
    -(t * log(handWritten(z))).sum(axis: 1).mean()
  },
  Cost("distributions", "t * (z - logsumexp(z))") { z, t in
    -(t * (z - log(exp(z).sum(axis: 1, keepdims: true)))).sum(axis: 1).mean()
  },
  Cost("logsumexp", "log(sum(exp(z)))") { z, _ in log(exp(z).sum(axis: 1)).sum() },
  Cost("logsumexp", "log(sum(exp(z), keepdims))") { z, _ in
    log(exp(z).sum(axis: 1, keepdims: true)).sum()
  },
  Cost("logsumexp", "log(3 * mean(exp(z)))") { z, _ in log(3 * exp(z).mean(axis: 1)).sum() },
]

@Suite("Costs of probabilities, compiled")
struct SoftmaxRewriteTests {
  @Test("Values and gradients are right for logits of ±10,000", arguments: costs)
  private func valuesAreExact(_ cost: Cost) throws {
    let cases = try GoldenFile("softmax.json").cases.filter { $0.op == cost.op }
    #expect(cases.count == 3)
    let z = dmatrix("z")
    for golden in cases {
      let values = try golden.inputs.map { try $0.array() }
      let target =
        values.count > 1 ? Variable(TensorType(values[1].dtype, ndim: values[1].ndim)) : z
      let value = cost.build(z, target)
      let inputs = values.count > 1 ? [z, target] : [z]
      let f = try function(
        inputs, [value, grad(value, wrt: z)], onUnusedInput: .ignore, mode: .fastRun)
      let results = try values.count > 1 ? f(values[0], values[1]) : f(values[0])
      for (result, expected) in zip(results, golden.outputs) {
        let difference = result.difference(
          from: try expected.array(), relative: 1e-11, absolute: 1e-15)
        #expect(difference == nil, "\(cost.text), \(golden.args)")
      }
    }
  }

  @Test(
    "A gradient holds one softmax, no logarithm, and no division by probabilities",
    arguments: costs)
  private func gradientsAreDirect(_ cost: Cost) throws {
    let z = dmatrix("z")
    let target = cost.op == "classes" ? lvector("y") : dmatrix("t")
    let value = cost.build(z, target)
    let f = try function(
      [z, target], grad(value, wrt: z), onUnusedInput: .ignore, mode: .fastRun)
    let text = debugString(f)
    #expect(text.countOfNodes("Softmax{") == 1, "\(text)")
    #expect(text.countOfNodes("Elemwise{exp,") == 0, "\(text)")
    #expect(text.countOfNodes("Elemwise{log,") == 0, "\(text)")
  }

  @Test("Entropies have finite gradients where probabilities underflow")
  func entropy() throws {
    let z = dvector("z")
    let p = softmax(z)
    let f = try function([z], grad(-(p * log(p)).sum(), wrt: z), mode: .fastRun)
    #expect(try f([1e4, 0.0, -1e4]).reals == [0, 0, 0])
  }

  @Test("Each form of softmax is one operation")
  func formsOfSoftmax() throws {
    let z = dmatrix("z")
    let shifted = exp(z - z.max(axis: 1, keepdims: true))
    let forms = [
      handWritten(z), shifted / shifted.sum(axis: 1, keepdims: true),
      exp(z) * (1 / exp(z).sum(axis: 1, keepdims: true)), exp(log(softmax(z))), softmax(z + 3),
      exp(z - log(exp(z).sum(axis: 1, keepdims: true))), softmax(z),
    ]
    func compiled(_ expression: Variable) throws -> String {
      debugString(try function([z], expression, mode: .fastRun))
    }
    for form in forms {
      #expect(try compiled(form) == compiled(softmax(z)))
      #expect(try compiled(log(form)) == compiled(logSoftmax(z)))
    }
  }

  @Test("The place of the greatest probability is that of the greatest logit")
  func places() throws {
    let z = dmatrix("z")
    let f = try function([z], argmax(softmax(z), axis: 1), mode: .fastRun)
    #expect(try f([[800.0, 900, 1000], [0, 1e-17, 0]]).ints == [2, 1])
    #expect(debugString(f).countOfNodes("Softmax") == 0)
  }

  @Test("Not a number stays in its row")
  func notANumber() throws {
    let (z, y) = (dmatrix("z"), lvector("y"))
    let cost = -log(softmax(z))[rows(y), y].sum()
    let f = try function([z, y], grad(cost, wrt: z))
    let slopes = try f([[.nan, 0.0], [0.0, 0.0]], [0, 1]).reals
    #expect(slopes[0].isNaN && slopes[1].isNaN)
    #expect(slopes.suffix(2) == [0.5, -0.5])
  }
}

extension String {
  /// The number of different nodes of a printed graph whose name begins with `name`; later uses of a node
  /// are printed with the same mark.
  fileprivate func countOfNodes(_ name: String) -> Int {
    let lines = split(separator: "\n").filter {
      $0.drop { " |-".contains($0) }.hasPrefix(name)
    }
    let marks = lines.compactMap { line in line.split(separator: "[id ").last?.prefix { $0 != "]" }
    }
    return Set(marks).count
  }
}
