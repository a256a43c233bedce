import Theano

/// Expressions of wrong dtypes, ranks and lengths.
enum WrongExpressions {
  static let mistakes = dtypes + ranks + lengths + indices

  private static let dtypes: [Mistake] = [
    .expression("bits of floats") { dice in
      let (x, y) = (dice.input(dice.number(0...2)), dice.input(0, dice.dtype()))
      return dice.pick([x & y, x | y, x ^ y, ~x, and(y, x), bitwiseOr(x, x)])
    },
    .expression("bits of bool and integer") { dice in
      let (x, y) = (dice.input(1, .bool), dice.input(1, dice.pick([.int8, .int64])))
      return dice.pick([x & y, y | x, x ^ y])
    },
    .expression("minus of bool") { dice in
      let x = dice.input(dice.number(0...2), .bool)
      return dice.pick([-x, x - x])
    },
    .expression("order of complex numbers") { dice in
      let z = dice.input(dice.number(0...2), dice.pick([.complex64, .complex128]))
      return dice.pick([
        z .< z, z .>= 1, maximum(z, z), floor(z), ceil(z), sort(z.flatten()), clip(z, z, z), erf(z),
        z % z, intDiv(z, z), z.max(), argmin(z), median(z), arctan2(z, z), softmax(z.flatten()),
        gammaln(z), sigmoidBinaryCrossentropy(z, z), searchsorted(z.flatten(), z),
      ])
    },
    .expression("unknown dtype") { dice in
      cast(dice.input(1), dice.pick(["float", "int", "", "float63", "Float64"]))
    },
    .expression("complex of complex") { dice in
      let z = dice.input(1, .complex64)
      return complex(z, z)
    },
    .expression("bincount of floats") { dice in bincount(dice.input(1)) },
    .expression("complex to real") { dice in
      cast(dice.input(1, .complex128), dice.pick([.float64, .int8, .bool]))
    },
    .expression("literal too large") { dice in
      let x = dice.input(1, dice.pick([.int8, .uint8]))
      return dice.pick([x + 300, 1000 * x, x .< 256, x - 1_000_000, maximum(x, 999)])
    },
    .expression("float index") { dice in
      let x = dice.input(2)
      return dice.pick([
        x[dice.input(0)], x[dice.input(1)], x[0, dice.input(0)], take(x, dice.input(1)),
      ])
    },
    .expression("float size") { dice in
      let (x, n) = (dice.input(1), dice.input(0))
      return dice.pick([
        zeros([n]), ones([2, n]), x.reshape([n, -1]), tile(x, [n]), eye(n), alloc(x, n, 2),
        `repeat`(x, n), roll(x, n), fillDiagonalOffset(dice.input(2), 1, n), linspace(0, 1, n),
        specifyShape(x, [n]), x[.slice(to: n)], tri(n), split(x, [n, n])[0],
      ])
    },
  ]

  private static let ranks: [Mistake] = [
    .expression("reshape to a scalar length") { dice in
      dice.input(1).reshape(dice.input(0, .int64))
    },
    .expression("reshape to a vector of unknown length") { dice in
      dice.input(1).reshape(dice.input(1, .int64))
    },
    .expression("concatenate of different ranks") { dice in
      let rank = dice.number(1...3)
      return concatenate([dice.input(rank), dice.input(rank + 1)])
    },
    .expression("concatenate") { dice in
      dice.pick([concatenate([]), concatenate([dice.input(0), dice.input(0)]), stack([])])
    },
    .expression("stack of different ranks") { dice in stack([dice.input(1), dice.input(2)]) },
    .expression("batched products") { dice in
      let scalar = dice.input(0)
      return dice.pick([
        matmul(scalar, dice.input(2)), batchedDot(scalar, dice.input(2)),
        tensordot(dice.input(1), dice.input(2), axes: 2), tensordot(scalar, scalar, axes: 1),
        tensordot(dice.input(2), dice.input(2), axes: dice.negative()),
        kron(dice.input(3), dice.input(1)), matrixDot([]),
      ])
    },
    .expression("matrix functions") { dice in
      let (v, c) = (dice.input(1), dice.input(3))
      return dice.pick([
        diag(c), diag(dice.input(0)), diagonal(v), trace(v), fillDiagonal(v, 1), identityLike(v),
        tril(v), fillDiagonal(dice.input(2), v), cov(c),
      ])
    },
    .expression("too large for an axis count") { dice in
      let x = dice.input(1)
      return dice.pick([
        shapePadLeft(x, dice.hugeCount()), shapePadRight(x, dice.negative()),
        flatten(x, ndim: dice.badAxis(1) == 0 ? 2 : 7), flatten(x, ndim: dice.negative()),
        x.reshape([2, 2], ndim: 3), patternBroadcast(x, [true, false]),
      ])
    },
    .expression("ifelse") { dice in
      let (c, x, y) = (dice.input(0, .bool), dice.input(1), dice.input(2))
      return dice.pick([
        ifelse(c, x, y), ifelse(dice.input(1, .bool), x, x), ifelse(c, [x, x], [x])[0],
      ])
    },
    .expression("labels") { dice in
      let (p, y) = (dice.input(2), dice.input(1))
      return dice.pick([
        categoricalCrossentropy(p, y), crossentropySoftmax1hot(p, dice.input(3, .int64)).softmax,
        categoricalCrossentropyWithLogits(dice.input(1), dice.input(2, .int64)),
        confusionMatrix(p, p).matrix, toOneHot(y, 3),
      ])
    },
    .expression("user's operation") { dice in
      let op = asOp(
        name: "f", inputTypes: [TensorType(.float64, ndim: 1)],
        outputTypes: [TensorType(.float64, ndim: 0)]
      ) { $0 }
      let (x, y) = (dice.input(2, .float64), dice.input(1, .float32))
      return dice.pick([op(x), op(y), op(), op(dice.input(1, .float64), x)])
    },
    .expression("steps and orders") { dice in
      let x = dice.input(1)
      let n = dice.negative()
      return dice.pick([
        diff(x, n: n), topk(x, 0), toOneHot(dice.input(1, .int64), n), polygamma(n, x),
        bincount(dice.input(1, .int64), minlength: n),
        split(x, dice.input(1, .int64), nSplits: n)[0],
      ])
    },
  ]

