import TheanoGraph

extension IndexStructure {
  /// What an axis of the result comes from.
  private enum Source {
    /// A part of an axis of the tensor, with the operands that the slice mentions.
    case slice(Slice, axis: Int, ArraySlice<Variable>)
    /// An axis of the tensor, whole.
    case whole(axis: Int)
    case new
    /// Index arrays; the axis counts from the end of their common shape.
    case arrays(fromEnd: Int)
  }

  /// Returns the length of an axis of what this takes of the first of `operands`, the others being its own;
  /// nil where it depends on a mask, or on a step that is not known.
  func length(ofAxis axis: Int, of operands: [Variable]) -> Variable? {
    guard let tensor = operands.first, let sources = sources(operands),
      sources.indices.contains(axis)
    else { return nil }
    switch sources[axis] {
    case .whole(let source): return tensor.length(ofAxis: source)
    case .new: return .length(1)
    case .slice(let slice, let source, let rest):
      return length(of: slice, rest, along: tensor.length(ofAxis: source))
    case .arrays(let fromEnd):
      let arrays = arrays(operands).filter {
        $0.ndim > fromEnd && $0.type.shape[$0.ndim - 1 - fromEnd] != 1
      }
      return arrays.first.map { $0.length(ofAxis: $0.ndim - 1 - fromEnd) } ?? .length(1)
    }
  }

  /// The index arrays among the operands.
  private func arrays(_ operands: [Variable]) -> [Variable] {
    operands.dropFirst().filter { $0.ndim > 0 }
  }

  /// Returns what the result's axes come from; nil if there is a mask.
  private func sources(_ operands: [Variable]) -> [Source]? {
    var rest = operands.dropFirst()
    var axis = 0
    var result: [Source] = []
    var position: Int?
    for entry in entries {
      if position == nil, entry.joinsArrays, isAdvanced { position = result.count }
      switch entry {
      case .integer(let part): if part == .operand { _ = rest.popFirst() }
      case .slice(let slice):
        result.append(.slice(slice, axis: axis, rest))
        rest = rest.dropFirst(slice.parts.count { $0 == .operand })
      case .newAxis: result.append(.new)
      case .array: _ = rest.popFirst()
      case .mask: return nil
      }
      axis += entry.axisCount
    }
    if isAdvanced {
      let rank = arrays(operands).reduce(0) { Swift.max($0, $1.ndim) }
      result.insert(
        contentsOf: (0..<rank).reversed().map { .arrays(fromEnd: $0) },
        at: arraysComeFirst ? 0 : position ?? 0)
    }
    let last = operands[0].ndim
    return result + (axis..<Swift.max(axis, last)).map { .whole(axis: $0) }
  }

  /// Returns the number of places that a slice takes of an axis, by Python's rules; nil if the step is not
  /// known.
  private func length(
    of slice: Slice, _ operands: ArraySlice<Variable>, along length: Variable
  ) -> Variable? {
    var rest = operands
    func bound(_ part: Part?) -> Variable? {
      switch part {
      case nil: nil
      case .constant(let value): .length(value)
      case .operand: rest.popFirst().map { cast($0, .int64) }
      }
    }
    let (start, stop, by) = (bound(slice.start), bound(slice.stop), bound(slice.step))
    guard let step = by.map(\.constantInteger) ?? 1, step != 0, step.magnitude < 1 << 40 else {
      return nil
    }
    let (from, to) = (
      start.map { clamped($0, length, step) }, stop.map { clamped($0, length, step) }
    )
    let zero = Variable.length(0)
    var distance: Variable
    if step > 0 {
      distance = to ?? length
      if let from { distance = maximum(distance - from, zero) }
    } else {
      distance = (from ?? length - Variable.length(1)) - (to ?? Variable.length(-1))
      if from == nil, to == nil { distance = length } else { distance = maximum(distance, zero) }
    }
    let size = Int(step.magnitude)
    return size == 1
      ? distance : intDiv(distance + Variable.length(size - 1), Variable.length(size))
  }

  /// Returns a bound of a slice counted from the start of an axis, and within it.
  private func clamped(_ bound: Variable, _ length: Variable, _ step: Int) -> Variable {
    let (zero, one) = (Variable.length(0), Variable.length(1))
    let (low, high) = step > 0 ? (zero, length) : (Variable.length(-1), length - one)
    if bound.constantInteger == 0, step > 0 { return zero }
    if bound.isCertainLength { return minimum(bound, high) }
    if let number = bound.constantInteger, number < 0 { return maximum(length + bound, low) }
    let place = `switch`(lt(bound, zero), bound + length, bound)
    return minimum(maximum(place, low), high)
  }
}
