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
    for statement in statements {
      guard case .define(let value, let instruction) = statement else { return nil }
      guard case .load(let access) = instruction.operation else {
        if value.dtype == .int64 { continue }
        return nil
      }
      if found != nil || value != element { return nil }
      found = access
    }
    guard let found else { return nil }
    var strides: [Stride] = []
    for place in index {
      let terms = found.terms.filter { $0.value == place }
      if terms.count > 1 { return nil }
      strides.append(terms.first?.stride ?? Stride(factor: 0, lengths: []))
    }
    let rest = found.terms.filter { !index.contains($0.value) }
    // What is left must not depend on the places.
    if rest.contains(where: { depth(of: $0.value) > outer }) { return nil }
    return View(start: Access(found.buffer, rest), strides: strides)
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
