import TheanoArrays
import TheanoGraph
import TheanoOps

/// Operations that only move, check or declare: those that do nothing are dropped.
package let moves = RuleFamily(
  at: Flip.self, Roll.self, Repeat.self, SpecifyShape.self, Rebroadcast.self
) {
  mergeFlips
  mergeRolls
  repeatOnce
  provenShape
  mergeRebroadcasts
  rebroadcastOfOperand
}

/// Order reversed twice is order kept; an axis of one element has no other order.
private let mergeFlips = Rewrite(
  "flip(flip(x)) → x", at: .ops([Flip.self]),
  examples: [
    RewriteExample("all", [.init([.n, .m])]) {
      flip(flip($0[0]))
    } to: {
      $0[0]
    },
    RewriteExample("one of two", [.init([.n, .m], dtype: .int32)]) {
      flip(flip($0[0]), axis: 1)
    } to: {
      flip($0[0], axis: 0)
    },
    RewriteExample("row", [.init([1, .m])]) {
      flip($0[0])
    } to: {
      flip($0[0], axis: 1)
    },
  ]
) { node, _ in
  guard let op = node.op as? Flip else { return nil }
  var x = node.inputs[0]
  var axes = Set(op.axes)
  if let inner = x.owner, let first = inner.op as? Flip {
    axes.formSymmetricDifference(first.axes)
    x = inner.inputs[0]
  }
  axes = axes.filter { x.type.shape[$0] != 1 }
  if x == node.inputs[0], axes.count == op.axes.count { return nil }
  return [axes.isEmpty ? x : flip(x, axis: axes.sorted())]
}

/// Shifts round an axis by known numbers add up, and those by 0 do nothing.
private let mergeRolls = Rewrite(
  "roll(x, 0) → x, roll(roll(x, a), b) → roll(x, a + b)", at: .ops([Roll.self]),
  examples: [
    RewriteExample("nothing", [.init([.n, .m])]) {
      roll($0[0], 0, axis: 1)
    } to: {
      $0[0]
    },
    RewriteExample("twice", [.init([.n])]) {
      roll(roll($0[0], 2), -3)
    } to: {
      roll($0[0], -1)
    },
    RewriteExample("row", [.init([1, .m]), .init([], dtype: .int64)]) {
      roll($0[0], $0[1], axis: 0)
    } to: {
      $0[0]
    },
  ]
) { node, _ in
  guard let op = node.op as? Roll else { return nil }
  let x = node.inputs[0]
  if x.type.shape[op.axis] == 1 || node.inputs[1].constantInteger == 0 { return [x] }
  guard let shift = node.inputs[1].constantInteger, let inner = x.owner,
    let first = inner.op as? Roll, first.axis == op.axis,
    let other = inner.inputs[1].constantInteger, max(shift.magnitude, other.magnitude) < 1 << 40
  else { return nil }
  return [roll(inner.inputs[0], shift + other, axis: op.axis)]
}

/// What is repeated once each is left as it is.
private let repeatOnce = Rewrite(
  "repeat(x, [1, …]) → x", at: .ops([Repeat.self]),
  examples: [
    RewriteExample("rows", [.init([3, .m])]) {
      $0[0].repeat([1, 1, 1], axis: 0)
    } to: {
      $0[0]
    }
  ]
) { node, _ in
  guard let op = node.op as? Repeat, let counts = node.inputs[1].constant,
    counts.count == node.inputs[0].type.shape[op.axis], counts.integers.allSatisfy({ $0 == 1 })
  else { return nil }
  return [node.inputs[0]]
}

/// A shape that certainly is the one that is demanded need not be checked.
private let provenShape = Rewrite(
  "specifyShape(x, shape of x) → x", at: .ops([SpecifyShape.self]),
  examples: [
    RewriteExample("known", [.init([.n, 3])]) {
      specifyShape($0[0], [nil, 3])
    } to: {
      $0[0]
    },
    RewriteExample("symbolic", [.init([.n, .m])]) {
      specifyShape($0[0], [$0[0].length(ofAxis: 0), $0[0].length(ofAxis: 1)])
    } to: {
      $0[0]
    },
  ]
) { node, _ in
  guard let op = node.op as? SpecifyShape else { return nil }
  let x = node.inputs[0]
  let axes = op.given.indices.filter { op.given[$0] }
  let isProven = zip(axes, node.inputs.dropFirst()).allSatisfy {
    cast($1, .int64).isLength(ofAxis: $0, of: x)
  }
  return isProven ? [x] : nil
}

/// A declaration that is taken back is none.
private let mergeRebroadcasts = Rewrite(
  "addBroadcast(unbroadcast(x)) → x", at: .ops([Rebroadcast.self]),
  examples: [
    RewriteExample("row", [.init([1, .m])]) {
      addBroadcast(unbroadcast($0[0], 0), 0)
    } to: {
      $0[0]
    },
    RewriteExample("one axis of two", [.init([1, 1, .m])]) {
      addBroadcast(unbroadcast($0[0], 0, 1), 0)
    },
  ]
) { node, _ in
  guard let op = node.op as? Rebroadcast else { return nil }
  let x = node.inputs[0]
  if x.type == node.outputTypes[0] { return [x] }
  guard op.isOne, let inner = x.owner, let first = inner.op as? Rebroadcast, !first.isOne,
    op.axes.allSatisfy(first.axes.contains)
  else { return nil }
  return [unbroadcast(inner.inputs[0], first.axes.filter { !op.axes.contains($0) })]
}

/// An operation on single elements comes after a declaration, so that declarations meet.
private let rebroadcastOfOperand = Rewrite(
  "addBroadcast(f(x)) → f(addBroadcast(x))", at: .ops([Rebroadcast.self]),
  examples: [
    RewriteExample("back", [.init([1, .m])]) {
      addBroadcast(exp(unbroadcast($0[0], 0)), 0)
    } to: {
      exp(addBroadcast(unbroadcast($0[0], 0), 0))
    }
  ]
) { node, context in
  guard let op = node.op as? Rebroadcast, let inner = node.inputs[0].owner,
    let function = inner.unary, context.isUsedOnce(node.inputs[0])
  else { return nil }
  return function.applied(to: [.apply(op, inner.inputs)]).asResults
}
