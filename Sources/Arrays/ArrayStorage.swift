#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the memory of an array came from, and goes back to.
package protocol MemoryOwner: AnyObject, Sendable {
  /// Takes back memory that an array was made around.
  func release(_ bytes: UnsafeMutableRawPointer, byteCount: Int)
}

/// A block of 64-byte aligned memory, freed with its last reference.
///
/// Unchecked `Sendable`: the only writers are `NDArray`'s mutating members, which first make sure that
/// they hold the one reference to the block.
package final class ArrayStorage: @unchecked Sendable {
  /// The first byte.
  package let bytes: UnsafeMutableRawPointer
  /// The size in bytes.
  package let byteCount: Int
  /// What the C library allocated: `bytes` is its first aligned byte.
  private let block: UnsafeMutableRawPointer
  /// Who gets the memory back; nil: the C library.
  private let owner: (any MemoryOwner)?

  /// The alignment of `bytes`: a cache line, and the widest vector register.
  private static let alignment = 64

  /// Creates a block of zeros, or of unknown contents if it will be overwritten; nil if the size is
  /// negative or the memory is not to be had.
  package init?(allocating byteCount: Int, zeroed: Bool = true) {
    guard let block = Self.allocate(byteCount, zeroed: zeroed) else { return nil }
    self.block = block
    owner = nil
    self.byteCount = byteCount
    bytes = block.alignedUp(toMultipleOf: Self.alignment)
  }

  /// Creates a block of `byteCount` zeros, or of unknown contents if it will be overwritten; stops the
  /// program if there is no memory for it, as Swift's own arrays do.
  package init(byteCount: Int, zeroed: Bool = true) {
    guard let block = Self.allocate(byteCount, zeroed: zeroed) else {
      preconditionFailure("no memory for an array of \(byteCount) bytes")
    }
    self.block = block
    owner = nil
    self.byteCount = byteCount
    bytes = block.alignedUp(toMultipleOf: Self.alignment)
  }

  /// Creates a block around memory that goes back to `owner` with the last reference. Its first
  /// `byteCount` bytes must be nobody else's until then.
  package init(adopting bytes: UnsafeMutableRawPointer, byteCount: Int, owner: any MemoryOwner) {
    block = bytes
    self.owner = owner
    self.byteCount = byteCount
    self.bytes = bytes
  }

  /// Creates a copy of another block.
  package convenience init(copying other: ArrayStorage) {
    self.init(byteCount: other.byteCount, zeroed: false)
    bytes.copyMemory(from: other.bytes, byteCount: byteCount)
  }

  /// Returns memory with room for alignment, nil if there is none.
  ///
  /// Many zeros come from `calloc`, so that a large block costs nothing until it is touched; few do not, as
  /// the C library has caches for small blocks that `calloc` does not use.
  private static func allocate(_ byteCount: Int, zeroed: Bool) -> UnsafeMutableRawPointer? {
    let (size, overflow) = byteCount.addingReportingOverflow(alignment)
    guard byteCount >= 0, !overflow else { return nil }
    if zeroed && size > 1024 { return onHugePages(calloc(1, size), size) }
    let block = malloc(size)
    if zeroed, let block { memset(block, 0, size) }
    return onHugePages(block, size)
  }

  /// From how many bytes on memory should consist of huge pages, with which loops over all of it need not look
  /// for a page's place every 4 KB; as in NumPy.
  private static let hugeSize = 1 << 22

  /// The largest size that pages have which are not huge.
  private static let largestPage = 1 << 16

  /// Returns the block, after asking the system for huge pages if it is large.
  private static func onHugePages(
    _ block: UnsafeMutableRawPointer?, _ size: Int
  ) -> UnsafeMutableRawPointer? {
    #if os(Linux)
      if let block, size >= hugeSize {
        // A wish: where it is refused the block has small pages.
        let start = block.alignedUp(toMultipleOf: largestPage)
        madvise(start, size - block.distance(to: start), MADV_HUGEPAGE)
      }
    #endif
    return block
  }

  deinit {
    guard let owner else { return free(block) }
    owner.release(bytes, byteCount: byteCount)
  }
}
