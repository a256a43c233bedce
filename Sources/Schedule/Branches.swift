import TheanoGraph
import TheanoLoopIR
import TheanoOps

extension Scheduler {
  /// Lowers a choice: a branch each side of which computes what only it needs, and leaves its results where
  /// those of the other would be.
  func lowerChoice(_ call: Apply, _ sides: (then: Int, else: Int), _ block: Block) throws {
    let condition = try tensor(call.inputs[0])
    if !needs(condition).isEmpty { try flush() }
    let value = try condition.scalar(b)
    try flush()
    let truth = b.convert(value, .bool)
    let count = call.outputTypes.count
    let places = call.outputs.map { ChoicePlace($0, b) }
    let then = try b.scope {
      try lowerSide(sides.then, Array(call.inputs[1...count]), places, block)
    }
    let other = try b.scope {
      try lowerSide(sides.else, Array(call.inputs[(1 + count)...]), places, block)
    }
    b.add(.branch(truth, then, other))
    for (output, place) in zip(call.outputs, places) {
      tensors[output] = place.tensor(label(output), b)
    }
  }

  /// Lowers one side, and puts its results where they belong.
  private func lowerSide(
    _ region: Int, _ results: [Variable], _ places: [ChoicePlace], _ block: Block
  ) throws {
    try inside {
      try handle(block.regions.nodes[region], block)
      try flush()
      for (variable, place) in zip(results, places) { try place.take(try tensor(variable), b) }
    }
  }
}

/// Where the sides of a branch leave a result: its lengths in registers, a scalar in a register too.
private struct ChoicePlace {
  private let lengths: [Register]
  private let scalar: Register?
  private let buffer: BufferID?
  private let variable: Variable

  /// Makes room for a variable.
  init(_ variable: Variable, _ b: LoopBuilder) {
    self.variable = variable
    lengths = variable.type.shape.map { _ in b.register(b.constant(0)) }
    if variable.ndim == 0 {
      scalar = b.register(b.constant(0, variable.dtype))
      buffer = nil
    } else {
      scalar = nil
      buffer = b.openBuffer("choice", variable.dtype, rank: variable.ndim)
    }
  }

  /// Takes the value of one side.
  func take(_ tensor: Tensor, _ b: LoopBuilder) throws {
    if let scalar { return b.add(.assign(scalar, b.watched(try tensor.scalar(b)))) }
    guard let buffer else { return }
    b.reserve(buffer, lengths: tensor.lengths)
    for (register, length) in zip(lengths, tensor.lengths) {
      b.add(.assign(register, b.canonical(length)))
    }
    // What is copied has been spoken of where it was computed.
    if case .elements = tensor.source { b.note(tensor.note ?? tensor.label) }
    try b.loops(tensor.lengths) { index in
      let place = b.access(buffer, index, lengths: tensor.lengths)
      b.add(.store(place, b.watched(try tensor.at(index, b))))
    }
  }

  /// The result after the branch.
  func tensor(_ label: String, _ b: LoopBuilder) -> Tensor {
    if let scalar {
      return Tensor(variable.dtype, lengths: [], .scalar(b.read(scalar)), label: label)
    }
    let known = zip(variable.type.shape, lengths).map { known, register in
      known.map { b.constant($0) } ?? b.read(register)
    }
    guard let buffer else {
      return Tensor(variable.dtype, lengths: known, .pending, label: label)
    }
    b.setLengths(of: buffer, known)
    return Tensor(variable.dtype, lengths: known, .memory(buffer, prefix: []), label: label)
  }
}
