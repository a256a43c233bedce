import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps
import TheanoScan

extension Scheduler {
  /// Lowers a loop that works element by element with the steps inside: elements take all their steps one block
  /// after the other, with the states of a block in registers.
  func lower(
    _ loop: ElementwiseLoop, _ x: [Tensor], steps: Value, _ destination: @escaping Destination
  ) throws {
    let op = loop.op
    let graph = op.body.runner
    let lengths = x[op.firstState].lengths.dropFirst().map(b.canonical)
    for state in op.states.indices {
      for (a, c) in zip(lengths, x[op.firstState + state].lengths.dropFirst()) { b.unify(a, c) }
    }
    for (variable, tensor) in zip(
      graph.inputs.suffix(x.count - op.firstConstant), x[op.firstConstant...])
    {
      tensors[variable] = tensor
    }
    try checkLengths(loop, x, lengths)
    let results = op.kept.indices.map { index in
      LaneHistory(loop, index, steps: steps, lengths: lengths, self, destination)
    }
    let output = loop.call.outputs[0]
    b.note(describes ? description(output, loop.call) : label(output))
    let (last, lanes) = (lengths[lengths.count - 1], loop.lanes)
    let known = b.known(last).flatMap { $0 <= 2 * lanes ? $0 : nil }
    try b.loops(lengths.dropLast()) { outer in
      if let known {
        if known == 0 { return }
        return try lower(
          LaneBlock(outer: outer, first: b.constant(0), lanes: known, count: nil), loop, x,
          steps, results)
      }
      // Four vectors at a time hide that each step waits for the one before.
      let wide = b.constant(4 * lanes)
      let whole = b.quotient(last, wide)
      try b.loop(whole) { number in
        let first = b.multiply(number, wide)
        let block = LaneBlock(outer: outer, first: first, lanes: 4 * lanes, count: nil)
        try lower(block, loop, x, steps, results)
      }
      let done = b.multiply(whole, wide)
      let rest = b.add(b.subtract(last, done), b.constant(lanes - 1))
      try b.loop(b.quotient(rest, b.constant(lanes))) { number in
        let first = b.add(done, b.multiply(number, b.constant(lanes)))
        let count = b.minimum(b.constant(lanes), b.subtract(last, first))
        let block = LaneBlock(outer: outer, first: first, lanes: lanes, count: count)
        try lower(block, loop, x, steps, results)
      }
    }
    for (output, result) in zip(loop.call.outputs, results) {
      tensors[output] = result.tensor(label(output), b)
    }
  }

  /// Checks that what the body combines has the same lengths, or lengths that broadcast.
  private func checkLengths(
    _ loop: ElementwiseLoop, _ x: [Tensor], _ lengths: [Value]
  ) throws {
    let op = loop.op
    let graph = op.body.runner
    for (variable, sequence) in zip(graph.inputs, x[1..<op.firstState]) {
      tensors[variable] = Tensor(
        sequence.dtype, lengths: Array(sequence.lengths.dropFirst()), .pending)
    }
    for (variable, place) in zip(graph.inputs, op.bodyOperands)
    where (op.firstState..<op.firstConstant).contains(place) {
      tensors[variable] = Tensor(variable.dtype, lengths: lengths, .pending)
    }
    for node in loop.others { tensors[node.output(0)] = try elements(of: node) }
    for node in loop.stateful {
      let lengths = try elements(of: node).lengths
      tensors[node.output(0)] = Tensor(node.outputTypes[0].dtype, lengths: lengths, .pending)
    }
    for output in graph.outputs {
      for (a, c) in zip(lengths, try tensor(output).lengths) { b.unify(a, c) }
    }
  }

  /// Returns the result of a node, element by element.
  private func elements(of node: Apply) throws -> Tensor {
    let x = try node.inputs.map(tensor)
    guard let lowering = (node.op as? any LoweredOp)?.lowering(node),
      case .elements(_, let make) = lowering.body
    else { throw LoweringError("\(node.op.name) does not work element by element") }
    let lengths = try lowering.lengths(b, x)[0].map(b.canonical)
    return Tensor(
      node.outputTypes[0].dtype, lengths: lengths, .elements { try make($0, x, $1) },
      label: label(node.output(0)))
  }

