import TheanoArrays
import TheanoGraph
import TheanoOps

/// One form for equal reductions: no axes named where all are reduced, none of length 1 reduced, one reduction
/// in the place of two, and axes moved after reducing.
package let reductions = RuleFamily(
  at: Sum.self, Prod.self, Extremum.self, Quantifier.self, ArgExtremum.self
) {
  reduceAllAxes
  reduceNoSingleAxes
  reduceOnce
  reduceBeforeMoving
  placeAmongSingleElements
}

/// The form that names neither all axes, nor the dtype where it is the default.
private let reduceAllAxes = Rewrite(
  "sum(x, all axes, own dtype) → sum(x)", at: .ops(Reduction.types),
  examples: [
    RewriteExample("sum", [.init([.n, .m])]) {
      $0[0].sum(axis: [0, 1])
    } to: {
      $0[0].sum()
    },
    RewriteExample("dtype", [.init([.n, .m])]) { x in
      x[0].sum(axis: 1, dtype: .float64)
    } to: { x in
      x[0].sum(axis: 1)
    },
    RewriteExample("product", [.init([.n], dtype: .int8)]) {
      $0[0].prod(axis: 0)
    } to: {
      $0[0].prod()
    },
    RewriteExample("any", [.init([.n], 0...1, dtype: .bool)]) {
      $0[0].any(axis: 0)
    } to: {
      $0[0].any()
    },
  ]
) { node, _ in
  guard let reduction = Reduction(node) else { return nil }
  let short = reduction.applied(to: reduction.operand, axes: reduction.axes)
  guard let op = short.owner?.op, !op.isEqual(to: node.op) else { return nil }
  return short.asResults
}

/// Axes of length 1 are dropped, not reduced.
private let reduceNoSingleAxes = Rewrite(
  "sum(x, axes of length 1) → x without them", at: .ops(Reduction.types),
  examples: [
    RewriteExample("column", [.init([.n, 1])]) {
      $0[0].sum(axis: 1)
    } to: {
      $0[0].dimshuffle(0)
    },
    RewriteExample("some axes", [.init([.n, 1, .m])]) {
      $0[0].sum(axis: [0, 1])
    } to: {
      $0[0].dimshuffle(0, 2).sum(axis: 0)
    },
    RewriteExample("all", [.init([1, .n], dtype: .float32)]) {
      $0[0].sum()
    } to: {
      $0[0].dimshuffle(1).sum()
    },
    RewriteExample("integers", [.init([1], dtype: .int32)]) {
      $0[0].sum()
    } to: {
      cast($0[0].dimshuffle([]), .int64)
    },
    RewriteExample("no axes", [.init([.n])]) {
      $0[0].sum(axis: [])
    } to: {
      $0[0]
    },
    RewriteExample("no axes, bool", [.init([.n], 0...1, dtype: .bool)]) {
      $0[0].prod(axis: [])
    } to: {
      cast($0[0], .int64)
    },
    RewriteExample("maximum", [.init([.n, 1])]) {
      $0[0].max(axis: 1)
    } to: {
      $0[0].dimshuffle(0)
    },
    RewriteExample("all true", [.init([.n, 1])]) {
      $0[0].all(axis: 1)
    } to: {
      cast($0[0].dimshuffle(0), .bool)
    },
  ]
) { node, _ in
  guard let reduction = Reduction(node) else { return nil }
  let x = reduction.operand
  guard reduction.axes.isEmpty || reduction.axes.contains(where: { x.type.shape[$0] == 1 }) else {
    return nil
  }
  return reduction.appliedWithoutSingles(to: x, axes: reduction.axes).asResults
}

/// A reduction of a reduction of the same kind.
private let reduceOnce = Rewrite(
  "sum(sum(x)) → sum(x), over both axes", at: .ops(Reduction.types),
  examples: [
    RewriteExample("all", [.init([.n, .m])]) {
      $0[0].sum(axis: 1).sum()
    } to: {
      $0[0].sum()
    },
    RewriteExample("some", [.init([.n, 2, .m], dtype: .float32)]) {
      $0[0].sum(axis: 1).sum(axis: 1)
    } to: {
      $0[0].sum(axis: [1, 2])
    },
    RewriteExample("integers", [.init([.n, .m], -100...100, dtype: .int32)]) {
      $0[0].prod(axis: 0).prod()
    } to: {
      $0[0].prod()
    },
    RewriteExample("minimum", [.init([2, .m, 3])]) {
      $0[0].min(axis: 0).min(axis: 1)
    } to: {
      $0[0].min(axis: [0, 2])
    },
    RewriteExample("any", [.init([.n, .m])]) {
      $0[0].any(axis: 0).any()
    } to: {
      $0[0].any()
    },
  ]
) { node, _ in
  guard let outer = Reduction(node), let inner = Reduction(outer.operand), outer.continues(inner)
  else { return nil }
  let kept = inner.kept
  let axes = (inner.axes + outer.axes.map { kept[$0] }).sorted()
  let merged = inner.applied(to: inner.operand, axes: axes)
  return merged.dtype == outer.type.dtype ? merged.asResults : nil
}

/// A reduction of a tensor with axes moved or added.
private let reduceBeforeMoving = Rewrite(
  "sum(x.dimshuffle(…)) → sum(x).dimshuffle(…)", at: .ops(Reduction.types),
  examples: [
    RewriteExample("transposed", [.init([.n, .m])]) {
      $0[0].transpose().sum(axis: 0)
    } to: {
      $0[0].sum(axis: 1)
    },
    RewriteExample("all of transposed", [.init([.n, .m], dtype: .int32)]) {
      $0[0].transpose().sum()
    } to: {
      $0[0].sum()
    },
    RewriteExample("moved and new", [.init([.n, 2, .m])]) {
      $0[0].dimshuffle(2, "x", 0, 1).max(axis: 3)
    } to: {
      $0[0].max(axis: 1).dimshuffle(1, "x", 0)
    },
    RewriteExample("kept axes", [.init([.n, .m])]) {
      $0[0].sum(axis: 1, keepdims: true).sum(axis: 0)
    },
  ]
) { node, _ in
  guard let reduction = Reduction(node), let owner = reduction.operand.owner,
    let shuffle = owner.op as? DimShuffle
  else { return nil }
  let x = owner.inputs[0]
  let reduced = reduction.axes.compactMap { shuffle.pattern[$0].axis }.sorted()
  if reduced.isEmpty { return nil }
  let kept = (0..<x.ndim).filter { !reduced.contains($0) }
  let pattern = reduction.kept.map { place -> DimPattern in
    let axis = shuffle.pattern[place].axis.flatMap { kept.firstIndex(of: $0) }
    return axis.map { .axis($0) } ?? .new
  }
  return reduction.applied(to: x, axes: reduced).shuffled(pattern).asResults
}

/// Among one element the first place is the greatest's.
private let placeAmongSingleElements = Rewrite(
  "argmax(x) over axes of length 1 → 0", at: .ops([ArgExtremum.self]),
  examples: [
    RewriteExample("column", [.init([.n, 1])]) { $0[0].argmax(axis: 1) },
    RewriteExample("one element", [.init([1, 1], dtype: .int32)]) { $0[0].argmin() },
  ]
) { node, _ in
  guard let op = node.op as? ArgExtremum, node.inputs[0].broadcasts(along: op.axes) else {
    return nil
  }
  return node.inputs[0].dropping(op.axes).zerosLike(dtype: .int64).asResults
}

extension DimPattern {
  /// The operand's axis; nil for a new one.
  var axis: Int? { if case .axis(let axis) = self { axis } else { nil } }
}
