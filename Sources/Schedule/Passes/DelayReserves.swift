import TheanoLoopIR

/// Moves the requests for slots' memory to where it is first used, so that it is held no longer than it must
/// be; but nothing may fail after an input has been changed.
func delayReserves(_ program: inout LoopProgram) {
  let changed = program.interface.reusable.indices.filter {
    program.interface.reusable[$0] != nil
  }
  let results = Set(
    program.buffers.indices.filter { index in
      guard case .result(let result) = program.buffers[index].place else { return false }
      return changed.contains(result)
    }.map { BufferID($0) })
  program.body = delayed(program.body, program, before: results)
}

/// Returns a block with its requests, and those of the blocks inside, as late as they can be; those that are
/// left when a statement writes to one of `results` come before that.
private func delayed(
  _ block: [Statement], _ program: LoopProgram, before results: Set<BufferID>
) -> [Statement] {
  var statements: [Statement] = []
  statements.reserveCapacity(block.count)
  // The requests by buffer, each with its number.
  var waiting: [BufferID: (number: Int, request: Statement)] = [:]
  /// Adds the requests for some buffers' memory, in their first order.
  func add(_ buffers: some Sequence<BufferID>) {
    let requests = buffers.compactMap { waiting.removeValue(forKey: $0) }
    statements += requests.sorted { $0.number < $1.number }.map(\.request)
  }
  for (number, statement) in block.enumerated() {
    if case .reserve(let buffer, _) = statement, case .slot = program[buffer].place,
      waiting[buffer] == nil
    {
      waiting[buffer] = (number, statement)
      continue
    }
    if !waiting.isEmpty {
      let content = Content([statement])
      let isLast = !content.written.isDisjoint(with: results)
      if isLast { add(Array(waiting.keys)) } else { add(content.buffers) }
    }
    statements.append(statement.mappingBodies { delayed($0, program, before: results) })
  }
  add(Array(waiting.keys))
  return statements
}
