import TheanoArrays
import TheanoGraph
import TheanoOps

/// Values repeated to a shape: once, and only where they do not have it already.
package let allocs = RuleFamily(at: Alloc.self) {
  allocOfSameShape
  allocOfRepeated
}

/// Nothing is repeated where the value has the lengths.
private let allocOfSameShape = Rewrite(
  "alloc(x, shape of x) → x", at: .ops([Alloc.self]),
  examples: [
    RewriteExample("scalar", [.init([])]) {
      alloc($0[0], [])
    } to: {
      $0[0]
    },
    RewriteExample("matrix", [.init([.n, 1], dtype: .int32)]) {
      alloc($0[0], $0[0].length(ofAxis: 0), 1)
    } to: {
      $0[0]
    },
    RewriteExample("row", [.init([.n])]) { alloc(exp($0[0]), 1, $0[0].length(ofAxis: 0)) },
  ]
) { node, _ in
  let (value, shape) = (node.inputs[0], Array(node.inputs.dropFirst()))
  let missing = shape.count - value.ndim
  guard shape.prefix(missing).allSatisfy({ $0.constantInteger == 1 }),
    value.type.shape.indices.allSatisfy({ shape[missing + $0].isLength(ofAxis: $0, of: value) })
  else { return nil }
  return [value.leftPadded(to: shape.count)]
}

/// What is repeated twice is repeated once.
private let allocOfRepeated = Rewrite(
  "alloc(fill or alloc of v, shape) → alloc(v, shape)", at: .ops([Alloc.self]),
  examples: [
    RewriteExample("alloc", [.init([.n])]) {
      alloc(alloc($0[0].sum(), $0[0].length(ofAxis: 0)), 2, $0[0].length(ofAxis: 0))
    },
    RewriteExample("fill", [.init([.n])]) {
      alloc(fill($0[0], 2.0), 2, $0[0].length(ofAxis: 0))
    },
    RewriteExample("fill of known length", [.init([3])]) { alloc(fill($0[0], 2.0), 2, 3) },
  ]
) { node, _ in
  guard let inner = node.inputs[0].owner else { return nil }
  let value: Variable
  if inner.op is Alloc {
    value = inner.inputs[0]
  } else if inner.op is Elementwise<Second> {
    value = inner.inputs[1].strong(as: inner.outputTypes[0].dtype)
  } else {
    return nil
  }
  let new = Variable.apply(Alloc(), [value] + node.inputs.dropFirst())
  return new.error == nil ? [new] : nil
}

/// Fills in their last form.
package let fills = RuleFamily(at: Second.self) { fillToAlloc }

/// In the end a fill is an alloc, so that its model need not be computed.
private let fillToAlloc = Rewrite(
  "fill(s, v) → alloc(v, lengths of s)", at: .ops([Elementwise<Second>.self]),
  examples: [
    RewriteExample("vector", [.init([.n])]) {
      fill($0[0], 2.0)
    } to: {
      try alloc(constant([2.0]), $0[0].length(ofAxis: 0))
    },
    RewriteExample("row", [.init([.n, .m], dtype: .int32), .init([1, .m])]) { fill($0[0], $0[1]) },
    RewriteExample("product", [.init([.n, .m]), .init([.m, 2])]) { fill(dot($0[0], $0[1]), true) },
  ]
) { node, _ in
  let (model, value) = (node.inputs[0], node.inputs[1])
  let lengths = node.outputTypes[0].shape.indices.map { axis -> Variable in
    if let known = node.outputTypes[0].shape[axis] { return known.int64 }
    let source = model.type.shape[axis] == 1 ? value : model
    return source.lengthWithoutValue(ofAxis: axis) ?? source.length(ofAxis: axis)
  }
  return [alloc(value.strong(as: node.outputTypes[0].dtype), lengths)]
}
