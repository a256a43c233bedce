import Theano

/// Functions, gradients, calls, updates and values that are wrong.
enum WrongCalls {
  static let mistakes = functions + calls + values + gradients

  private static let functions: [Mistake] = [
    .statements("missing input") { dice in
      let (x, y) = (dice.input(1, .float64), dice.input(1, .float64))
      _ = try function([x], x * y)
    },
    .statements("unused input") { dice in
      let (x, y) = (dice.input(1), dice.input(1))
      _ = try function([x, y], x * 2)
    },
    .statements("input twice") { dice in
      let x = dice.input(1)
      _ = try function([x, In(x, value: 1)], x * 2)
    },
    .statements("input that is none") { dice in
      let x = dice.input(1, .float64)
      let inputs: [any FunctionInput] = dice.pick([[shared(1.0)], [try constant(1.0)], [x[0, 0]]])
      _ = try function(inputs + [x], x)
    },
    .statements("default of another type") { dice in
      let x = dice.input(0, .int8)
      let value: any ArrayConvertible = dice.pick([1.5, 300, [1, 2]])
      _ = try function([In(x, value: value)], x + 1)
    },
    .statements("update of another type") { dice in
      let s = shared(1)
      let new = dice.pick([dice.input(0, .float64), dice.input(1, .int64), dice.input(0, .bool)])
      _ = try function([new], updates: [s: new])
    },
    .statements("update by a literal") { dice in
      let s = shared(Int32(1))
      _ = try function([], updates: [s: dice.pick([1.5, 3_000_000_000])])
    },
    .statements("two updates") { dice in
      let s = shared(dice.number(0...9))
      _ = try function([], updates: [(s, s + 1), (s, s + 2)])
    },
    .statements("update of an input") { dice in
      let x = dice.input(0, .int64)
      let wrong = dice.pick([dice.input(1, .int64), x + 0.5])
      _ = try function([In(x, value: 0, update: wrong)], x)
    },
    .statements("state without a value") { dice in
      let x = dice.input(0, .int64)
      _ = try function([In(x, update: x + 1)], x)
    },
    .statements("givens") { dice in
      let (x, y) = (dice.input(1, .float64), dice.input(1, .float32))
      let value: any VariableConvertible = dice.pick([y, dice.input(2, .float64), [[1.0]], 2.0])
      _ = try function([y], x + y, givens: [x: value])
    },
    .statements("given for an input") { dice in
      let x = dice.input(1, .float64)
      _ = try function([x], x + 1, givens: [x: x * 2])
    },
    .statements("mode") { dice in
      let x = dice.input(0)
      _ = try function([x], x + 1, mode: Mode(dice.pick(["", "FAST", "fast_run"])))
    },
    .statements("swap of a shared variable") { dice in
      let (s, t, u) = (shared(1.0), shared(2.0), shared(Float(1)))
      let f = try function([], s + 1)
      _ = try f.copy(swapping: dice.pick([[t: s], [s: u]]))
    },
    .statements("clone by another type") { dice in
      let x = dice.input(1, .float64)
      _ = try clone(x + 1, replacing: [x: dice.pick([dice.input(2), dice.input(1, .int8)])])
    },
  ]

