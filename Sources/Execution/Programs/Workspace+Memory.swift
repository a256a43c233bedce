import TheanoArrays

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory that a program asks for while it runs.
extension Workspace {
  /// Makes a slot at least `byteCount` long; nil if there is no memory.
  func reserve(_ slot: Int, _ byteCount: Int) -> UnsafeMutableRawPointer? {
    guard 0..<interface.slotCount ~= slot, byteCount >= 0 else {
      state.pointee.failure = ExecutionError.brokenProgram(
        "it asks for \(byteCount) bytes for slot \(slot)")
      return nil
    }
    // First, so that a slot that grows does not need both memories at once.
    freeSlot(slot)
    let (block, size) = allocate(byteCount)
    guard let block else {
      state.pointee.failure = ExecutionError.outOfMemory(byteCount)
      return nil
    }
    slots[slot] = block
    slotSizes[slot] = Int64(size)
    state.pointee.slotBytes += size
    return block
  }

  /// Returns a block for a slot, and its length.
  private func allocate(_ byteCount: Int) -> (UnsafeMutableRawPointer?, Int) {
    if byteCount < SizeClass.smallest {
      let size = max((byteCount + 63) & ~63, 64)
      var block: UnsafeMutableRawPointer?
      return (posix_memalign(&block, 64, size) == 0 ? block : nil, size)
    }
    guard let size = SizeClass(for: byteCount) else { return (nil, 0) }
    return (memory.take(size), size.byteCount)
  }

  /// Gives a slot's memory back.
  func freeSlot(_ slot: Int) {
    guard let block = slots[slot] else { return }
    let byteCount = Int(slotSizes[slot])
    if byteCount < SizeClass.smallest {
      free(block)
    } else if let size = SizeClass(for: byteCount) {
      memory.give(block, size)
    }
    slots[slot] = nil
    slotSizes[slot] = .min
    state.pointee.slotBytes -= byteCount
  }

  /// Gives a result memory of `byteCount`; nil if there is none.
  func makeResult(_ result: Int, _ byteCount: Int) -> UnsafeMutableRawPointer? {
    guard 0..<resultCount ~= result, byteCount >= 0 else {
      state.pointee.failure = ExecutionError.brokenProgram(
        "it asks for \(byteCount) bytes for result \(result)")
      return nil
    }
    guard !state.pointee.resultsAreFixed else {
      state.pointee.failure = ExecutionError.resultTooSmall(
        result: result, byteCount: Int(call.pointee.frame.result_capacities[result]),
        needed: byteCount)
      return nil
    }
    guard let storage = memory.storage(byteCount) else {
      state.pointee.failure = ExecutionError.outOfMemory(byteCount)
      return nil
    }
    state.pointee.resultBytes += byteCount
    let bytes = storage.bytes
    give(storage, to: result)
    return bytes
  }

  /// Returns the shape of a result; its lengths begin at `offset` among those of all results.
  func shape(of result: Int, at offset: Int) -> [Int] {
    let rank = interface.results[result].rank
    if rank == 0 { return [] }
    if !isShape(shapes[result], of: result, at: offset) {
      shapes[result] = (0..<rank).map { Int(resultLengths[offset + $0]) }
    }
    return shapes[result]
  }

  /// Whether a result has a shape; its lengths begin at `offset`.
  func isShape(_ shape: [Int], of result: Int, at offset: Int) -> Bool {
    guard shape.count == interface.results[result].rank else { return false }
    for axis in shape.indices where Int64(shape[axis]) != resultLengths[offset + axis] {
      return false
    }
    return true
  }

  /// Returns a result as an array, in the memory in which the program made it if that is not longer.
  func array(
    of result: Int, in storage: consuming ArrayStorage, shape: [Int]
  ) throws -> NDArray {
    let dtype = interface.results[result].dtype
    var byteCount = dtype.size
    for length in shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflow else {
        throw ExecutionError.brokenProgram("result \(result) has shape \(shapeText(shape))")
      }
      byteCount = product
    }
    if byteCount == storage.byteCount {
      return NDArray(storage: storage, shape: shape, dtype: dtype)
    }
    guard byteCount < storage.byteCount else {
      throw ExecutionError.brokenProgram(
        "result \(result) has shape \(shapeText(shape)) in \(storage.byteCount) bytes")
    }
    guard let exact = memory.storage(byteCount) else { throw ExecutionError.outOfMemory(byteCount) }
    exact.bytes.copyMemory(from: storage.bytes, byteCount: byteCount)
    return NDArray(storage: exact, shape: shape, dtype: dtype)
  }
}
