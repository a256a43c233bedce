import TheanoGraph
import TheanoOps

/// Sums with tensors that are zero but for a part are writes to that part, so that the gradient with respect to a
/// tensor of which several parts are used is made in one buffer.
package let sumWrites = RuleFamily(at: Add.self, Sub.self, Mul.self, Neg.self) {
  Rewrite(
    "x + 0 → x, of zeros of a shape", at: .ops([Elementwise<Add>.self]),
    examples: [
      RewriteExample("fill", [.init([.n])]) {
        $0[0].zerosLike() + $0[0]
      } to: {
        $0[0]
      },
      RewriteExample("alloc", [.init([3], dtype: .int32)]) {
        $0[0] + zeros([3], dtype: .int32)
      } to: {
        $0[0]
      },
    ]
  ) { node, _ in
    for (zero, other) in [(0, 1), (1, 0)] {
      let rest = node.inputs[other]
      guard !node.inputs[zero].isNumber, node.inputs[zero].isZeros,
        rest.dtype == node.outputTypes[0].dtype,
        rest.broadcastable == node.outputTypes[0].broadcastable
      else { continue }
      return [rest]
    }
    return nil
  }
  Rewrite(
    "x + incSubtensor(zeros[i], y) → incSubtensor(x[i], y)", at: .ops([Elementwise<Add>.self]),
    examples: [
      RewriteExample("two", [.init([4]), .init([]), .init([])]) { x in
        let zeros = x[0].zerosLike()
        return incSubtensor(zeros[0], x[1]) + incSubtensor(zeros[1], x[2])
      } to: { x in
        incSubtensor(incSubtensor(x[0].zerosLike()[0], x[1])[1], x[2])
      },
      RewriteExample("arrays", [.init([4, .m]), .init([3, .m])]) { x in
        x[0] + incSubtensor(x[0].zerosLike()[[1, 0, 1]], x[1])
      },
      RewriteExample("a chain", [.init([4], dtype: .int32), .init([2], dtype: .int32)]) { x in
        let base = setSubtensor(zeros([4], dtype: .int32)[1...2], x[1])
        return incSubtensor(base[2...], x[1]) + x[0]
      },
    ]
  ) { node, context in
    guard node.inputs.allSatisfy(node.isWhole),
      let (whole, writes) = shorterChain(node.inputs, context)
    else { return nil }
    return [writes.applied(to: whole)]
  }
  Rewrite(
    "x - incSubtensor(zeros[i], y) → incSubtensor(x[i], -y)", at: .ops([Elementwise<Sub>.self]),
    examples: [
      RewriteExample("a row", [.init([4, .m]), .init([.m])]) { x in
        x[0] - incSubtensor(x[0].zerosLike()[1], x[1])
      } to: { x in
        incSubtensor(x[0][1], -x[1])
      }
    ]
  ) { node, context in
    guard node.inputs.allSatisfy(node.isWhole),
      let writes = node.inputs[1].writesToZeros(context, limit: 4)
    else { return nil }
    return [writes.applied(to: node.inputs[0]) { -$0 }]
  }
  Rewrite(
    "c * incSubtensor(zeros[i], y) → incSubtensor(zeros[i], c * y)",
    at: .ops([Elementwise<Mul>.self, Elementwise<Neg>.self]),
    examples: [
      RewriteExample("a number", [.init([4, .m]), .init([.m])]) { x in
        0.5 * incSubtensor(x[0].zerosLike()[1], x[1])
      },
      RewriteExample("negative", [.init([4, .m]), .init([2, .m])]) { x in
        -incSubtensor(x[0].zerosLike()[[1, 2]], x[1])
      },
    ]
  ) { node, context in
    let isNegative = node.op is Elementwise<Neg>
    for (factor, other) in isNegative ? [(0, 0)] : [(0, 1), (1, 0)] {
      let (number, tensor) = (node.inputs[factor], node.inputs[other])
      // 0 times a finite number is 0.
      guard
        isNegative || number.isFiniteNumber && number.broadcasts(along: 0..<number.ndim),
        node.isWhole(tensor),
        let writes = tensor.writesToZeros(context, limit: 4), let base = writes.base
      else { continue }
      return [
        writes.applied(to: base) { values in
          isNegative ? -values : number.withRank(values.ndim) * values
        }
      ]
    }
    return nil
  }
}

/// Additions to parts of zeros, one after the other.
private struct WritesToZeros {
  /// The writes, the last first.
  var nodes: [Apply]

  /// The zeros.
  var base: Variable? { nodes.last?.inputs[0] }

  /// Returns `tensor` with the values, changed by `change`, added in the same places.
  func applied(to tensor: Variable, _ change: (Variable) -> Variable = { $0 }) -> Variable {
    nodes.reversed().reduce(tensor) { sum, node in
      let operands = [sum, change(node.inputs[1])] + node.inputs.dropFirst(2)
      if let op = node.op as? IncSubtensor {
        return .apply(IncSubtensor(structure: op.structure, isSet: false), operands)
      }
      return node.op.applied(to: operands)[0]
    }
  }
}

extension Apply {
  /// Whether `operand` has the dtype and the shape of the result.
  fileprivate func isWhole(_ operand: Variable) -> Bool {
    operand.dtype == outputTypes[0].dtype && !operand.type.isWeak && operand.dtype != .bool
      && operand.broadcastable == outputTypes[0].broadcastable
  }

  /// The tensor to which this adds something at some places; for a part of zeros, to set it is to add.
  fileprivate var sumBehind: Variable? {
    guard let (structure, isSet) = op.write else { return nil }
    if isSet, structure.isAdvanced || !inputs[0].isZeros { return nil }
    return inputs[0]
  }
}

extension Variable {
  /// The writes to zeros of which this is the result, if they are no more than `limit` and nobody else needs
  /// their results.
  fileprivate func writesToZeros(_ context: RewriteContext, limit: Int) -> WritesToZeros? {
    var nodes: [Apply] = []
    var tensor = self
    while nodes.count < limit, let node = tensor.owner, let behind = node.sumBehind,
      context.isUsedOnce(tensor)
    {
      nodes.append(node)
      if behind.isZeros { return WritesToZeros(nodes: nodes) }
      tensor = behind
    }
    return nil
  }

  /// A number, all of whose axes have length 1, with `rank` of them.
  fileprivate func withRank(_ rank: Int) -> Variable {
    dimshuffle(Array(repeating: .new, count: rank))
  }
}

/// Returns the operand of a sum that is the result of fewer writes to zeros, as these, after the other one.
///
/// Both are followed step by step, so that a sum of any form takes O(n log n) steps.
private func shorterChain(_ operands: [Variable], _ context: RewriteContext)
  -> (whole: Variable, writes: WritesToZeros)?
{
  var chains: [[Apply]] = [[], []]
  var heads: [Variable?] = operands
  while heads.contains(where: { $0 != nil }) {
    // The second first, as a sum grows at its first operand.
    for side in [1, 0] {
      guard let head = heads[side] else { continue }
      heads[side] = nil
      guard let node = head.owner, let behind = node.sumBehind, context.isUsedOnce(head) else {
        continue
      }
      chains[side].append(node)
      if behind.isZeros { return (operands[1 - side], WritesToZeros(nodes: chains[side])) }
      heads[side] = behind
    }
  }
  return nil
}
