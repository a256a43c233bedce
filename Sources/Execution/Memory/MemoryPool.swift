import TheanoArrays

/// Memory that goes from one result to the next without going back to the system between them, because
/// the first use of fresh pages takes longer than most computations.
///
/// Blocks that nobody uses are kept up to a limit; those that came back longest ago go first.
package final class MemoryPool: MemoryOwner {
  /// The blocks that nobody uses.
  private struct Idle {
    /// A block and when it came back.
    struct Block: @unchecked Sendable {
      var bytes: UnsafeMutableRawPointer
      var time: Int
    }

    /// The blocks of each class, the one that came back last at the end.
    var blocks = [[Block]](repeating: [], count: SizeClass.count)
    /// Their bytes together.
    var byteCount = 0
    /// How many blocks have come back so far.
    var time = 0
  }

  /// How many bytes are kept at most.
  package let idleLimit: Int
  /// What is kept.
  private let idle = Locked(Idle())

  /// Creates an empty pool that keeps at most `idleLimit` bytes.
  package init(idleLimit: Int) { self.idleLimit = idleLimit }

  deinit { trim() }

  /// How many bytes are kept now.
  package var idleBytes: Int { idle.withLock { $0.byteCount } }

  /// Returns memory of unknown contents for an array; nil if there is none.
  ///
  /// Small arrays are the C library's, whose caches for them need no lock.
  package func storage(_ byteCount: Int) -> ArrayStorage? {
    if byteCount < SizeClass.smallest {
      return ArrayStorage(allocating: byteCount, zeroed: false)
    }
    guard let size = SizeClass(for: byteCount), let bytes = take(size) else { return nil }
    return ArrayStorage(adopting: bytes, byteCount: byteCount, owner: self)
  }

  /// Takes back the memory of an array.
  package func release(_ bytes: UnsafeMutableRawPointer, byteCount: Int) {
    // An array had this size, so that there is a class.
    if let size = SizeClass(for: byteCount) { give(bytes, size) }
  }

  /// Returns a block of unknown contents; nil if there is no memory.
  func take(_ size: SizeClass) -> UnsafeMutableRawPointer? {
    let known = idle.withLock { idle -> Idle.Block? in
      guard let block = idle.blocks[size.index].popLast() else { return nil }
      idle.byteCount -= size.byteCount
      return block
    }
    if let known { return known.bytes }
    if let fresh = PageMemory.allocate(size) { return fresh }
    // What is kept for other sizes may be what is missing.
    trim()
    return PageMemory.allocate(size)
  }

  /// Takes a block back.
  func give(_ bytes: UnsafeMutableRawPointer, _ size: SizeClass) {
    guard size.byteCount <= idleLimit else { return PageMemory.free(bytes, size) }
    let isFull = idle.withLock { idle in
      idle.time += 1
      idle.blocks[size.index].append(Idle.Block(bytes: bytes, time: idle.time))
      idle.byteCount += size.byteCount
      return idle.byteCount > idleLimit
    }
    if isFull { trim(to: idleLimit) }
  }

  /// Gives what is not used back to the system, the oldest first, until at most `limit` bytes are kept.
  package func trim(to limit: Int = 0) {
    while let (block, size) = removeOldest(above: limit) { PageMemory.free(block.bytes, size) }
  }

  /// Removes the block that came back longest ago if more than `limit` bytes are kept.
  private func removeOldest(above limit: Int) -> (Idle.Block, SizeClass)? {
    idle.withLock { idle in
      guard idle.byteCount > limit else { return nil }
      let times = idle.blocks.map { $0.first?.time ?? .max }
      guard let index = times.indices.min(by: { times[$0] < times[$1] }),
        !idle.blocks[index].isEmpty
      else { return nil }
      let size = SizeClass(index: index)
      idle.byteCount -= size.byteCount
      return (idle.blocks[index].removeFirst(), size)
    }
  }
}
