import TheanoArrays
import TheanoGraph
import TheanoOps

/// Tensors one behind the other, and taken apart.
package let joins = RuleFamily(at: Join.self, Split.self) {
  simplifyJoin
  joinOfSplit
  splitOfJoin
  splitOfOne
}

/// The most operands that a join takes over from an inner one, so that long chains stay cheap.
private let longestJoin = 64

/// One tensor is not joined, empty ones are left out, an inner join is part of the outer one, and scalars
/// and constants are put together at once.
private let simplifyJoin = Rewrite(
  "join(x) → x, join(join(x, y), z) → join(x, y, z), join([a], [b]) → [a, b]",
  at: .ops([Join.self]),
  examples: [
    RewriteExample("one", [.init([.n, .m])]) {
      .apply(Join(axis: 1), $0)
    } to: {
      $0[0]
    },
    RewriteExample("empty", [.init([0, .m]), .init([.n, .m])]) {
      join(0, $0)
    } to: {
      $0[1]
    },
    RewriteExample("inner", [.init([.n, .m]), .init([1, .m]), .init([.n, .m])]) {
      join(0, join(0, $0[0], $0[1]), $0[2])
    } to: {
      join(0, $0)
    },
    RewriteExample("vectors", [.init([]), .init([], dtype: .float32)]) {
      join(0, makeVector([$0[0]]), makeVector([$0[1], $0[0]]))
    } to: {
      makeVector([$0[0], cast($0[1], .float64), $0[0]])
    },
    RewriteExample("vector and constant", [.init([.n, .m])]) {
      join(0, makeVector([$0[0].length(ofAxis: 0)]), try constant([2, 3]))
    },
    RewriteExample("constants", [.init([.n])]) {
      join(0, $0[0], try constant([1.0, 2.0]), try constant([3.0]))
    } to: {
      join(0, $0[0], try constant([1.0, 2.0, 3.0]))
    },
    RewriteExample("wider", [.init([.n], dtype: .int32), .init([.n], dtype: .float32)]) {
      join(0, try constant([1]), $0[0], join(0, $0[1], $0[1]))
    },
  ]
) { node, context in
  guard let op = node.op as? Join else { return nil }
  let dtype = node.outputTypes[0].dtype
  var parts = node.inputs.filter { $0.type.shape[op.axis] != 0 || $0.dtype != dtype }
  if parts.isEmpty { parts = [node.inputs[0]] }
  parts = parts.flatMap { $0.joined(along: op.axis, context) }
  if let scalars = scalars(of: parts, dtype) { return [makeVector(scalars)] }
  parts = joiningConstants(parts, op)
  if parts.count == 1 { return parts }
  return parts == node.inputs ? nil : [.apply(op, parts)]
}

/// Returns the elements of vectors made of scalars, with `dtype`; nil if there are others.
private func scalars(of parts: [Variable], _ dtype: DType) -> [Variable]? {
  guard parts.count > 1 else { return nil }
  var result: [Variable] = []
  for part in parts {
    if let value = part.constant, value.ndim == 1, value.count <= 16 {
      result += (0..<value.count).map {
        let element = value.strided(shape: [], strides: [], offset: $0)
        return Variable(constant: element.cast(to: dtype), site: part.site)
      }
    } else if let owner = part.owner, owner.op is MakeVector {
      // The vector's own dtype may be narrower than the result's, and wider than the scalars'.
      result += owner.inputs.map { cast(cast($0, part.dtype), dtype) }
    } else {
      return nil
    }
  }
  return result
}

/// Returns the tensors with neighbouring constants of one dtype as one.
private func joiningConstants(_ parts: [Variable], _ op: Join) -> [Variable] {
  var result: [Variable] = []
  for part in parts {
    guard let value = part.constant, let last = result.last, let before = last.constant,
      last.dtype == part.dtype, value.byteCount + before.byteCount <= 4096
    else {
      result.append(part)
      continue
    }
    let call = Apply(op, [last, part], types: [part.type], site: part.site)
    guard let joined = try? op.evaluate([before, value], call).first else {
      result.append(part)
      continue
    }
    result[result.count - 1] = Variable(constant: joined, site: part.site)
  }
  return result
}

extension Variable {
  /// The tensors that this is made of, if it is a join along an axis that has no other use and may be part of
  /// another; else this alone.
  fileprivate func joined(along axis: Int, _ context: RewriteContext) -> [Variable] {
    guard let owner, let op = owner.op as? Join, op.axis == axis,
      owner.inputs.count <= longestJoin, context.isUsedOnce(self),
      owner.inputs.allSatisfy({ $0.dtype == dtype })
    else { return [self] }
    return owner.inputs
  }
}

/// All parts of a tensor, in order, are the tensor.
private let joinOfSplit = Rewrite(
  "join(all of split(x)) → x", at: .ops([Join.self]),
  examples: [
    RewriteExample("two", [.init([5, .m])]) {
      concatenate(split($0[0], [2, 3]))
    } to: {
      $0[0]
    }
  ]
) { node, _ in
  guard let op = node.op as? Join, let owner = node.inputs[0].owner,
    let split = owner.op as? Split, split.axis == op.axis, node.inputs == owner.outputs
  else { return nil }
  return [owner.inputs[0]]
}

/// The parts of a join, taken apart where it was put together.
private let splitOfJoin = Rewrite(
  "split(join(x, y), their lengths) → x, y", at: .ops([Split.self]),
  examples: [
    RewriteExample("two", [.init([.n, .m]), .init([2, .m])]) {
      split(join(0, $0), [$0[0].length(ofAxis: 0), 2])[0]
    } to: {
      $0[0]
    }
  ]
) { node, _ in
  guard let op = node.op as? Split, let inner = node.inputs[0].owner, let join = inner.op as? Join,
    join.axis == op.axis, inner.inputs.count == op.count,
    let sizes = node.inputs[1].lengthElements, sizes.count == op.count,
    zip(sizes, inner.inputs).allSatisfy({ $0.isLength(ofAxis: op.axis, of: $1) })
  else { return nil }
  return inner.inputs
}

/// The only part of a tensor is the tensor.
private let splitOfOne = Rewrite(
  "split(x, [its length]) → x", at: .ops([Split.self]),
  examples: [
    RewriteExample("whole", [.init([.n, .m])]) {
      split($0[0], [$0[0].length(ofAxis: 1)], axis: 1)[0]
    } to: {
      $0[0]
    }
  ]
) { node, _ in
  guard let op = node.op as? Split, op.count == 1, let sizes = node.inputs[1].lengthElements,
    sizes.count == 1, sizes[0].isLength(ofAxis: op.axis, of: node.inputs[0])
  else { return nil }
  return [node.inputs[0]]
}
