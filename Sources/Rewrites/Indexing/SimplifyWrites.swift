import TheanoArrays
import TheanoGraph
import TheanoOps

/// Writes that do nothing are dropped, writes of a whole tensor need none, and two at one place are one.
package let simplifyWrites = RuleFamily(at: IncSubtensor.self, AdvancedIncSubtensor.self) {
  Rewrite(
    "writes that change nothing are dropped",
    at: .ops([IncSubtensor.self, AdvancedIncSubtensor.self]),
    examples: [
      RewriteExample("adding 0", [.init([4, .m], dtype: .int32)]) {
        incSubtensor($0[0][1], 0)
      } to: {
        $0[0]
      },
      RewriteExample("adding zeros", [.init([4, .m])]) {
        incSubtensor($0[0][[1, 1]], $0[0][0].zerosLike())
      } to: {
        $0[0]
      },
      RewriteExample("what is there", [.init([4, .m])]) {
        setSubtensor($0[0][1..<3], $0[0][1..<3])
      } to: {
        $0[0]
      },
      RewriteExample("the same number", [.init([4, .m])]) {
        setSubtensor(alloc(2.5, 4, $0[0].length(ofAxis: 1))[1], 2.5) + $0[0]
      },
    ]
  ) { node, _ in
    guard let (_, isSet) = node.op.write else { return nil }
    let (tensor, values) = (node.inputs[0], node.inputs[1])
    if !isSet { return values.isZeros ? [tensor] : nil }
    if let read = values.owner, read.op.isRead(of: node.op), read.inputs[0] == tensor,
      read.inputs.dropFirst() == node.inputs.dropFirst(2)
    {
      return [tensor]
    }
    guard let number = values.repeatedNumber, let other = tensor.repeatedNumber,
      number.bitPattern == other.bitPattern
    else { return nil }
    return [tensor]
  }
  Rewrite(
    "setSubtensor(x[…], y) → y, of all of x", at: .ops([IncSubtensor.self]),
    examples: [
      RewriteExample("set", [.init([.n, .m]), .init([.m])]) {
        setSubtensor($0[0][0...], $0[1])
      } to: {
        fill($0[0], $0[1])
      },
      RewriteExample("add", [.init([.n], dtype: .int32), .init([.n], dtype: .int32)]) {
        incSubtensor($0[0][.all], $0[1])
      } to: {
        $0[0] + $0[1]
      },
    ]
  ) { node, _ in
    guard let op = node.op as? IncSubtensor, let index = node.writtenIndex,
      index.normalised(for: node.inputs[0]).isFull
    else { return nil }
    let (tensor, values) = (node.inputs[0], node.inputs[1])
    if op.isSet { return [fill(tensor, values)] }
    return tensor.dtype == .bool ? nil : [tensor + values]
  }
  Rewrite(
    "setSubtensor(x[i], x[i] + y) → incSubtensor(x[i], y)", at: .ops([IncSubtensor.self]),
    examples: [
      RewriteExample("a row", [.init([4, .m]), .init([.m])]) {
        setSubtensor($0[0][1], $0[0][1] + $0[1])
      } to: {
        incSubtensor($0[0][1], $0[1])
      },
      RewriteExample("a number", [.init([4, .m], dtype: .int8)]) {
        setSubtensor($0[0][1..<3], 2 + $0[0][1..<3])
      },
    ]
  ) { node, context in
    guard let op = node.op as? IncSubtensor, op.isSet, let index = node.writtenIndex,
      context.isUsedOnce(node.inputs[1]), let sum = node.inputs[1].owner,
      sum.op is Elementwise<Add>, node.inputs[0].dtype != .bool
    else { return nil }
    let tensor = node.inputs[0]
    for (old, added) in [(0, 1), (1, 0)] {
      guard let read = sum.inputs[old].owner, read.op.isRead(of: op), read.inputs[0] == tensor,
        read.inputs.dropFirst() == node.inputs.dropFirst(2)
      else { continue }
      return [index.write(cast(sum.inputs[added], tensor.dtype), to: tensor, isSet: false)]
    }
    return nil
  }
  Rewrite(
    "two writes at one place are one", at: .ops([IncSubtensor.self, AdvancedIncSubtensor.self]),
    examples: [
      RewriteExample("added twice", [.init([4, .m]), .init([.m]), .init([.m])]) {
        incSubtensor(incSubtensor($0[0][1], $0[1])[1], $0[2])
      } to: {
        incSubtensor($0[0][1], $0[1] + $0[2])
      },
      RewriteExample("overwritten", [.init([4, .m]), .init([.m]), .init([])]) {
        setSubtensor(incSubtensor($0[0][1], $0[1])[1], $0[2])
      } to: {
        setSubtensor($0[0][1], $0[2])
      },
      RewriteExample("set, added", [.init([4], dtype: .int8), .init([], dtype: .int8)]) {
        incSubtensor(setSubtensor($0[0][1...], $0[1])[1...], $0[0][..<3])
      },
      RewriteExample("arrays", [.init([4]), .init([3])]) {
        incSubtensor(incSubtensor($0[0][[1, 0, 1]], $0[1])[[1, 0, 1]], $0[1])
      },
    ]
  ) { node, context in
    guard let (structure, isSet) = node.op.write, let first = node.inputs[0].owner,
      let (otherStructure, wasSet) = first.op.write, structure == otherStructure,
      first.inputs.dropFirst(2) == node.inputs.dropFirst(2)
    else { return nil }
    let (tensor, values) = (first.inputs[0], node.inputs[1])
    if isSet { return node.op.applied(to: [tensor] + node.inputs.dropFirst()) }
    // Of what is set twice at a place the last stays; but all that is added is.
    if wasSet && structure.isAdvanced || values.dtype == .bool { return nil }
    guard context.isUsedOnce(node.inputs[0]) else { return nil }
    let both = first.inputs[1] + values
    return first.op.applied(to: [tensor, both] + node.inputs.dropFirst(2))
  }
  Rewrite(
    "what is written need not be repeated to the shape of the part",
    at: .ops([IncSubtensor.self, AdvancedIncSubtensor.self]),
    examples: [
      RewriteExample("fill", [.init([4, .m]), .init([])]) {
        incSubtensor($0[0][1..<3], fill($0[0][1..<3], $0[1]))
      } to: {
        incSubtensor($0[0][1..<3], $0[1])
      },
      RewriteExample("alloc", [.init([4, .m], dtype: .int32)]) {
        setSubtensor($0[0][[3, 1]], alloc(cast(7, .int32), 2, $0[0].length(ofAxis: 1)))
      },
    ]
  ) { node, _ in
    guard node.op.write != nil, let value = node.inputs[1].repeatedValue else { return nil }
    let values = cast(value, node.inputs[0].dtype)
    return node.op.applied(to: [node.inputs[0], values] + node.inputs.dropFirst(2))
  }
}
