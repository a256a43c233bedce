import TheanoArrays
import TheanoGraph
import TheanoOps

/// Sums of repeated, joined and scattered values are made of those values.
package let reducedRepetitions = RuleFamily(at: Sum.self) {
  sumOfRepeated
  sumOfJoined
  sumOfScattered
}

/// A sum of the same value again and again: of no elements it is 0 whatever the value is.
private let sumOfRepeated = Rewrite(
  "sum(fill(x, v)) → v * size", at: .ops([Sum.self]),
  examples: [
    RewriteExample("all", [.init([.n, .m]), .init([])]) { fill($0[0], $0[1]).sum() },
    RewriteExample("number", [.init([.n, .m])]) { fill($0[0], 3).sum() },
    RewriteExample("one axis", [.init([.n, .m]), .init([.n])]) {
      fill($0[0], $0[1].dimshuffle(0, "x")).sum(axis: 1)
    },
    RewriteExample("the other axis", [.init([.n, .m]), .init([.n])]) {
      fill($0[0], $0[1].dimshuffle(0, "x")).sum(axis: 0)
    },
    RewriteExample("integers", [.init([.n, .m]), .init([], dtype: .int32)]) {
      fill($0[0], $0[1]).sum()
    },
    RewriteExample("known length", [.init([3, .m]), .init([.m])]) {
      fill($0[0], $0[1].dimshuffle("x", 0)).sum(axis: 0)
    } to: {
      $0[1] * 3
    },
    RewriteExample("alloc", [.init([.m]), .init([.n])]) {
      alloc($0[0], [$0[1].length(ofAxis: 0), $0[0].length(ofAxis: 0)]).sum(axis: 0)
    },
  ]
) { node, _ in
  guard let reduction = Reduction(node), let repetition = Repetition(node.inputs[0]),
    reduction.type.dtype.hasSums, !node.inputs[0].dtype.isComplex
  else { return nil }
  let value = repetition.value
  let sum = reduction.appliedWithoutSingles(to: value, axes: reduction.axes)
  let count = repetition.count(over: reduction.axes)
  let total: Variable
  if let known = count.knownInteger {
    total = known == 0 ? sum.zerosLike() : known == 1 ? sum : sum * Variable(weak: known)
  } else {
    let product = sum * cast(count, sum.dtype)
    total =
      value.isFiniteNumber || sum.dtype.isDiscrete ? product : `where`(gt(count, 0), product, 0)
  }
  if total.type.shape == reduction.type.shape { return total.asResults }
  return alloc(total, reduction.kept.map { repetition.lengths[$0] }).asResults
}

/// A sum along the axis on which tensors were joined, without joining them.
private let sumOfJoined = Rewrite(
  "sum(join(x, y)) → sum(x) + sum(y)", at: .ops([Sum.self]),
  examples: [
    RewriteExample("rows", [.init([.n, .m]), .init([3, .m])]) {
      concatenate([$0[0], $0[1]], axis: 0).sum(axis: 0)
    } to: {
      $0[0].sum(axis: 0) + $0[1].sum(axis: 0)
    },
    RewriteExample("dtypes", [.init([.n], dtype: .int32), .init([.m], dtype: .float32)]) {
      concatenate([$0[0], $0[1], $0[0]], axis: 0).sum()
    },
    RewriteExample("integers", [.init([.n, .m], dtype: .int8), .init([.n, 2], dtype: .int8)]) {
      concatenate([$0[0], $0[1]], axis: 1).sum()
    },
  ]
) { node, context in
  guard let reduction = Reduction(node), let joined = node.inputs[0].owner,
    let op = joined.op as? Join, reduction.axes.contains(op.axis), joined.inputs.count <= 8,
    reduction.type.dtype.hasSums, context.isUsedOnce(node.inputs[0])
  else { return nil }
  let parts = joined.inputs.map { cast($0, node.inputs[0].dtype) }
  let sums = parts.map { reduction.applied(to: $0, axes: reduction.axes) }
  return sums.dropFirst().reduce(sums[0], +).asResults
}

/// A sum along the axis on which values were added to zeros. Only if the scattered values are used for
/// something else: else the check of their places would be lost.
private let sumOfScattered = Rewrite(
  "sum(scatter(v)) → sum(v)", at: .ops([Sum.self]),
  examples: [
    RewriteExample(
      "axis", [.init([.n, 3]), .init([.n, .m], 0...2, dtype: .int64), .init([.n, .m])]
    ) {
      let x = Variable.apply(ScatterAlong(axis: 1), $0)
      return x - x.sum(axis: 1, keepdims: true)
    } to: {
      Variable.apply(ScatterAlong(axis: 1), $0) - $0[2].sum(axis: 1, keepdims: true)
    },
    RewriteExample("places", [.init([4, 3]), .init([.n], 0...2, dtype: .int64), .init([.n])]) {
      let x = incSubtensor($0[0].zerosLike()[$0[1], $0[1]], $0[2])
      return x - x.sum(axis: 1, keepdims: true)
    },
    RewriteExample("all", [.init([4, 3]), .init([.n], 0...2, dtype: .int64), .init([.n])]) {
      let x = incSubtensor($0[0].zerosLike()[$0[1], $0[1]], $0[2])
      return x - x.sum()
    },
  ]
) { node, context in
  guard let reduction = Reduction(node), let owner = node.inputs[0].owner,
    context.uses(of: node.inputs[0]) > 1
  else { return nil }
  if let op = owner.op as? ScatterAlong, reduction.axes.contains(op.axis) {
    return reduction.applied(to: owner.inputs[2], axes: reduction.axes).asResults
  }
  guard let op = owner.op as? AdvancedIncSubtensor, !op.isSet else { return nil }
  let (base, values, index) = (owner.inputs[0], owner.inputs[1], owner.inputs.dropFirst(2))
  // Each axis has a vector of places, all of the same length.
  guard base.isZeros, op.structure.entries.count == base.ndim,
    op.structure.entries.allSatisfy({ $0 == .array(rank: 1) }), values.ndim == 1,
    index.allSatisfy({ $0.type.shape[0] != 1 }),
    // One value for all places would have to be counted.
    values.type.shape[0] != 1 || !reduction.kept.isEmpty
  else { return nil }
  if reduction.kept.isEmpty { return reduction.applied(to: values, axes: [0]).asResults }
  let zeros = alloc(
    NDArray(zeros: [], dtype: reduction.type.dtype).asConstant, base.lengths(of: reduction.kept))
  let structure = IndexStructure(reduction.kept.map { _ in .array(rank: 1) })
  let sum = Variable.apply(
    AdvancedIncSubtensor(structure: structure, isSet: false),
    [zeros, cast(values, reduction.type.dtype)]
      + reduction.kept.map { index[index.startIndex + $0] })
  return [sum]
}

extension NDArray {
  /// This value as a constant.
  fileprivate var asConstant: Variable { Variable(constant: self, site: .capture()) }
}