  private static let lengths: [Mistake] = [
    .expression("elementwise lengths") { dice in
      let (n, m) = dice.differentLengths()
      let (x, y) = (dice.input(shape: [nil, n]), dice.input(shape: [m]))
      return dice.pick([
        x + y, y * x, maximum(x, y), `switch`(x .> 0, y, x), fill(x, y), x ** y, x .< y,
        complex(y, x),
      ])
    },
    .expression("lengths of products") { dice in
      let (n, m) = dice.differentLengths()
      let (x, y) = (dice.input(shape: [n, n]), dice.input(shape: [m, m]))
      return dice.pick([
        dot(x, y), x.dot(dice.input(shape: [m])), matmul(x, y), tensordot(x, y), batchedDot(x, y),
        tensordot(x, y, axes: ([0], [1])), matrixDot([x, x, y]),
      ])
    },
    .expression("lengths of parts") { dice in
      let (n, m) = dice.differentLengths()
      let (x, y) = (dice.input(shape: [n, 2]), dice.input(shape: [m, 2]))
      return dice.pick([
        concatenate([x, y], axis: 1), stack([x, y]), x.reshape([m, n, n]), specifyShape(x, [m, 2]),
        broadcastTo(x, [m, 2]), x.reshape([-1, -1]), x.reshape([-2, 2 * n]), addBroadcast(x, 0),
        split(x, [n, m])[0], takeAlongAxis(x, cast(y, .int64), axis: 1),
      ])
    },
    .expression("lengths that cannot be") { dice in
      let (x, n) = (dice.input(1), dice.negative())
      return dice.pick([
        zeros([n]), ones([2, n]), full([n, 2], 1.0), alloc(x, n, 3), eye(n), tile(x, [n]),
        `repeat`(x, n), linspace(0, 1, n), specifyShape(x, [n]), identity(n),
      ])
    },
  ]

  private static let indices: [Mistake] = [
    .expression("too many indices") { dice in
      let x = dice.input(dice.number(0...1))
      return dice.pick([x[0, 1], x[.all, .all], x[.ellipsis, 0, 0], x[dice.input(2, .bool)]])
    },
    .expression("index out of range") { dice in
      let n = dice.number(1...4)
      let x = dice.input(shape: [n, 3])
      let i = dice.badAxis(n)
      return dice.pick([
        x[i], x[0, dice.badAxis(3)], setSubtensor(x[i], 1), x[i, .all], take(x, i, axis: 0),
      ])
    },
    .expression("slices") { dice in
      let x = dice.input(2)
      return dice.pick([
        x[.stride(by: 0)], x[.slice(from: 1, by: 0)], x[.all, .stride(by: 0)],
        x[.ellipsis, .ellipsis], x[.slice(from: dice.input(1, .int64))],
      ])
    },
    .expression("index vectors that do not fit") { dice in
      let (n, m) = dice.differentLengths()
      let (i, j) = (dice.input(shape: [n], .int64), dice.input(shape: [m], .int64))
      return dice.pick([
        dice.input(2)[i, j], setSubtensor(dice.input(2)[i, j], 0),
        ravelMultiIndex([i, j], [4, 4]),
      ])
    },
    .expression("setSubtensor targets") { dice in
      let x = dice.input(2)
      return dice.pick([
        setSubtensor(x, 1), incSubtensor(x + 1, 1), setSubtensor(x[0], dice.input(2)),
        incSubtensor(x[0, 0], dice.input(1)), setSubtensor(x.sum(), 0),
        setSubtensor(dice.input(1, .int32)[0], dice.input(0, .float64)),
        setSubtensor(x[0], dice.input(1, .complex64)),
      ])
    },
    .expression("setSubtensor lengths") { dice in
      let (n, m) = dice.differentLengths()
      let x = dice.input(shape: [n, n], .float64)
      return dice.pick([
        setSubtensor(x[0], dice.input(shape: [m], .float64)),
        incSubtensor(x[.all, 1], dice.input(shape: [m], .float32)),
      ])
    },
    .expression("choose") { dice in
      let (i, x) = (dice.input(1, .int64), dice.input(1))
      return dice.pick([choose(x, [x, x]), choose(i, []), choose(x, dice.input(2))])
    },
    .expression("unravelIndex") { dice in
      let i = dice.input(1, .int64)
      return dice.pick([
        unravelIndex(dice.input(1), [2, 3])[0], unravelIndex(i, dice.input(1, .int64))[0],
        unravelIndex(i, [dice.negative(), 2])[0], ravelMultiIndex([i], [2, 3]),
        ravelMultiIndex([i, i], [dice.input(0), 2]),
      ])
    },
  ]
}
