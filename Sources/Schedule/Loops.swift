import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps
import TheanoScan

extension Scheduler {
  /// Lowers a loop: its body becomes the body of a loop of the program, its states rows of memory, or
  /// registers where only the last is read.
  func lowerLoop(
    _ call: Apply, _ op: Scan, _ x: [Tensor], _ destination: @escaping Destination
  ) throws {
    try flush()
    let steps = b.convert(try x[0].scalar(b), .int64)
    b.check(b.lessOrEqual(b.constant(0), steps))
    let sequences = Array(x[1..<op.firstState])
    for sequence in sequences { b.check(b.lessOrEqual(steps, sequence.lengths[0])) }
    if !b.isWatching, let loop = ElementwiseLoop(call, op) {
      for (state, initial) in zip(op.states, x[op.firstState...]) {
        b.check(b.lessOrEqual(b.constant(state.depth), initial.lengths[0]))
      }
      return try inside { try lower(loop, x, steps: steps, destination) }
    }
    let graph = op.body.runner
    let done = op.hasUntil ? b.register(b.constant(0)) : nil
    let outer = b.depth
    var histories: [LoopHistory] = []
    for (index, state) in op.states.enumerated() {
      let initial = x[op.firstState + index]
      b.check(b.lessOrEqual(b.constant(state.depth), initial.lengths[0]))
      let history = LoopHistory(
        call.outputs[index], state, kept: op.kept[index], steps: steps,
        row: Array(initial.lengths.dropFirst()), b)
      history.makeMemory(b, isOpen: op.hasUntil, destination)
      try history.begin(initial, b)
      histories.append(history)
    }
    for index in op.states.count..<op.outputCount {
      histories.append(
        LoopHistory(
          call.outputs[index], nil, kept: op.kept[index], steps: steps, row: nil, b))
    }
    var failure: (any Error)?
    try b.loop(steps, .serial) { step in
      do {
        try inside {
          var inputs = try sequences.map { try row(of: $0, at: step) }
          for (state, history) in zip(op.states, histories) {
            inputs += state.taps.map { history.row(back: $0, step, b) }
          }
          for (variable, tensor) in zip(graph.inputs, inputs + x[op.firstConstant...]) {
            tensors[variable] = tensor
          }
          let nodes = toposort(graph.outputs, blockers: Set(graph.inputs))
          try lower(nodes, outputs: graph.outputs) { [b] index, tensor in
            guard index < histories.count, failure == nil else { return nil }
            do {
              return try histories[index].place(
                tensor, step, outer, b, isOpen: op.hasUntil, destination)
            } catch {
              failure = error
              return nil
            }
          }
          if let failure { throw failure }
          for (history, output) in zip(histories, graph.outputs) {
            try history.end(try tensor(output), b)
          }
          if let done {
            b.add(.assign(done, b.add(step, b.constant(1))))
            let condition = try tensor(graph.outputs[op.outputCount]).scalar(b)
            b.add(.exit(b.convert(condition, .bool)))
          }
        }
      } catch {
        agenda.abandon()
        throw error
      }
    }
    let count = done.map(b.read) ?? steps
    for (output, history) in zip(call.outputs, histories) {
      tensors[output] = try history.result(count, label(output), b)
    }
  }

  /// The row of a sequence at a step.
  func row(of sequence: Tensor, at step: Value) throws -> Tensor {
    let lengths = Array(sequence.lengths.dropFirst())
    if lengths.isEmpty {
      return Tensor(
        sequence.dtype, lengths: [], .scalar(try sequence.at([step], b)), label: sequence.label)
    }
    if case .memory(let buffer, let prefix) = sequence.source {
      return Tensor(
        sequence.dtype, lengths: lengths, .memory(buffer, prefix: prefix + [step]),
        label: sequence.label)
    }
    return Tensor(
      sequence.dtype, lengths: lengths,
      .elements { b, index in try sequence.at([step] + index, b) }, label: sequence.label)
  }
}
