import TheanoArrays
import TheanoGraph
import TheanoOps

extension AxisIndex {
  /// Returns the same choice in the one form that rules need to know, for an axis of `length`, if that is
  /// known. Places counted from the end stay so unless `isFromStart`.
  func normalised(length: Int?, isFromStart: Bool) -> AxisIndex {
    if case .place(.number(let place)) = self {
      guard isFromStart, let length, place < 0, place >= -length else { return self }
      return .place(.number(place + length))
    }
    guard let bounds = knownSlice else { return withoutDefaults }
    var (start, stop) = (bounds.start, bounds.stop)
    let step = bounds.step
    if let length {
      let places = SlicePlaces(start: start, stop: stop, step: step, length: length)
      if places.count == 0 { return length == 0 ? .full : .range(nil, 0, 1) }
      if places.count == 1, step != 1, isFromStart || start ?? 0 >= 0 {
        return AxisIndex.range(places.start, places.start + 1, 1)
          .normalised(length: length, isFromStart: isFromStart)
      }
    }
    let isForward = step > 0
    if start == (isForward ? 0 : -1) { start = nil }
    if let length, let bound = start, isForward ? bound <= -length : bound >= length - 1 {
      start = nil
    }
    if let bound = stop, bound == (isForward ? .max : .min) { stop = nil }
    if let length, let bound = stop, isForward ? bound >= length : bound < -length { stop = nil }
    if let length {
      if isFromStart, let bound = start, bound < 0, bound >= -length { start = bound + length }
      if let bound = stop, bound < 0, bound >= -length { stop = bound + length }
    }
    return .range(start, stop, step)
  }

  /// This slice, with a start of 0 and a step of 1 left out.
  private var withoutDefaults: AxisIndex {
    guard case .slice(let start, let stop, let step) = self else { return self }
    let by = step == .number(1) ? nil : step
    return .slice(start: by == nil && start == .number(0) ? nil : start, stop: stop, step: by)
  }
}

extension PartIndex {
  /// Returns the same index of `tensor` in the one form that rules need to know.
  func normalised(for tensor: Variable) -> PartIndex {
    // Rows of a loop are counted from the end, so that it need not keep the others.
    let isFromStart = tensor.owner == nil
    return PartIndex(
      zip(axes, tensor.type.shape).map { $0.normalised(length: $1, isFromStart: isFromStart) })
  }
}

/// Indices have one form: constants are part of the operation, and what is the default is left out.
package let normaliseIndices = RuleFamily(at: Subtensor.self, IncSubtensor.self) {
  Rewrite(
    "constants in an index are part of it", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("useless", [.init([.n, 3])]) {
        $0[0][0..., 0..<7]
      } to: {
        $0[0]
      },
      RewriteExample("bounds", [.init([5, .m])]) {
        $0[0][.slice(from: -5, to: 9, by: 2)]
      } to: {
        $0[0][.stride(by: 2)]
      },
      RewriteExample("backwards", [.init([5, .m])]) {
        $0[0][.slice(from: 7, to: -9, by: -1)]
      } to: {
        $0[0][.stride(by: -1)]
      },
      RewriteExample("one place", [.init([5, .m], dtype: .int32)]) { $0[0][-2, .all] },
      RewriteExample("nothing", [.init([5, .m])]) { $0[0][4..<2] },
      RewriteExample("a constant operand", [.init([.n, 3])]) { x in
        .apply(Subtensor(structure: .init([.slice(.init(stop: .operand))])), [x[0], strong(2)])
      } to: {
        $0[0][..<2]
      },
    ]
  ) { node, _ in
    guard let index = node.readIndex else { return nil }
    let new = index.normalised(for: node.inputs[0])
    if new.isFull { return [node.inputs[0]] }
    let (structure, operands) = new.structure
    if structure == (node.op as? Subtensor)?.structure, operands.count == node.inputs.count - 1 {
      return nil
    }
    return [new.read(node.inputs[0])]
  }
  Rewrite(
    "constants in the index of a write are part of it", at: .ops([IncSubtensor.self]),
    examples: [
      RewriteExample("a bound", [.init([5, .m]), .init([])]) {
        setSubtensor($0[0][2..<9, .stride(by: 1)], $0[1])
      } to: {
        setSubtensor($0[0][2...], $0[1])
      },
      RewriteExample("a place", [.init([5, .m]), .init([.m])]) {
        incSubtensor($0[0][-1], $0[1])
      } to: {
        incSubtensor($0[0][4], $0[1])
      },
    ]
  ) { node, _ in
    guard let index = node.writtenIndex, let op = node.op as? IncSubtensor else { return nil }
    let new = index.normalised(for: node.inputs[0])
    let (structure, operands) = new.structure
    if structure == op.structure, operands.count == node.inputs.count - 2 { return nil }
    return [new.write(node.inputs[1], to: node.inputs[0], isSet: op.isSet)]
  }
}

/// An integer constant that is no literal.
private func strong(_ value: Int) -> Variable {
  Variable(constant: NDArray(value), site: .unknown)
}
