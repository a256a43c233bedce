import TheanoGraph
import TheanoOps

/// Reshapes: one, and only where elements do not stay on their axes.
package let reshapes = RuleFamily(at: Reshape.self) {
  mergeReshapes
  reshapeToDimShuffle
  reshapeOfOperand
  reshapeOfRepeated
}

/// The last of two reshapes says the shape. One that may fail stays, as it is there to be noticed.
private let mergeReshapes = Rewrite(
  "x.reshape(a).reshape(b) → x.reshape(b)", at: .ops([Reshape.self]),
  examples: [
    RewriteExample("flat", [.init([.n, .m])]) {
      $0[0].reshape([-1]).reshape([1, -1])
    } to: {
      $0[0].reshape([1, -1])
    },
    RewriteExample("back", [.init([.n, .m])]) { $0[0].flatten().reshape($0[0].shape) },
  ]
) { node, _ in
  guard let inner = node.inputs[0].owner, inner.op is Reshape,
    inner.inputs[0].canCertainlyReshape(to: inner.inputs[1])
  else { return nil }
  return [inner.inputs[0].reshape(node.inputs[1], ndim: node.outputTypes[0].ndim)]
}

/// A reshape that keeps all lengths but those of 1 adds and drops axes, and perhaps does nothing.
private let reshapeToDimShuffle = Rewrite(
  "x.reshape(lengths of x, and 1) → x.dimshuffle", at: .ops([Reshape.self]),
  examples: [
    RewriteExample("own shape", [.init([.n, .m])]) {
      $0[0].reshape([$0[0].length(ofAxis: 0), $0[0].length(ofAxis: 1)])
    } to: {
      $0[0]
    },
    RewriteExample("vector", [.init([.n], dtype: .int32)]) {
      $0[0].reshape([-1])
    } to: {
      $0[0]
    },
    RewriteExample("column", [.init([.n])]) {
      $0[0].reshape([-1, 1])
    } to: {
      $0[0].dimshuffle(0, "x")
    },
    RewriteExample("dropped", [.init([1, .n, 1])]) {
      $0[0].flatten()
    } to: {
      $0[0].dimshuffle(1)
    },
    RewriteExample("scalar", [.init([])]) { $0[0].reshape([1, 1]) },
    RewriteExample("known", [.init([2, 3])]) { $0[0].reshape([2, 1, -1]) },
  ]
) { node, _ in
  let x = node.inputs[0]
  guard let lengths = node.inputs[1].lengthElements else { return nil }
  let result = node.outputTypes[0].shape
  let axes = x.type.shape.indices.filter { x.type.shape[$0] != 1 }
  let places = result.indices.filter { result[$0] != 1 }
  guard axes.count == places.count else { return nil }
  let unproven = zip(axes, places).filter { axis, place in
    !lengths[place].isLength(ofAxis: axis, of: x)
  }
  // What is left for -1 is what the other lengths leave.
  guard unproven.isEmpty || unproven.count == 1 && lengths[unproven[0].1].constantInteger == -1
  else { return nil }
  var rest = axes[...]
  return [x.shuffled(result.map { $0 == 1 ? .new : rest.popFirst().map { .axis($0) } ?? .new })]
}

/// An operation on single elements comes after the reshape, so that reshapes meet.
private let reshapeOfOperand = Rewrite(
  "f(x).reshape(s) → f(x.reshape(s))", at: .ops([Reshape.self]),
  examples: [
    RewriteExample("unary", [.init([.n, .m])]) {
      exp($0[0]).reshape([-1])
    } to: {
      exp($0[0].reshape([-1]))
    },
    RewriteExample("cast", [.init([.n, 2])]) { cast($0[0], .int32).flatten() },
  ]
) { node, context in
  guard let inner = node.inputs[0].owner, let function = inner.unary,
    context.isUsedOnce(node.inputs[0])
  else { return nil }
  let moved = inner.inputs[0].reshape(node.inputs[1], ndim: node.outputTypes[0].ndim)
  return function.applied(to: [moved]).asResults
}

/// A number repeated to a shape is repeated to the new one.
private let reshapeOfRepeated = Rewrite(
  "fill(x, number).reshape(s) → fill(x.reshape(s), number)", at: .ops([Reshape.self]),
  examples: [
    RewriteExample("fill", [.init([.n, .m])]) {
      fill($0[0], 2.0).reshape([-1])
    } to: {
      fill($0[0].reshape([-1]), 2.0)
    },
    RewriteExample("alloc", [.init([.n])]) {
      let n = $0[0].length(ofAxis: 0)
      return alloc($0[0].sum(), 2, n).reshape([n, 2])
    } to: {
      alloc($0[0].sum().dimshuffle("x", "x"), $0[0].length(ofAxis: 0), 2)
    },
  ]
) { node, _ in
  guard let inner = node.inputs[0].owner else { return nil }
  let rank = node.outputTypes[0].ndim
  /// A value with axes of length 1 only, as one of the result's rank.
  func moved(_ value: Variable) -> Variable? {
    guard value.type.shape.allSatisfy({ $0 == 1 }) else { return nil }
    return value.strong(as: node.outputTypes[0].dtype).shuffled([]).leftPadded(to: rank)
  }
  if inner.op is Elementwise<Second>, let value = moved(inner.inputs[1]) {
    return [fill(inner.inputs[0].reshape(node.inputs[1], ndim: rank), value)]
  }
  guard inner.op is Alloc, let value = moved(inner.inputs[0]),
    let lengths = node.inputs[1].lengthElements, lengths.allSatisfy(\.isCertainLength)
  else { return nil }
  return [alloc(value, lengths)]
}