  private static let calls: [Mistake] = [
    .statements("number of arguments") { dice in
      let (x, y) = (dscalar("x"), dscalar("y"))
      let f = try function([x, y], x + y)
      _ = try dice.pick([{ try f() }, { try f(1) }, { try f(1, 2, 3) }, { try f(x: 1) }])()
    },
    .statements("keywords") { dice in
      let (x, y) = (dscalar("x"), dscalar("y"))
      let f = try function([x, y], x + y)
      _ = try dice.pick([
        { try f(1, z: 2) }, { try f(1, x: 2) }, { try f(x: 1, x: 2) }, { try f(1, 2, y: 3) },
      ])()
    },
    .statements("keyword of two inputs") { dice in
      let (x, y) = (dscalar("x"), dscalar("x"))
      _ = try function([x, y], x - y)(dice.number(0...9), x: 1)
    },
    .statements("lossy argument") { dice in
      let (n, v) = (dice.input(0, .int8), dice.input(1, .float32))
      let f = try function([n, v], n + v.sum())
      let (small, list) = (NDArray(Float(1)), [Float(1)])
      _ = try dice.pick([
        { try f(1.5, list) }, { try f(300, list) }, { try f(NDArray(1), list) },
        { try f(small, list) },
        { try f(1, NDArray(elementsOf: [1.0])) }, { try f(1, [0.1]) },
      ])()
    },
    .statements("rank of an argument") { dice in
      let x = dice.input(1, .float64)
      let f = try function([x], x + 1)
      let value: any ArrayConvertible = dice.pick([1.0, [[1.0]], NDArray(1.0), [[[1.0]]]])
      _ = try f.call([value])
    },
    .statements("length of an argument") { dice in
      let (n, m) = dice.differentLengths()
      let x = dice.input(shape: [n, 1], .float64)
      let f = try function([x], x + 1)
      _ = try f.call([try NDArray.zeros(dice.pick([[m, 1], [n, 2], [n, 0]]))])
    },
    .statements("ragged arrays") { dice in
      let x = dice.input(2, .float64)
      let f = try function([x], x + 1)
      let ragged = dice.pick([[[1.0], [1, 2]], [[], [1.0]], [[1.0, 2], [1], [3]]])
      _ = try dice.pick([
        { _ = try f(ragged) }, { _ = try constant(ragged) }, { _ = try shared(ragged) },
        { _ = try NDArray(ragged) }, { _ = try x.eval([x: ragged]) },
      ])()
    },
    .statements("strict input") { dice in
      let x = dice.input(0, .float64)
      let f = try function([In(x, strict: true)], x + 1)
      _ = try f.call([dice.pick([NDArray(1), NDArray(Float(1))])])
    },
    .statements("default of what has none") { dice in
      let (x, y) = (dice.input(0, .float64), dice.input(0, .float64))
      let f = try function([x], x + 1)
      _ = try dice.pick([
        { _ = try f[x] }, { _ = try f[y] }, { try f.setDefault(1, of: x) },
        { try f.setDefault(1, of: y) },
      ])()
    },
    .statements("eval") { dice in
      let (x, y) = (dice.input(1, .float64), dice.input(1, .float64))
      _ = try dice.pick([
        { try (x + y).eval() }, { try (x + y).eval([x: [1.0]]) }, { try x.eval([x: 1]) },
        { try (x + y).eval([x: [1.0, 2], y: [1.0, 2, 3]]) },
      ])()
    },
    .statements("NaN in the mode that guards against it") { dice in
      let x = dice.input(0, .float64)
      _ = try function([x], dice.pick([log(x), x / 0, sqrt(x)]), mode: .nanGuard)(-1.0)
    },
  ]

  private static let values: [Mistake] = [
    .statements("value of a shared variable") { dice in
      let s = try shared([1.0, 2])
      let value: any ArrayConvertible = dice.pick([1.0, [[1.0]], NDArray(1.0)])
      try s.setValue(value)
    },
    .statements("wrong value in a property") { dice in
      let s = try shared([1, 2])
      s.value = dice.pick([NDArray(1), NDArray(1.5), try .zeros([2], dtype: .float64)])
      _ = try dice.pick([{ try s.getValue() }, { try function([], s + 1)() }])()
    },
    .statements("pattern of a shared variable") { dice in
      _ = try shared([[1.0, 2]], broadcastable: dice.pick([[true], [false, true], []]))
    },
    .statements("shape of an update") { dice in
      let s = try shared([[1.0, 2]], broadcastable: [true, false])
      let x = dice.input(2, .float64)
      let f = try function([x], updates: [s: x])
      try f.call([try NDArray.zeros([dice.number(2...4), 2])])
    },
    .statements("arrays") { dice in
      let n = dice.pick([dice.negative(), dice.hugeCount()])
      _ = try dice.pick([
        { try NDArray.zeros([n, 2]) }, { try NDArray.ones([2, n]) }, { try .full([n], 1) },
        { try NDArray([1, 2, 3], shape: [2]) }, { try NDArray([1], shape: [n]) },
        { try NDArray([1, 2, 3]).reshaped(to: [2, n]) }, { try NDArray(0 ..< .max) },
        { try NDArray(Int.min ... .max) }, { try constant(0 ..< .max).eval() },
      ])()
    },
  ]

