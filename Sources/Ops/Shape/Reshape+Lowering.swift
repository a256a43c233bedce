import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Reshape: LoweredOp {
  /// The element of the same number in row-major order: with the operand in memory its place there, and if
  /// axes are only added or dropped its places along the others.
  package func lowering(_ call: Apply) -> Lowering? {
    let shape = Kept<[Value]>()
    var lowering = Lowering.elements(.move) { b, x in
      shape.keep(try lengths(b, x, call))
    } _: { b, x, index in
      try b.element(of: x[0], reshapedTo: shape.get(), at: index)
    }
    if !keepsAxes(call) { lowering.inMemory = [0] }
    return lowering
  }

  /// Returns the lengths of the result, checked.
  private func lengths(_ b: LoopBuilder, _ x: [Tensor], _ call: Apply) throws -> [Value] {
    b.unify(x[1].lengths[0], b.constant(ndim))
    let zero = b.constant(0)
    let known = call.inputs[1].knownElements
    let stated = try (0..<ndim).map { axis -> Value in
      if let known, axis < known.count, let length = known[axis] { return b.constant(length) }
      return b.convert(try x[1].at([b.constant(axis)], b), .int64)
    }
    let size = b.product(x[0].lengths)
    if let open = stated.firstIndex(where: { b.known($0) == -1 }) {
      var lengths = stated
      lengths[open] = b.constant(1)
      for length in lengths { b.checkLessOrEqual(zero, length) }
      b.checkSize(lengths)
      let others = b.product(lengths)
      b.checkLessOrEqual(b.constant(1), others)
      if let rest = b.quotient(of: x[0].lengths, by: lengths) {
        lengths[open] = rest
      } else {
        b.check(b.equal(b.rest(size, others), zero))
        lengths[open] = b.quotient(size, others)
      }
      return lengths
    }
    // Each length may turn out to be -1, unless it is certainly none.
    let certain = (0..<ndim).map { call.inputs[1].lengthElement($0).isCertainLength }
    let isOpen = zip(stated, certain).map { length, isCertain in
      isCertain ? b.truth(false) : b.equal(length, b.constant(-1))
    }
    if certain.allSatisfy({ $0 }) {
      for length in stated { b.checkLessOrEqual(zero, length) }
      b.checkSize(stated)
      if b.stride(of: stated) != b.stride(of: x[0].lengths) {
        b.check(b.equal(b.product(stated), size))
      }
      return stated
    }
    let closed = zip(stated, isOpen).map { b.select($1, b.constant(1), $0) }
    for length in closed { b.checkLessOrEqual(zero, length) }
    b.checkSize(closed)
    let count = b.sum(isOpen.map { b.convert($0, .int64) })
    b.checkLessOrEqual(count, b.constant(1))
    let others = b.product(closed)
    b.check(b.or(b.equal(count, zero), b.less(zero, others)))
    let rest = b.quotient(size, others)
    let lengths = zip(closed, isOpen).map { b.select($1, rest, $0) }
    b.check(b.equal(b.product(lengths), size))
    return lengths
  }

  /// Whether the axes that are not of length 1 are those of the operand, as far as types say.
  private func keepsAxes(_ call: Apply) -> Bool {
    let (x, shape) = (call.inputs[0], call.outputTypes[0].shape)
    let source = x.type.shape.indices.filter { x.type.shape[$0] != 1 }
    let target = shape.indices.filter { shape[$0] != 1 }
    if source.count != target.count { return false }
    var openCount = 0
    return zip(source, target).allSatisfy { from, to in
      if let length = shape[to], length == x.type.shape[from] { return true }
      let stated = call.inputs[1].lengthElement(to)
      if stated.constantInteger == -1 {
        openCount += 1
        return openCount == 1
      }
      guard let owner = stated.owner, let op = owner.op as? LengthOfAxis else { return false }
      return owner.inputs[0] == x && op.axis == from
    }
  }
}

extension LoopBuilder {
  /// The product of lengths as such.
  fileprivate func stride(of lengths: [Value]) -> Stride {
    lengths.map(canonical).reduce(.one) { $0.times($1, known: known($1)) }
  }

  /// Returns the product of lengths divided by that of others, if all of these are among them.
  fileprivate func quotient(of lengths: [Value], by others: [Value]) -> Value? {
    var rest = stride(of: lengths)
    let divisor = stride(of: others)
    if divisor.factor < 1 || !rest.factor.isMultiple(of: divisor.factor) { return nil }
    rest.factor /= divisor.factor
    for length in divisor.lengths {
      guard let place = rest.lengths.firstIndex(of: length) else { return nil }
      rest.lengths.remove(at: place)
    }
    return product(rest.lengths + [constant(rest.factor)])
  }

  /// Returns the element of a tensor that has the place `index` when the tensor has other lengths.
  func element(of x: Tensor, reshapedTo lengths: [Value], at index: [Value]) throws -> Value {
    if case .memory(let buffer, let prefix) = x.source {
      let start = access(buffer, prefix + x.lengths.map { _ in constant(0) })
      let terms = zip(index, strides(of: lengths)).compactMap { place, stride in
        known(place) == 0 ? nil : Access.Term(canonical(place), stride)
      }
      return emit(Instruction(.load(Access(buffer, start.terms + terms))), x.dtype)
    }
    return try x.at(places(of: index, in: lengths, for: x.lengths), self)
  }

  /// Returns the place in a tensor of lengths `source` of the element that has the place `index` in one of
  /// lengths `target`. Both have as many elements.
  private func places(of index: [Value], in target: [Value], for source: [Value]) -> [Value] {
    var result = source.map { _ in constant(0) }
    var from = source.indices.filter { known(source[$0]) != 1 }
    var to = target.indices.filter { known(target[$0]) != 1 }
    /// Whether two axes have the same length.
    func areSame(_ i: Int, _ j: Int) -> Bool { canonical(source[i]) == canonical(target[j]) }
    // Axes that both have at the end or at the start stay as they are.
    while let i = from.last, let j = to.last, areSame(i, j) {
      result[i] = index[j]
      from.removeLast()
      to.removeLast()
    }
    while let i = from.first, let j = to.first, areSame(i, j) {
      result[i] = index[j]
      from.removeFirst()
      to.removeFirst()
    }
    let number = position(to.map { index[$0] }, in: to.map { target[$0] })
    for (axis, value) in zip(from, place(of: number, in: from.map { source[$0] })) {
      result[axis] = value
    }
    return result
  }
}