  /// Writes all steps of a block of elements.
  private func lower(
    _ block: LaneBlock, _ loop: ElementwiseLoop, _ x: [Tensor], _ steps: Value,
    _ results: [LaneHistory]
  ) throws {
    let op = loop.op
    let inputs = op.body.runner.inputs
    /// Returns the number of a lane in an array.
    func lanes(of array: BufferID) -> (Value) -> Value { { [b] in b.load(array, [$0]) } }
    /// Returns what gives a variable's element for a lane, where it is computed anew.
    func computed(_ variable: Variable) throws -> (Value) throws -> Value {
      let tensor = try self.tensor(variable)
      return { [b] in try tensor.at(block.index($0, in: variable, b), b) }
    }
    var read: [Variable: (Value) throws -> Value] = [:]
    for variable in loop.fixed {
      let element = try computed(variable)
      let isOne = variable.constant != nil || variable.broadcastable.allSatisfy { $0 }
      read[variable] =
        isOne ? element : lanes(of: try block.array("fixed", variable.dtype, b, element))
    }
    let windows = try op.states.indices.map { index in
      try LaneWindow(op.states[index], x[op.firstState + index], block, results[index], b)
    }
    for (state, (places, window)) in zip(op.states, zip(op.tapPlaces, windows)) {
      for (place, tap) in zip(places, state.taps) {
        read[inputs[place]] = lanes(of: window.rows[state.depth - tap])
      }
    }
    let fresh = block.count == nil ? [] : results.map { block.array("next", $0.dtype, b) }
    try b.loop(steps, .serial) { step in
      for (variable, sequence) in zip(inputs, x[1..<op.firstState]) {
        tensors[variable] = try row(of: sequence, at: step)
      }
      for node in loop.others { tensors[node.output(0)] = try elements(of: node) }
      for variable in loop.rows {
        let element = try computed(variable)
        read[variable] =
          block.count == nil
          ? element : lanes(of: try block.array("row", variable.dtype, b, element))
      }
      try b.loops([b.constant(block.lanes)]) { place in
        let lane = place[0]
        let next = try values(of: loop, block, lane, read)
        for (window, value) in zip(windows, next) { window.move(lane, value, b) }
        for (index, result) in results.enumerated() {
          if block.count == nil {
            result.store(next[index], step, lane, block, b)
          } else {
            b.store(fresh[index], [lane], next[index])
          }
        }
      }
      for (result, array) in zip(results, fresh) where result.isWhole {
        block.each(b) { result.store(b.load(array, [$0]), step, $0, block, b) }
      }
    }
    for (window, result) in zip(windows, results) {
      result.storeLast(window.rows, block, b)
    }
  }

  /// Returns the body's outputs for a lane, given what the stateful nodes read.
  private func values(
    of loop: ElementwiseLoop, _ block: LaneBlock, _ lane: Value,
    _ read: [Variable: (Value) throws -> Value]
  ) throws -> [Value] {
    var known: [Variable: Value] = [:]
    func value(_ variable: Variable) throws -> Value {
      if let value = known[variable] { return value }
      guard let value = try read[variable]?(lane) else {
        throw LoweringError("nothing is known about \(variable)")
      }
      known[variable] = value
      return value
    }
    for node in loop.stateful {
      let index = block.index(lane, in: node.output(0), b)
      let x = try node.inputs.map { input -> Tensor in
        let value = try value(input)
        return Tensor(input.dtype, lengths: index, .elements { _, _ in value })
      }
      guard case .elements(_, let make)? = (node.op as? any LoweredOp)?.lowering(node)?.body else {
        throw LoweringError("\(node.op.name) does not work element by element")
      }
      known[node.output(0)] = try make(b, x, index)
    }
    return try loop.op.body.runner.outputs.map(value)
  }
}
