#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory from the system, for a pool that keeps it.
///
/// Long blocks consist of huge pages where the system has them: with pages of 4 KB the first use of a
/// block takes several times as long as the work that is done in it.
enum PageMemory {
  /// Returns a block of one of the pool's sizes; nil if there is no memory.
  static func allocate(_ size: SizeClass) -> UnsafeMutableRawPointer? {
    guard size.byteCount >= SizeClass.huge else {
      var block: UnsafeMutableRawPointer?
      return posix_memalign(&block, 64, size.byteCount) == 0 ? block : nil
    }
    // Longer than needed by a huge page, to begin at a multiple of its size.
    let length = size.byteCount + SizeClass.huge
    guard
      let start = mmap(
        nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
      start != MAP_FAILED
    else { return nil }
    let block = start.alignedUp(toMultipleOf: SizeClass.huge)
    let before = start.distance(to: block)
    if before > 0 { munmap(start, before) }
    munmap(block + size.byteCount, SizeClass.huge - before)
    #if os(Linux)
      // A wish: where it is refused the block has small pages.
      madvise(block, size.byteCount, MADV_HUGEPAGE)
    #endif
    return block
  }

  /// Gives a block back to the system.
  static func free(_ block: UnsafeMutableRawPointer, _ size: SizeClass) {
    if size.byteCount >= SizeClass.huge {
      munmap(block, size.byteCount)
    } else {
      // Spelt with its module, as this function has the same name.
      #if canImport(Glibc)
        Glibc.free(block)
      #elseif canImport(Musl)
        Musl.free(block)
      #else
        Darwin.free(block)
      #endif
    }
  }
}
