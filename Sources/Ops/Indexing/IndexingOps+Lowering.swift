import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension PartReadingOp {
  /// The elements at their places; nil if there is a mask, as the number of places then depends on values.
  package func lowering(_ call: Apply) -> Lowering? {
    guard !structure.hasMasks else { return nil }
    let variables = Array(call.inputs.dropFirst())
    let part = Kept<LoweredIndex>()
    var lowering = Lowering.elements(.move) { [structure] b, x in
      let operands = Array(zip(x.dropFirst(), variables))
      return part.keep(try LoweredIndex(structure, of: x[0].lengths, operands: operands, b)).lengths
    } _: { b, x, index in
      try x[0].at(part.get().place(index, in: x[0].lengths, b), b)
    }
    lowering.early = Set(1..<call.inputs.count + 1)
    lowering.repeats = structure.isAdvanced
    return lowering
  }
}

extension PartWritingOp {
  /// The tensor, copied, and the values at their places; nil if there is a mask.
  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    if structure.hasMasks { return nil }
    let variables = Array(call.inputs.dropFirst(2))
    let part = Kept<LoweredIndex>()
    let shape = call.inputs[1].type.shape
    let broadcasts = !shape.isEmpty && shape.contains(1)
    // Half precision adds up in single.
    let isWide = dtype == .float16 && !isSet
    var lowering = Lowering(
      lengths: { [structure] b, x in
        let operands = Array(zip(x.dropFirst(2), variables))
        let index = try LoweredIndex(structure, of: x[0].lengths, operands: operands, b)
        for (axis, known) in shape.enumerated() where known != 1 {
          b.unify(index.lengths[axis], x[1].lengths[axis])
        }
        _ = part.keep(index)
        return [x[0].lengths]
      },
      .statements(needsMemory: broadcasts ? [1] : []) { [structure, isSet] b, x, results in
        let lengths = x[0].lengths
        let target = isWide ? b.scratch("sums", .float32, lengths) : results[0]
        try target.copy(x[0], b)
        let index = try part.get()
        // Arrays may name a place more than once.
        try b.loops(index.lengths, structure.isAdvanced ? .serial : .free) { place in
          let own = zip(place, shape).map { $1 == 1 ? b.constant(0) : $0 }
          let value = try x[1].at(own, b)
          let position = try index.place(place, in: lengths, b)
          if isSet {
            try target.set(position, to: value, b)
          } else {
            try target.take(value, into: position, .sum, b)
          }
        }
        if isWide { try b.loops(lengths) { try results[0].set($0, to: try target.at($0, b), b) } }
      })
    lowering.early = Set(2..<call.inputs.count + 2)
    lowering.overwritten = isWide ? nil : 0
    return lowering
  }
}

extension IndexStructure {
  /// Whether it has masks.
  fileprivate var hasMasks: Bool {
    entries.contains { if case .mask = $0 { true } else { false } }
  }
}
