import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps
import TheanoScan

/// Makes a program of a graph: decides what is computed in memory and what where it is used, and writes a
/// loop nest for each thing in memory. Later passes merge the nests.
package final class Scheduler {
  let b = LoopBuilder()
  /// The nodes that are evaluated outside, by number.
  private(set) var outside: [Apply] = []
  /// Constants that are inputs of the program.
  private(set) var constants: [NDArray] = []
  private var constantTensors: [Variable: Tensor] = [:]
  var tensors: [Variable: Tensor] = [:]
  var agenda = Agenda()
  private let firstConstant: Int
  /// The tensors that have been, or will be, put in memory after they were made, as they were before.
  private var moved: [Move] = []
  /// Those of them that were computed element by element.
  private var moving: Set<Tensor> = []

  /// A tensor with what it was before it was put in memory.
  private struct Move {
    var tensor: Tensor
    var source: Tensor.Source
    var needs: [Int]
  }

  /// Whether comments have expressions and the user's lines. To find these takes longer than all else.
  let describes: Bool

  /// The most bytes of small temporary tensors on the stack.
  private static let stackBytes = 1 << 16
  /// How many there are so far.
  private var bytesOnStack = 0

  /// How deep expressions may nest before one is put in memory.
  private static let deepest = 60
  /// How many expressions one may be made of before it is put in memory: compilers take long over more.
  private static let largest = 400

  /// Creates a scheduler of programs with this many inputs besides constants.
  init(inputCount: Int, describes: Bool = false) {
    firstConstant = inputCount
    self.describes = describes
  }

  // MARK: Blocks

  /// Lowers what computes `outputs`, and puts each in the place that `destinations` makes for it.
  ///
  /// - Parameter destinations: for an output its dtype, lengths and number; returns the buffer and the
  ///   places with which its elements' places begin. An output that is nil there stays where it is.
  func lower(
    _ nodes: [Apply], outputs: [Variable],
    destination: @escaping (Int, Tensor) -> (BufferID, [Value])?
  ) throws {
    let lowered = nodes.map {
      LoweredNode(call: $0, lowering: ($0.op as? any LoweredOp)?.lowering($0))
    }
    var places: [Variable: Int] = [:]
    for (index, output) in outputs.enumerated() where places[output] == nil {
      places[output] = index
    }
    let placed = Placed()
    let block = Block(
      uses: Uses(lowered, outputs: outputs), regions: Regions(lowered, outputs: outputs)
    ) { variable, tensor in
      guard let index = places[variable], let place = destination(index, tensor) else { return nil }
      placed.indices.insert(index)
      return place
    }
    try handle(block.regions.nodes[0], block)
    for (index, output) in outputs.enumerated() where !placed.indices.contains(index) {
      let tensor = try self.tensor(output)
      guard let place = destination(index, tensor) else { continue }
      copy(tensor, to: place)
    }
    try flush()
  }

  /// Lowers nodes in order.
  func handle(_ nodes: [LoweredNode], _ block: Block) throws {
    for node in nodes { try handle(node, block) }
  }

  /// Puts the elements of a tensor in a place, when it is its turn.
  private func copy(_ tensor: Tensor, to place: (BufferID, [Value])) {
    _ = agenda.add(needs: needs(tensor), signature: tensor.lengths) { [b] in
      // What is copied has been spoken of where it was computed.
      if case .elements = tensor.source { b.note(tensor.note ?? tensor.label) }
      try b.loops(tensor.lengths) { index in
        b.store(place.0, place.1 + index, try tensor.at(index, b))
      }
    }
  }

  /// Emits all that waits.
  func flush() throws {
    try agenda.run()
  }

  // MARK: Nodes

  /// Where an output belongs.
  typealias Destination = (Variable, Tensor) -> (BufferID, [Value])?

  /// What is known about the nodes that are lowered together.
  struct Block {
    var uses: Uses
    var regions: Regions
    var destination: Destination
  }

  /// The numbers of the outputs that have been put in their places.
  private final class Placed {
    var indices: Set<Int> = []
  }

  private func handle(_ node: LoweredNode, _ block: Block) throws {
    let call = node.call
    if let sides = block.regions.sides[call] { return try lowerChoice(call, sides, block) }
    let x = try call.inputs.map(tensor)
    // What lengths may be made of has to be there.
    let early = node.lowering?.early ?? []
    for (place, tensor) in x.enumerated()
    where early.contains(place) || tensor.rank <= 1 && tensor.dtype.isDiscrete {
      if !needs(tensor).isEmpty { try flush() }
    }
    let origin = origin(of: call)
    do {
      if let loop = call.op as? Scan {
        return try b.checking(for: origin) { try lowerLoop(call, loop, x, block.destination) }
      }
      guard let lowering = node.lowering else {
        throw LoweringError("\(call.op.name) runs outside")
      }
      let lengths = try b.checking(for: origin) { try lowering.lengths(b, x) }
      for place in lowering.inMemory { try putInMemory(x[place]) }
      let results = zip(call.outputs, lengths).map { output, lengths in
        Tensor(output.dtype, lengths: lengths.map(b.canonical), .pending, label: label(output))
      }
      for (output, result) in zip(call.outputs, results) {
        tensors[output] = result
        if describes { result.note = Scheduler.description(output, call) }
      }
      let needed = merged(x.indices.filter { !lowering.unread.contains($0) }.map { x[$0] })
      switch lowering.body {
      case .elements(let cost, let make):
        try addElements(call.outputs[0], x, results[0], needed, cost, block) { b, index in
          try b.checking(for: origin) { try make(b, x, index) }
        }
      case .parts(let parts):
        for (place, part) in parts.enumerated() {
          let own = part.operands.sorted().map { x[$0] }
          try addElements(
            call.outputs[place], own, results[place], merged(own), part.cost, block
          ) { b, index in
            try b.checking(for: origin) { try part.element(b, x, index) }
          }
        }
      case .reduction(let reduction):
        try addReduction(call, x[0], results[0], needed, reduction, block.destination)
      case .statements(let memory, let write):
        for place in memory { try putInMemory(x[place]) }
        let overwritten = lowering.overwritten.flatMap { place in
          canOverwrite(call.inputs[place], x[place], block) ? x[place] : nil
        }
        try addStatements(
          call, x, results, merged(x), overwriting: overwritten, block.destination
        ) { b, x, results in
          try b.checking(for: origin) { try write(b, x, results) }
        }
      }
    } catch let error as LoweringError {
      try evaluateOutside(call, x, error)
    }
  }

  private func addElements(
    _ output: Variable, _ x: [Tensor], _ result: Tensor, _ needed: [Int], _ cost: Lowering.Cost,
    _ block: Block,
    _ make: @escaping (LoopBuilder, [Value]) throws -> Value
  ) throws {
    let use = block.uses[output]
    result.source = .elements(make)
    result.effort = Tensor.Effort(of: x, isCostly: cost == .costly)
    result.needs = needed
    if let place = block.destination(output, result) { return wait(result, needed, place, make) }
    if result.rank == 0 {
      if needed.isEmpty {
        result.source = .scalar(b.watched(try make(b, [])))
        result.effort = .none
      } else {
        let id = agenda.add(needs: needed, signature: []) { [b] in
          result.source = .scalar(b.watched(try make(b, [])))
        }
        result.source = .pending
        result.effort = .none
        result.needs = [id]
      }
      return
    }
    // One instruction on elements of two tensors: to read them twice is no more than to write and to read.
    let isTrivial = cost == .cheap && result.effort.size <= 2 && x.count <= 2
    let inMemory =
      result.effort.depth > Scheduler.deepest || result.effort.size > Scheduler.largest
      || (cost > .move && (use.needsMemory || use.readers > (isTrivial ? 2 : 1)))
      || (cost > .move && result.effort.isCostly && use.isRepeated)
    if inMemory {
      result.isTemporary = true
      wait(result, needed, (temporary(result), []), make)
    }
  }

  /// Has the elements of `result` computed in a place when what they need is there.
  private func wait(
    _ result: Tensor, _ needed: [Int], _ place: (BufferID, [Value]),
    _ make: @escaping (LoopBuilder, [Value]) throws -> Value
  ) {
    let id = agenda.add(needs: needed, signature: result.lengths) { [b] in
      b.note(result.note ?? result.label)
      try b.loops(result.lengths) { index in
        let element = b.convert(try make(b, index), result.dtype)
        b.store(place.0, place.1 + index, b.watched(element))
      }
      b.markWatched(place.0, place.1)
      result.source = .memory(place.0, prefix: place.1)
    }
    result.source = .pending
    result.effort = .none
    result.needs = [id]
  }

  private func addReduction(
    _ call: Apply, _ x: Tensor, _ result: Tensor, _ needed: [Int], _ reduction: Lowering.Reduction,
    _ destination: Destination
  ) throws {
    let place = destination(call.outputs[0], result)
    if result.rank == 0 && place == nil {
      let id = agenda.add(needs: needed, signature: x.lengths) { [b] in
        b.note(result.note ?? result.label)
        let total = try b.reduce(x, reduction)
        result.source = .scalar(b.watched(b.convert(total, result.dtype)))
      }
      result.needs = [id]
      return
    }
    let target = place ?? (temporary(result), [])
    let id = agenda.add(needs: needed, signature: result.lengths) { [b] in
      b.note(result.note ?? result.label)
      try b.reduce(x, reduction, into: target, result)
      result.source = .memory(target.0, prefix: target.1)
      b.watchMemory(of: result)
    }
    result.needs = [id]
  }

  private func addStatements(
    _ call: Apply, _ x: [Tensor], _ results: [Tensor], _ needed: [Int],
    overwriting old: Tensor?, _ destination: Destination,
    _ write: @escaping (LoopBuilder, [Tensor], [Tensor]) throws -> Void
  ) throws {
    let places = zip(call.outputs, results).map { destination($0, $1) }
    for (result, place) in zip(results, places) { result.isTemporary = place == nil }
    let targets = zip(results, places).map { result, place in
      old != nil && place == nil ? nil : place ?? (temporary(result), [])
    }
    let id = agenda.add(needs: needed, signature: []) { [b] in
      b.note(results[0].note ?? results[0].label)
      for (result, target) in zip(results, targets) {
        result.source = target.map { .memory($0.0, prefix: $0.1) } ?? old?.source ?? .pending
        if case .memory(let buffer, _) = result.source { b.setMutable(buffer) }
      }
      try write(b, x, results)
      for result in results { b.watchMemory(of: result) }
    }
    for result in results { result.needs = [id] }
  }

  /// Whether the memory of an operand that one node of a block alone reads may be written to: it was computed in
  /// the same block, and is needed for nothing else.
  private func canOverwrite(_ variable: Variable, _ tensor: Tensor, _ block: Block) -> Bool {
    variable.owner != nil && tensor.isTemporary && block.uses[variable].readers == 1
  }

  /// Puts a tensor in memory if it is not there, and will not be.
  func putInMemory(_ tensor: Tensor) throws {
    switch tensor.source {
    case .memory, .pending: return
    case .elements(let make):
      // Whoever has found out what the tensor needs may go on computing elements until they are in memory.
      if !moving.insert(tensor).inserted { return }
      moved.append(Move(tensor: tensor, source: tensor.source, needs: tensor.needs))
      if needs(tensor).isEmpty, let (buffer, prefix) = b.memory(of: tensor) {
        tensor.source = .memory(buffer, prefix: prefix)
        return
      }
      let place = temporary(tensor)
      let id = agenda.add(needs: needs(tensor), signature: tensor.lengths) { [b] in
        b.note(tensor.note ?? tensor.label)
        try b.loops(tensor.lengths) { index in
          b.store(place, index, b.watched(b.convert(try make(b, index), tensor.dtype)))
        }
        b.markWatched(place, [])
        tensor.source = .memory(place, prefix: [])
      }
      tensor.needs = needs(tensor) + [id]
    case .scalar, .register:
      moved.append(Move(tensor: tensor, source: tensor.source, needs: tensor.needs))
      let buffer = temporary(tensor)
      b.store(buffer, [], try tensor.scalar(b))
      tensor.source = .memory(buffer, prefix: [])
    }
  }

  /// Runs `body`, which makes statements that may not run, or run several times: what it puts in memory is
  /// there only for them.
  func inside<R>(_ body: () throws -> R) rethrows -> R {
    let first = moved.count
    defer {
      for move in moved[first...].reversed() {
        move.tensor.source = move.source
        move.tensor.needs = move.needs
        moving.remove(move.tensor)
      }
      moved.removeLast(moved.count - first)
    }
    return try body()
  }

  private func evaluateOutside(_ call: Apply, _ x: [Tensor], _ reason: LoweringError) throws {
    for tensor in x { try putInMemory(tensor) }
    try flush()
    // Scalars that had to be waited for are not in memory yet.
    for tensor in x { try putInMemory(tensor) }
    outside.append(call)
    let operands = try x.map { tensor -> (start: Access, lengths: [Value]) in
      guard case .memory(let buffer, let prefix) = tensor.source else { throw reason }
      return (b.access(buffer, prefix), tensor.lengths)
    }
    var results: [(buffer: BufferID, lengths: [Value])] = []
    for output in call.outputs {
      let lengths = output.type.shape.map { length in
        length.map { b.constant($0) } ?? b.freshValue(.int64)
      }
      let buffer = b.buffer(label(output), output.dtype, .external, lengths: lengths)
      // Whoever evaluates the node looks at its results.
      b.markWatched(buffer, [])
      results.append((buffer, lengths))
      tensors[output] = Tensor(
        output.dtype, lengths: lengths, .memory(buffer, prefix: []), label: label(output))
    }
    b.add(.evaluate(Evaluation(node: outside.count - 1, operands: operands, results: results)))
    // Scalars are read at once: nothing is known about the memory later.
    for output in call.outputs where output.ndim == 0 {
      guard let tensor = tensors[output] else { continue }
      tensor.source = .scalar(try tensor.scalar(b))
    }
  }

  // MARK: Tensors

  /// The tensor of a variable.
  func tensor(_ variable: Variable) throws -> Tensor {
    if let known = tensors[variable] { return known }
    guard let value = variable.constant else {
      throw LoweringError("nothing is known about \(variable)")
    }
    let tensor = self.tensor(of: value, label: label(variable))
    tensors[variable] = tensor
    return tensor
  }

  /// The tensor of a known array: a number, or an input of the program.
  private func tensor(of value: NDArray, label: String) -> Tensor {
    let lengths = value.shape.map { b.constant($0) }
    if (value.count == 1 || value.isRepeatedElement) && value.count > 0 {
      let number = b.number(value)
      if value.ndim == 0 { return Tensor(value.dtype, lengths: [], .scalar(number), label: label) }
      return Tensor(value.dtype, lengths: lengths, .elements { _, _ in number }, label: label)
    }
    constants.append(value)
    let place = Buffer.Place.input(firstConstant + constants.count - 1)
    let buffer = b.buffer("constant", value.dtype, place, lengths: lengths)
    return Tensor(value.dtype, lengths: lengths, .memory(buffer, prefix: []), label: label)
  }

  /// Returns memory for a tensor that is needed for a while.
  func temporary(_ tensor: Tensor) -> BufferID {
    let size = tensor.lengths.reduce(Stride.one) { $0.times($1, known: b.known($1)) }
    let free = Scheduler.stackBytes - bytesOnStack
    let isSmall =
      size.lengths.isEmpty && size.factor <= 256 && size.factor * tensor.dtype.size <= free
    if isSmall { bytesOnStack += size.factor * tensor.dtype.size }
    return b.buffer(
      tensor.label, tensor.dtype, isSmall ? .local : .slot(-1, perWorker: false),
      lengths: tensor.lengths)
  }

  // MARK: Order

  /// What waits that a tensor needs.
  func needs(_ tensor: Tensor) -> [Int] { tensor.needs.filter { !agenda.isDone($0) } }

  /// What waits that any of these needs.
  private func merged(_ x: [Tensor]) -> [Int] {
    let lists = x.map(needs).filter { !$0.isEmpty }
    if lists.count <= 1 { return lists.first ?? [] }
    return Array(Set(lists.joined())).sorted()
  }
}

extension LoopBuilder {
  /// The first element of an array.
  fileprivate func number(_ value: NDArray) -> Value {
    let dtype = value.dtype
    if dtype.isDiscrete { return constant(value.integers[0], dtype) }
    if dtype.isFloat { return real(value.reals[0], dtype) }
    let parts = value.complexes[0].rawStorage
    let part = dtype.realCounterpart
    return complex(real(parts.x, part), real(parts.y, part))
  }
}

extension NDArray {
  /// Whether all elements are the same.
  fileprivate var isRepeatedElement: Bool {
    withUnsafeBytes { bytes in
      // Every element is the one before it.
      bytes.dropFirst(dtype.size).elementsEqual(bytes.dropLast(dtype.size))
    }
  }
}
