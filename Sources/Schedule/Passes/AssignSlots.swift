import TheanoLoopIR

/// Gives each temporary buffer a slot of the runtime's memory.
func assignSlots(_ program: inout LoopProgram) {
  var count = 0
  for index in program.buffers.indices {
    guard case .slot(_, let perWorker) = program.buffers[index].place else { continue }
    program.buffers[index].place = .slot(count, perWorker: perWorker)
    count += 1
  }
  program.interface.slotCount = count
}
