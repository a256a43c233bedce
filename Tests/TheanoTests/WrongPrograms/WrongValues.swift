import Theano

/// Expressions that can be computed for some values of their inputs, but not for these.
enum WrongValues {
  static let mistakes = lengths + values

  private static let lengths: [Mistake] = [
    .run("elementwise lengths") { dice in
      let (n, m) = dice.differentLengths()
      let (x, y) = (dice.input(1, .float64), dice.input(1, .float64))
      let z = dice.pick([x + y, x * y, maximum(x, y), fill(x, y), x ** y, `switch`(x .> 0, y, x)])
      return (z, [(x, try .zeros([n])), (y, try .zeros([m]))])
    },
    .run("length 1 does not broadcast unless declared") { dice in
      let (x, y) = (dice.input(2, .float64), dice.input(2, .float64))
      return (x + y, [(x, try .zeros([1, 3])), (y, try .zeros([dice.number(2...4), 3]))])
    },
    .run("products") { dice in
      let (n, m) = dice.differentLengths()
      let (x, y) = (dice.input(2, .float64), dice.input(2, .float64))
      let z = dice.pick([
        dot(x, y), matmul(x, y), tensordot(x, y, axes: 1), batchedDot(x, y), x.dot(y[.all, 0]),
        tensordot(x, y, axes: ([1], [1])),
      ])
      return (z, [(x, try .zeros([n, n])), (y, try .zeros([m, m]))])
    },
    .run("parts") { dice in
      let (n, m) = dice.differentLengths()
      let (x, y) = (dice.input(2, .float64), dice.input(2, .float64))
      let z = dice.pick([
        concatenate([x, y], axis: 1), stack([x, y]), incSubtensor(x[0], y[0]),
        setSubtensor(x[.all, 0], y[.all, 0]), specifyShape(x, [m, m]) + y.sum(),
        addBroadcast(x, 0) + y.sum(),
      ])
      return (z, [(x, try .zeros([n, n])), (y, try .zeros([m, m]))])
    },
    .run("reshape") { dice in
      let x = dice.input(1, .float64)
      let z = dice.pick([
        x.reshape([2, 2]), x.reshape([2, -1]), x.reshape([3, 0, -1]), x.reshape([1 << 62, 4]),
      ])
      return (z, [(x, try .zeros([7]))])
    },
    .run("lengths that cannot be") { dice in
      let (x, n) = (dice.input(1, .float64), dice.input(0, .int64))
      let z = dice.pick([
        zeros([n]), ones([n, 2]), alloc(x, n, 3), eye(n), tile(x, [n]), `repeat`(x, n),
        linspace(0, 1, n), x.reshape([n, 7]), full([2, n], 1.0),
      ])
      let count = dice.pick([dice.negative(), dice.hugeCount()])
      return (z + x.sum(), [(x, try .zeros([3])), (n, NDArray(Int64(count)))])
    },
    .run("split") { dice in
      let (x, sizes) = (dice.input(1, .float64), dice.input(1, .int64))
      let parts = split(x, sizes, nSplits: 2)
      let wrong = dice.pick([[1, 3], [-1, 6], [5], [1, 2, 2], [.max, .min], [.max, .max]])
      return (parts[1], [(x, try .zeros([5])), (sizes, try NDArray(wrong))])
    },
    .run("topk") { dice in
      let x = dice.input(1, .float64)
      return (topk(x, dice.pick([4, -4, .min, .max])), [(x, try .zeros([3]))])
    },
  ]

