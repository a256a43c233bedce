import TheanoArrays
import TheanoGraph
import TheanoOps

/// Operations on repeated values work on the values, and repeat the result if that is still needed.
package let fillSink = RuleFamily {
  sinkRepetition
  fillSimplification
  fillModel
}

/// An element-wise operation does not need an operand to be repeated where another one is as long.
private let sinkRepetition = Rewrite(
  "f(fill(s, v), e) → f(v, e), or a fill of it", at: .elementwise,
  examples: [
    RewriteExample("as long as another", [.init([.n]), .init([.n])]) {
      fill($0[0], 2.0) * $0[1]
    } to: {
      $0[1] * 2.0
    },
    RewriteExample("one axis", [.init([.n, .m]), .init([1, .m], dtype: .float32)]) {
      fill($0[0], 3.0) * exp($0[1])
    },
    RewriteExample("all repeated", [.init([.n]), .init([.n])]) { x in
      exp(fill(x[0], x[1].sum()) + fill(x[1], 2.0))
    },
    RewriteExample(
      "literal beside integers", [.init([.n], dtype: .float32), .init([.n], dtype: .int8)]
    ) {
      fill($0[0], 0.1) * $0[1]
    },
    RewriteExample("alloc", [.init([.n]), .init([.n])]) {
      alloc(1.5, $0[0].length(ofAxis: 0)) + $0[1]
    } to: {
      $0[1] + 1.5
    },
    RewriteExample("alloc alone", [.init([.n])]) {
      exp(alloc($0[0].sum(), 2, $0[0].length(ofAxis: 0)))
    } to: { x in
      alloc(exp(x[0].sum().leftPadded(to: 2)), 2, x[0].length(ofAxis: 0))
    },
    RewriteExample("cast", [.init([.n])]) { cast(fill($0[0], 2.5), .int32) },
  ]
) { node, _ in
  guard let op = node.op as? any ElementwiseOp, !node.mayFailForValues else { return nil }
  let isSecond = op is Elementwise<Second>
  var operands = node.inputs
  var sunk: [Variable] = []
  // The model of a fill is left to a rule of its own.
  for place in operands.indices where !(isSecond && place == 0) {
    guard let value = operands[place].valueToSink else { continue }
    sunk.append(operands[place])
    operands[place] = value
  }
  guard !sunk.isEmpty else { return nil }
  var result = op.applied(to: operands)
  let wanted = node.outputTypes[0]
  for whole in sunk where result.error == nil && !wanted.mayBecome(result.type) {
    if isSecond { return nil }
    result = result.repeated(like: whole)
  }
  return result.error == nil && wanted.mayBecome(result.type) ? result.asResults : nil
}

/// A fill that repeats nothing is its value, if it certainly has the lengths that the fill checks.
private let fillSimplification = Rewrite(
  "fill(s, v) → v, where v has the shape", at: .ops([Elementwise<Second>.self]),
  examples: [
    RewriteExample("scalar", [.init([])]) { fill(exp($0[0]), 1.0) },
    RewriteExample("same lengths", [.init([.n, .m], dtype: .int32), .init([1, .m])]) {
      fill($0[0], $0[0] * $0[1])
    } to: {
      $0[0] * $0[1]
    },
    RewriteExample("known lengths", [.init([3]), .init([3])]) {
      fill($0[0], $0[1])
    } to: {
      $0[1]
    },
    RewriteExample("column", [.init([.n, 1]), .init([1, .m])]) { x in
      fill(x[0], x[0] + x[1])
    } to: {
      $0[0] + $0[1]
    },
  ]
) { node, _ in
  let value = node.inputs[1].strong(as: node.outputTypes[0].dtype)
  return node.outputTypes[0].mayBecome(value.type) && node.repeatsNothing ? [value] : nil
}

/// A fill only needs the shape of its model: an operand of the computation that has it does as well.
private let fillModel = Rewrite(
  "fill(f(x), v) → fill(x, v)", at: .ops([Elementwise<Second>.self]),
  examples: [
    RewriteExample("unary", [.init([.n])]) {
      fill(exp($0[0]), 2.0)
    } to: {
      fill($0[0], 2.0)
    },
    RewriteExample("operand that does not broadcast", [.init([1, .m]), .init([.n, .m])]) {
      fill($0[0] * $0[1], 2.0)
    } to: {
      fill($0[1], 2.0)
    },
    RewriteExample("literal", [.init([.n], dtype: .int32)]) { fill(sqrt($0[0]), 2) },
    RewriteExample("alloc", [.init([.n])]) {
      fill(alloc(0.0, 2, $0[0].length(ofAxis: 0)), 3.0)
    } to: {
      alloc(3.0.padded(to: 2), 2, $0[0].length(ofAxis: 0))
    },
  ]
) { node, _ in
  guard let model = node.inputs[0].owner else { return nil }
  let value = node.inputs[1].strong(as: node.outputTypes[0].dtype)
  if model.op is Alloc { return [.apply(Alloc(), [value] + model.inputs.dropFirst())] }
  let candidates =
    model.op is any ElementwiseOp
    ? model.inputs : model.op is any ShapePreservingOp ? [model.inputs[0]] : []
  // Inputs first, as for lengths, so that lengths can be seen to be the same.
  for candidate in candidates.filter({ $0.owner == nil }) + candidates.filter({ $0.owner != nil }) {
    let new = fill(candidate, value)
    if new.error == nil, node.outputTypes[0].mayBecome(new.type) { return [new] }
  }
  return nil
}

extension Apply {
  /// Whether the value of this fill certainly has the lengths of the model.
  fileprivate var repeatsNothing: Bool {
    let (model, value) = (inputs[0], inputs[1])
    return model.type.shape.indices.allSatisfy { axis in
      model.type.shape[axis] == 1 || model.length(ofAxis: axis).isLength(ofAxis: axis, of: value)
        || value.lengthWithoutValue(ofAxis: axis)?.isLength(ofAxis: axis, of: model) ?? false
    }
  }
}

extension Variable {
  /// What a fill or an alloc repeats, with as many axes as the result; nil for other variables.
  fileprivate var valueToSink: Variable? {
    guard let owner else { return nil }
    if owner.op is Elementwise<Second> {
      // What has the shape already is only there to be checked.
      let isCheck = type.mayBecome(owner.inputs[1].type)
      return isCheck ? nil : owner.inputs[1].strong(as: dtype)
    }
    return owner.op is Alloc ? owner.inputs[0].leftPadded(to: ndim) : nil
  }

  /// This variable repeated to the shape that `whole`, a fill or an alloc, has.
  fileprivate func repeated(like whole: Variable) -> Variable {
    guard let owner = whole.owner else { return self }
    if owner.op is Alloc {
      let result = Variable.apply(Alloc(), [self] + owner.inputs.dropFirst())
      // A length that the alloc has as 1 may be another one here.
      if result.error == nil,
        !zip(type.shape, whole.type.shape).contains(where: { $0 != 1 && $1 == 1 })
      {
        return result
      }
      return fill(whole, self)
    }
    return fill(owner.inputs[0], self)
  }
}

extension Double {
  /// This number as a constant with axes of length 1.
  fileprivate func padded(to rank: Int) -> Variable {
    Variable(constant: NDArray(self), site: .unknown).leftPadded(to: rank)
  }
}