  private static let gradients: [Mistake] = [
    .statements("gradient of an array") { dice in
      let x = dice.input(dice.number(1...3))
      _ = try grad(x * x, wrt: x)
    },
    .statements("gradient of a complex number") { dice in
      let z = dice.input(0, .complex128)
      _ = try grad(z * z, wrt: z)
    },
    .statements("gradient by what the cost does not need") { dice in
      let (x, y) = (dice.input(1), dice.input(1))
      let cost = dice.pick([
        x.sum(), (x + disconnectedGrad(y)).sum(), x.sum() * cast(y.shape[0], .float64),
      ])
      _ = try dice.pick([
        { _ = try grad(cost, wrt: y) }, { _ = try grad(cost, wrt: [x, y]) },
        { _ = try jacobian(cost, wrt: y) }, { _ = try hessian(cost, wrt: y) },
      ])()
    },
    .statements("gradient that is a disconnected variable") { dice in
      let (x, y) = (dice.input(0), dice.input(0))
      let g = try grad(
        x * 2, wrt: y, disconnectedInputs: .ignore, returnDisconnected: .disconnected)
      _ = try (g + dice.number(0...3)).eval()
    },
    .statements("undefined gradient") { dice in
      let x = dice.input(0)
      _ = try grad(undefinedGrad(x) * 2, wrt: x)
    },
    .statements("gradient of an operation without one") { dice in
      let x = dice.input(0, .float64)
      let op = asOp(name: "f", inputTypes: [x.type], outputTypes: [x.type]) { $0 }
      _ = try grad(op(x) * 2, wrt: x)
    },
    .statements("user's gradient of the wrong count") { dice in
      let x = dice.input(0, .float64)
      let gradient: UserOp.Gradient = dice.pick([
        { _, _, _ in [] }, { _, _, dy in dy + dy },
      ])
      let op = asOp(name: "f", inputTypes: [x.type], outputTypes: [x.type], gradient: gradient) {
        $0
      }
      _ = try grad(op(x), wrt: x)
    },
    .statements("user's gradient of another type") { dice in
      let (x, wrong) = (dice.input(1, .float64), dice.input(2, .float64))
      let op = asOp(
        name: "f", inputTypes: [x.type], outputTypes: [x.type], gradient: { _, _, _ in [wrong] }
      ) { $0 }
      _ = try grad(op(x).sum(), wrt: x).eval([x: [1.0], wrong: [[1.0]]])
    },
    .statements("nothing to differentiate") { dice in
      let x = dice.input(dice.number(0...1))
      _ = try grad(nil, wrt: x)
    },
    .statements("known gradients") { dice in
      let x = dice.input(1, .float64)
      let known = dice.pick([dice.input(0), dice.input(1, .int64), dice.input(2), x[0, 0]])
      _ = try grad(nil, wrt: x, knownGrads: [x * 2: known])
    },
    .statements("products with Jacobians") { dice in
      let (x, v) = (dice.input(1, .float64), dice.input(2, .float64))
      _ = try dice.pick([
        { _ = try lop([x * 2], wrt: [x], evalPoints: []) },
        { _ = try lop(x * 2, wrt: x, evalPoint: v) }, { _ = try rop(x * 2, wrt: x, evalPoint: v) },
        { _ = try hessianVectorProduct(x * 2, wrt: x, vector: x) },
        { _ = try hessianVectorProduct((x * x).sum(), wrt: x, vector: v) },
        { _ = try rop([x * 2], wrt: [x], evalPoints: []) },
        { _ = try hessian(x * 2, wrt: x) },
      ])()
    },
  ]
}

extension NDArray {
  /// The vector of `elements`.
  fileprivate init(elementsOf elements: [Double]) throws {
    try self.init(elements, shape: [elements.count])
  }
}
