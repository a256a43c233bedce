import TheanoArrays

extension LoopBuilder {
  /// A tensor in memory that need not be dense: its first element, and the distance of neighbours along each
  /// axis.
  package struct View {
    package var start: Access
    package var strides: [Stride]
  }

  /// Returns how the elements of a tensor lie in memory, if it is in memory or a regular part of something
  /// that is; nil if its elements have to be computed.
  package func view(of x: Tensor) -> View? {
    switch x.source {
    case .memory(let buffer, let prefix):
      let strides = strides(of: buffers[buffer.index].lengths).suffix(x.rank)
      return View(start: access(buffer, prefix), strides: Array(strides))
    case .elements:
      return probe(x)
    case .scalar, .register, .pending: return nil
    }
  }

  /// Finds out by asking for an element at places that are not known.
  private func probe(_ x: Tensor) -> View? {
    var index: [Value] = []
    var element: Value?
    let outer = depth
    let statements = scope {
      index = x.lengths.map { _ in freshValue(.int64) }
      element = try? x.at(index, self)
    }
    var found: Access?
    var places: [Value: Instruction] = [:]
    for statement in statements {
      guard case .define(let value, let instruction) = statement else { return nil }
      guard case .load(let access) = instruction.operation else {
        if value.dtype != .int64 { return nil }
        places[value] = instruction
        continue
      }
      if found != nil || value != element { return nil }
      found = access
    }
    guard let found else { return nil }
    var strides = [Stride?](repeating: nil, count: index.count)
    var start = Access(found.buffer, [])
    for term in found.terms {
      guard let sum = sum(term.value, places) else { return nil }
      for (value, factor) in sum {
        guard let stride = term.stride.times(factor) else { return nil }
        if let axis = index.firstIndex(of: value) {
          if strides[axis] != nil { return nil }
          strides[axis] = stride
        } else if known(value) != 0 {
          start.terms.append(Access.Term(value, stride))
        }
      }
    }
    // What is left must not depend on the places.
    if start.terms.contains(where: { depth(of: $0.value) > outer }) { return nil }
    return View(start: start, strides: strides.map { $0 ?? Stride(factor: 0, lengths: []) })
  }

  /// Returns a place as a sum of values times numbers, nil if it is none; `places` has what it is computed of. A
  /// slice has its first place, and the step times the place in the slice.
  private func sum(_ value: Value, _ places: [Value: Instruction]) -> [(Value, Int)]? {
    guard let instruction = places[value] else { return [(value, 1)] }
    /// A sum times a number.
    func scaled(_ value: Value, by factor: Int) -> [(Value, Int)]? {
      var terms: [(Value, Int)] = []
      for (value, own) in sum(value, places) ?? [] {
        let (product, isTooLarge) = own.multipliedReportingOverflow(by: factor)
        if isTooLarge { return nil }
        terms.append((value, product))
      }
      return terms.isEmpty ? nil : terms
    }
    let operands = instruction.operands
    switch instruction.operation {
    case .add, .subtract:
      let sign = instruction.operation == .add ? 1 : -1
      guard let first = sum(operands[0], places), let second = scaled(operands[1], by: sign) else {
        return nil
      }
      return first + second
    case .multiply:
      if let factor = known(operands[1]) { return scaled(operands[0], by: factor) }
      if let factor = known(operands[0]) { return scaled(operands[1], by: factor) }
      return nil
    default: return nil
    }
  }

  /// Returns the buffer in which a tensor's elements lie densely, with the places with which theirs begin; nil
  /// if they do not.
  package func memory(of x: Tensor) -> (BufferID, prefix: [Value])? {
    guard let view = view(of: x) else { return nil }
    let strides = strides(of: buffers[view.start.buffer.index].lengths)
    guard strides.count >= x.rank, Array(strides.suffix(x.rank)) == view.strides,
      buffers[view.start.buffer.index].lengths.suffix(x.rank) == x.lengths.map(canonical)[...]
    else { return nil }
    var rest = view.start.terms
    let prefix = strides.dropLast(x.rank).map { stride in
      guard let place = rest.firstIndex(where: { $0.stride == stride }) else { return constant(0) }
      return rest.remove(at: place).value
    }
    return rest.isEmpty ? (view.start.buffer, prefix) : nil
  }

  /// Returns a tensor of the same elements of which there is a view: the tensor itself, or a copy in memory.
  package func regular(_ x: Tensor) throws -> Tensor {
    if view(of: x) != nil { return x }
    let copy = buffer(x.label, x.dtype, .slot(-1, perWorker: false), lengths: x.lengths)
    try loops(x.lengths) { store(copy, $0, try x.at($0, self)) }
    return Tensor(x.dtype, lengths: x.lengths, .memory(copy, prefix: []), label: x.label)
  }
}
