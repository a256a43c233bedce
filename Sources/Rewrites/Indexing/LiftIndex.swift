import TheanoGraph
import TheanoOps

/// Indexing goes towards the inputs, past what would compute elements that nobody reads.
package let liftIndices = RuleFamily(at: Subtensor.self, Flip.self) {
  Rewrite(
    "f(x, y)[i] → f(x[i], y[i]), element-wise", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("of one operand", [.init([.n, .m], dtype: .float32)]) {
        exp($0[0])[1]
      } to: {
        exp($0[0][1])
      },
      RewriteExample("broadcast", [.init([.n, .m]), .init([1, .m])]) {
        ($0[0] + $0[1])[2, 1...] * 2
      },
      RewriteExample("with a number", [.init([.n, .m], dtype: .int32)]) {
        ($0[0] * 3)[.all, 0]
      } to: {
        $0[0][.all, 0] * 3
      },
      RewriteExample("of length 1", [.init([1, .m]), .init([1, .m])]) { ($0[0] - $0[1])[0] },
      RewriteExample("cast", [.init([.n], dtype: .bool)]) { cast($0[0], .float64)[-1] },
      RewriteExample("slice", [.init([.n]), .init([1])]) { ($0[0] / $0[1])[..<2] },
    ]
  ) { node, context in
    guard let call = node.inputs[0].owner, let op = call.op as? any ElementwiseOp,
      !call.mayFailForValues, let index = node.readIndex, node.mayLiftIndex(index, context)
    else { return nil }
    let whole = node.inputs[0].type.shape
    let parts = call.inputs.compactMap { index.read($0, broadcastingTo: whole) }
    return parts.count == call.inputs.count ? [op.applied(to: parts)] : nil
  }
  Rewrite(
    "x.dimshuffle(…)[i] → x[i].dimshuffle(…)", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("transpose", [.init([.n, .m])]) {
        $0[0].transpose()[1]
      } to: {
        $0[0][.all, 1].dimshuffle(0)
      },
      RewriteExample("new axis", [.init([.n, .m], dtype: .int32)]) {
        $0[0].dimshuffle(1, "x", 0)[1..., 0]
      },
      RewriteExample("dropped axis", [.init([1, .m])]) { $0[0].dimshuffle(1)[..<2] },
    ]
  ) { node, _ in
    guard let call = node.inputs[0].owner, let shuffle = call.op as? DimShuffle,
      let index = node.readIndex,
      // Not slices past many of these.
      index.hasPlaces || !(call.inputs[0].owner?.op is DimShuffle)
    else { return nil }
    var inner = PartIndex(Array(repeating: .full, count: call.inputs[0].ndim))
    var pattern: [DimPattern] = []
    for (entry, taken) in zip(shuffle.pattern, index.axes) {
      switch entry {
      case .axis(let axis): inner.axes[axis] = taken
      // A place of an axis of length 1 must be known to be within it.
      case .new: if !taken.isFull && taken != .place(.number(0)) { return nil }
      case .invalid: return nil
      }
      if !taken.isPlace { pattern.append(entry) }
    }
    let kept = inner.keptAxes
    let renumbered = pattern.map { entry -> DimPattern in
      guard case .axis(let axis) = entry else { return entry }
      return .axis(kept.firstIndex(of: axis) ?? axis)
    }
    return [inner.read(call.inputs[0]).dimshuffle(renumbered)]
  }
  Rewrite(
    "flip(x) → x[::-1]", at: .ops([Flip.self]),
    examples: [
      RewriteExample("an axis", [.init([.n, .m])]) {
        flip($0[0], axis: 1)
      } to: {
        $0[0][.all, .stride(by: -1)]
      }
    ]
  ) { node, _ in
    guard let op = node.op as? Flip else { return nil }
    return [
      PartIndex(
        node.inputs[0].type.shape.indices.map {
          op.axes.contains($0) ? .range(nil, nil, -1) : .full
        }
      ).read(node.inputs[0])
    ]
  }
}

extension PartIndex {
  /// Returns what this, an index of a tensor of static shape `whole`, takes of an operand that is broadcast to
  /// it; nil if that is not known.
  func read(_ operand: Variable, broadcastingTo whole: [Int?]) -> Variable? {
    var own = self
    var dropped: [Int] = []
    var rank = 0
    for (axis, taken) in axes.enumerated() {
      if operand.type.shape[axis] == 1, whole[axis] != 1 {
        own.axes[axis] = .full
        if taken.isPlace { dropped.append(rank) }
        rank += 1
      } else if operand.type.isWeak, !taken.isFull {
        // A literal stays one: of its axes, all of length 1, those with a place are dropped.
        guard taken.isPlace else { return nil }
        own.axes[axis] = .full
        dropped.append(rank)
        rank += 1
      } else if !taken.isPlace {
        rank += 1
      }
    }
    let part = own.read(operand)
    if dropped.isEmpty { return part }
    return part.dimshuffle((0..<rank).filter { !dropped.contains($0) }.map { .axis($0) })
  }
}

extension Apply {
  /// Whether `index`, that of this `Subtensor`, may go past the operation that computes its tensor: it leaves
  /// out some of what is computed there, for nobody else. Slices do not go far, so that those of a long chain of
  /// operations do not all pass all of them.
  func mayLiftIndex(_ index: PartIndex, _ context: RewriteContext) -> Bool {
    guard context.isUsedOnce(inputs[0]) else { return false }
    if index.hasPlaces { return true }
    var pending = inputs[0].owner.map { [$0] } ?? []
    var seen = 0
    while let node = pending.popLast() {
      seen += 1
      if seen > 16 { return false }
      pending += node.inputs.compactMap(\.owner).filter(\.op.isPassedByIndices)
    }
    return true
  }
}

extension Op {
  /// Whether indices of results may become indices of operands.
  fileprivate var isPassedByIndices: Bool {
    self is any ElementwiseOp || self is DimShuffle || self is Subtensor || self is Dot
      || self is BatchedDot || self is Sum || self is Prod || self is Extremum || self is Softmax
      || self is LogSoftmax || self is Join
  }
}
