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
  var waiting: [(buffer: BufferID, request: Statement)] = []
  for statement in block {
    if case .reserve(let buffer, _) = statement, case .slot = program[buffer].place {
      waiting.append((buffer, statement))
      continue
    }
    if !waiting.isEmpty {
      let content = Content([statement])
      let isLast = !content.written.isDisjoint(with: results)
      statements += waiting.filter { isLast || content.buffers.contains($0.buffer) }.map(\.request)
      waiting.removeAll { isLast || content.buffers.contains($0.buffer) }
    }
    statements.append(statement.mappingBodies { delayed($0, program, before: results) })
  }
  return statements + waiting.map(\.request)
}