  private static let values: [Mistake] = [
    .run("index out of range") { dice in
      let (x, i) = (dice.input(2, .float64), dice.input(0, .int64))
      let n = dice.number(1...4)
      let z = dice.pick([
        x[i], x[0, i], setSubtensor(x[i], 1), incSubtensor(x[.all, i], 1), take(x, i, axis: 0),
        x[i, .stride(by: 2)],
      ])
      return (z, [(x, try .zeros([n, n])), (i, NDArray(Int64(dice.badAxis(n))))])
    },
    .run("index vector out of range") { dice in
      let (x, i) = (dice.input(2, .float64), dice.input(1, .int64))
      let z = dice.pick([
        x[i], x[.all, i], setSubtensor(x[i], 1), incSubtensor(x[i, i], 1), take(x, i, axis: 1),
      ])
      return (z, [(x, try .zeros([3, 3])), (i, try NDArray([0, dice.badAxis(3)]))])
    },
    .run("constant index out of range") { dice in
      let x = dice.input(1, .float64)
      return (x[dice.number(3...9)], [(x, try .zeros([dice.number(0...3)]))])
    },
    .run("mask of another length") { dice in
      let (x, mask) = (dice.input(1, .float64), dice.input(1, .bool))
      return (x[mask], [(x, try .zeros([3])), (mask, try .zeros([4], dtype: .bool))])
    },
    .run("zero step") { dice in
      let (x, step) = (dice.input(1, .float64), dice.input(0, .int64))
      let z = dice.pick([x[.stride(by: step)], setSubtensor(x[.stride(by: step)], 1)])
      return (z, [(x, try .zeros([3])), (step, NDArray(Int64(0)))])
    },
    .run("division of integers by zero") { dice in
      let (x, y) = (dice.input(1, .int32), dice.input(1, .int32))
      let z = dice.pick([intDiv(x, y), x % y, divmod(x, y).remainder])
      return (z, [(x, try .zeros([2], dtype: .int32)), (y, try .zeros([2], dtype: .int32))])
    },
    .run("nothing to reduce") { dice in
      let x = dice.input(1, .float64)
      return (
        dice.pick([x.max(), x.min(), cast(argmax(x), .float64)]), [(x, try .zeros([0]))]
      )
    },
    .run("classes that are none") { dice in
      let (p, y) = (dice.input(2, .float64), dice.input(1, .int64))
      let z = dice.pick([
        categoricalCrossentropy(p, y), crossentropySoftmax1hot(p, y).crossentropy,
        toOneHot(y, 3) + p.sum(),
      ])
      let wrong = dice.pick([3, 99, .max, -4, .min])
      return (z, [(p, try .zeros([2, 3])), (y, try NDArray([0, wrong]))])
    },
    .run("bincount of negative numbers") { dice in
      let x = dice.input(1, .int64)
      return (bincount(x), [(x, try NDArray([dice.pick([-1, .min, .max])]))])
    },
    .run("arange") { dice in
      let (start, step) = (dice.input(0, .int64), dice.input(0, .int64))
      let size = dice.pick([Int64(0), 1])
      return (
        arange(start, Variable(integerLiteral: .max), step),
        [(start, NDArray(Int64.min)), (step, NDArray(size))]
      )
    },
    .run("unravelIndex") { dice in
      let i = dice.input(1, .int64)
      let z = dice.pick([unravelIndex(i, [2, 3])[0], choose(i, [zeros([2]), ones([2])])])
      return (z, [(i, try NDArray([0, dice.pick([6, -7, .max, .min])]))])
    },
    .run("assertions") { dice in
      let x = dice.input(1, .float64)
      return (
        dice.pick([assertOp(x, x.sum() .> 0), raiseOp(x, message: "no")]), [(x, try .zeros([2]))]
      )
    },
    .run("user's operation") { dice in
      let x = dice.input(1, .float64)
      let results = dice.pick([
        [NDArray(1.0)], [], [try .zeros([2], dtype: .float32)], [try .zeros([2]), try .zeros([2])],
      ])
      let op = asOp(name: "f", inputTypes: [x.type], outputTypes: [x.type]) { _ in results }
      return (op(x), [(x, try .zeros([2]))])
    },
    .run("user's operation throws") { dice in
      struct Failure: Error {}
      let x = dice.input(1, .float64)
      let op = asOp(name: "f", inputTypes: [x.type], outputTypes: [x.type]) { _ in throw Failure() }
      return (op(x), [(x, try .zeros([2]))])
    },
  ]
}
