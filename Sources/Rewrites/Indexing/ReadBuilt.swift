import TheanoArrays
import TheanoGraph
import TheanoOps

/// Parts of what is put together from others are parts of these.
package let readBuilt = RuleFamily(at: Subtensor.self) {
  Rewrite(
    "concatenate(x, y)[i] → x[i]", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("place", [.init([2, .m]), .init([.n, .m])]) {
        concatenate($0)[1]
      } to: {
        $0[0][1]
      },
      RewriteExample("place from the end", [.init([.n]), .init([2], dtype: .int32)]) {
        concatenate($0)[-2]
      } to: {
        cast($0[1][0], .float64)
      },
      RewriteExample("slice of one", [.init([.m, 2]), .init([.m, 3])]) {
        concatenate($0, axis: 1)[.all, 2..<4]
      } to: {
        $0[1][.all, ..<2]
      },
      RewriteExample("slice of two", [.init([2]), .init([2]), .init([3])]) {
        concatenate($0)[1..<3]
      },
      RewriteExample("other axes", [.init([.n, .m]), .init([.n, 2])]) {
        concatenate($0, axis: 1)[0]
      },
    ]
  ) { node, context in
    guard let call = node.inputs[0].owner, let join = call.op as? Join,
      let index = node.readIndex
    else { return nil }
    var (along, others) = (index, index)
    along.axes = index.axes.map { _ in .full }
    along.axes[join.axis] = index.axes[join.axis]
    others.axes[join.axis] = .full
    let dtype = node.outputTypes[0].dtype
    if !along.isFull, let parts = join.parts(of: call.inputs, index.axes[join.axis]) {
      let read = parts.map { operand, taken in
        var own = index
        own.axes[join.axis] = taken
        return cast(own.read(operand), dtype)
      }
      let axis = index.keptAxes.firstIndex(of: join.axis) ?? 0
      return [read.count == 1 ? read[0] : concatenate(read, axis: axis)]
    }
    guard !others.isFull, node.mayLiftIndex(others, context) else { return nil }
    let axis = others.keptAxes.firstIndex(of: join.axis) ?? 0
    let joined = concatenate(call.inputs.map { others.read($0) }, axis: axis)
    return [PartIndex(others.keptAxes.map { along.axes[$0] }).read(joined)]
  }
  Rewrite(
    "alloc(x, n, m)[i] → alloc(x[i], m)", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("rows", [.init([.m])]) {
        alloc($0[0], 4, $0[0].length(ofAxis: 0))[1..<3]
      } to: {
        alloc($0[0], 2, $0[0].length(ofAxis: 0))
      },
      RewriteExample("place", [.init([], dtype: .int32)]) {
        alloc($0[0], 4)[-1]
      } to: {
        $0[0]
      },
      RewriteExample("of the value", [.init([.m])]) {
        alloc($0[0], 2, $0[0].length(ofAxis: 0))[.all, 1]
      },
    ]
  ) { node, _ in
    guard let call = node.inputs[0].owner, call.op is Alloc, let index = node.readIndex else {
      return nil
    }
    let (value, lengths) = (call.inputs[0], Array(call.inputs.dropFirst()))
    let missing = lengths.count - value.ndim
    var own = PartIndex(Array(repeating: .full, count: value.ndim))
    var kept: [Variable] = []
    for (axis, taken) in index.axes.enumerated() {
      let isRepeated = axis < missing || value.type.shape[axis - missing] == 1
      if taken.isFull {
        kept.append(lengths[axis])
        continue
      }
      let places = lengths[axis].knownInteger.flatMap { taken.places(of: $0) }
      if isRepeated || !taken.isPlace {
        guard let places else { return nil }
        if taken.isPlace {
          if axis >= missing { own.axes[axis - missing] = .place(.number(0)) }
          continue
        }
        kept.append(Variable(constant: NDArray(places.count), site: node.site))
      }
      if !isRepeated {
        own.axes[axis - missing] = taken
      }
    }
    let part = own.read(value)
    return [kept.isEmpty ? part : alloc(part, kept)]
  }
}

extension AxisIndex {
  /// The places that this takes of an axis of `length`; nil if they are not known, or out of range.
  func places(of length: Int) -> SlicePlaces? {
    if case .place(let place) = self {
      guard let place = place.number, place >= -length, place < length else { return nil }
      let first = place < 0 ? place + length : place
      return SlicePlaces(start: first, stop: first + 1, step: 1, length: length)
    }
    guard let (start, stop, step) = knownSlice else { return nil }
    return SlicePlaces(start: start, stop: stop, step: step, length: length)
  }
}

extension Join {
  /// Returns of which operands an index of the axis along which they are joined takes something, and what; nil
  /// if that is not known, or of all of them.
  fileprivate func parts(of operands: [Variable], _ index: AxisIndex) -> [(Variable, AxisIndex)]? {
    let lengths = operands.map { $0.type.shape[axis] }
    if case .place(let place) = index {
      guard let place = place.number else { return nil }
      var rest = place < 0 ? -1 - place : place
      for (operand, length) in place < 0
        ? zip(operands, lengths).reversed() : Array(zip(operands, lengths))
      {
        guard let length else { return nil }
        if rest < length {
          return [(operand, .place(.number(place < 0 ? length - 1 - rest : rest)))]
        }
        rest -= length
      }
      return nil
    }
    let known = lengths.compactMap { $0 }
    guard known.count == lengths.count, let (start, stop, step) = index.knownSlice else {
      return nil
    }
    let all = SlicePlaces(start: start, stop: stop, step: step, length: known.reduce(0, +))
    let ends = (all.start, all.start + (all.count - 1) * step)
    guard all.count > 0 else { return nil }
    let (low, high) = (Swift.min(ends.0, ends.1), Swift.max(ends.0, ends.1))
    var first = 0
    var parts: [(Variable, AxisIndex)] = []
    for (operand, length) in zip(operands, known) {
      defer { first += length }
      guard length > 0, low < first + length, high >= first else { continue }
      if low >= first, high < first + length {
        let end = ends.1 - first + (step > 0 ? 1 : -1)
        return [(operand, .range(ends.0 - first, end < 0 ? nil : end, step))]
      }
      guard step == 1 else { return nil }
      let (from, to) = (Swift.max(low - first, 0), Swift.min(high + 1 - first, length))
      parts.append((operand, .range(from, to == length ? nil : to, 1)))
    }
    return parts.count < operands.count ? parts : nil
  }
}
