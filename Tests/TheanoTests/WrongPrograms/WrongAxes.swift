import Theano

/// Every function with an axis, given one that its operand does not have.
enum WrongAxes {
  typealias Function = @Sendable (Variable, Int) -> Variable

  static let functions: [(String, Function)] = reductions + orderings + shapes

  private static let reductions: [(String, Function)] = [
    ("sum", { sum($0, axis: Axes($1)) }),
    ("sum of two", { sum($0, axis: Axes([0, $1])) }),
    ("prod", { prod($0, axis: Axes($1)) }),
    ("mean", { mean($0, axis: Axes($1)) }),
    ("var", { `var`($0, axis: Axes($1)) }),
    ("std", { std($0, axis: Axes($1)) }),
    ("max", { $0.max(axis: Axes($1)) }),
    ("min", { $0.min(axis: Axes($1), keepdims: true) }),
    ("ptp", { $0.ptp(axis: Axes($1)) }),
    ("argmax", { argmax($0, axis: Axes($1)) }),
    ("argmin", { argmin($0, axis: Axes($1), keepdims: true) }),
    ("maxAndArgmax", { maxAndArgmax($0, axis: Axes($1)).argmax }),
    ("median", { median($0, axis: Axes($1)) }),
    ("norm", { norm($0, axis: Axes($1)) }),
    ("any", { $0.any(axis: Axes($1)) }),
    ("all", { $0.all(axis: Axes($1)) }),
    ("logsumexp", { logsumexp($0, axis: Axes($1)) }),
    ("softmax", { softmax($0, axis: Axes($1)) }),
    ("logSoftmax", { logSoftmax($0, axis: Axes($1)) }),
    ("trace", { $0.trace(axis1: 0, axis2: $1) }),
  ]

  private static let orderings: [(String, Function)] = [
    ("sort", { sort($0, axis: $1) }),
    ("argsort", { argsort($0, axis: $1) }),
    ("cumsum", { cumsum($0, axis: $1) }),
    ("cumprod", { cumprod($0, axis: $1) }),
    ("diff", { diff($0, axis: $1) }),
    ("topk", { topk($0, 1, axis: $1) }),
    ("argtopk", { argtopk($0, 1, axis: $1) }),
    ("take", { take($0, 0, axis: $1) }),
    ("takeAlongAxis", { takeAlongAxis($0, cast($0, .int64), axis: $1) }),
    ("compress", { compress(bvector("c"), $0, axis: $1) }),
  ]

  private static let shapes: [(String, Function)] = [
    ("concatenate", { concatenate([$0, $0], axis: $1) }),
    ("join", { join($1, $0, $0) }),
    ("split", { split($0, [1, 1], axis: $1)[1] }),
    ("repeat", { `repeat`($0, 2, axis: $1) }),
    ("roll", { roll($0, 1, axis: $1) }),
    ("flip", { flip($0, axis: Axes($1)) }),
    ("squeeze", { squeeze($0, axis: Axes($1)) }),
    ("swapaxes", { swapaxes($0, 0, $1) }),
    ("moveaxis", { moveaxis($0, $1, 0) }),
    ("moveaxis to", { moveaxis($0, 0, $1) }),
    ("transpose", { $0.transpose([$1] + Array(1..<$0.ndim)) }),
    ("diagonal", { diagonal($0, axis1: $1, axis2: 0) }),
    ("addBroadcast", { addBroadcast($0, $1) }),
    ("unbroadcast", { unbroadcast($0, $1) }),
    ("shapeI", { shapeI($0, $1) }),
    ("dimshuffle", { $0.dimshuffle([.axis($1)]) }),
    ("tensordot", { tensordot($0, $0, axes: ([$1], [0])) }),
    ("batchedTensordot", { batchedTensordot($0, $0, axes: ([1], [$1])) }),
  ]

  static let mistakes =
    functions.map { name, function in
      Mistake.expression("axis of \(name)") { dice in
        let rank = dice.number(2...4)
        return function(dice.input(rank), dice.badAxis(rank))
      }
    } + [
      Mistake.expression("new axis") { dice in
        let rank = dice.number(0...3)
        return expandDims(dice.input(rank), dice.badAxis(rank + 1))
      },
      .expression("axis of stack") { dice in
        let x = dice.input(2)
        return stack([x, x], axis: dice.badAxis(3))
      },
      .expression("axis twice") { dice in
        let x = dice.input(3)
        let axes: Axes = dice.pick([[1, 1], [0, -3], [2, 1, -1]])
        return dice.pick([
          x.sum(axis: axes), x.max(axis: axes), x.any(axis: axes), flip(x, axis: axes),
        ])
      },
      .expression("squeeze of a long axis") { dice in
        squeeze(dice.input(shape: [nil, dice.number(2...5)]), axis: 1)
      },
      .expression("axis of a scalar") { dice in
        let x = dice.input(0)
        return dice.pick([
          x.sum(axis: 0), sort(x, axis: 0), cumsum(x, axis: 0), x.max(axis: -1),
          softmax(x, axis: 0),
        ])
      },
      .expression("dimshuffle") { dice in
        let x = dice.input(2)
        return dice.pick([
          x.dimshuffle(0, 0), x.dimshuffle(0), x.dimshuffle(0, 1, 2), x.dimshuffle("y", 0, 1),
          x.dimshuffle([]), x.dimshuffle(-1, "x"), x.dimshuffle([.axis(.max), .axis(0)]),
        ])
      },
      .expression("transpose") { dice in
        let x = dice.input(3)
        return dice.pick([x.transpose(0, 1), x.transpose(0, 0, 1), x.transpose([0, 1, 2, 3])])
      },
      .expression("equal axes of a diagonal") { dice in
        let x = dice.input(3)
        return dice.pick([diagonal(x, axis1: 1, axis2: 1), trace(x, axis1: 1, axis2: -2)])
      },
    ]
}
