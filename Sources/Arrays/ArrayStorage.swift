/// A block of zeroed, 64-byte aligned memory, freed with its last reference.
///
/// Unchecked `Sendable`: the only writers are `NDArray`'s mutating members, which first make sure that
/// they hold the one reference to the block.
package final class ArrayStorage: @unchecked Sendable {
  /// The first byte.
  package let bytes: UnsafeMutableRawPointer
  /// The size in bytes.
  package let byteCount: Int

  /// Creates a block of `byteCount` zeros.
  package init(byteCount: Int) {
    self.byteCount = byteCount
    bytes = .allocate(byteCount: max(byteCount, 1), alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  /// Creates a copy of another block.
  package convenience init(copying other: ArrayStorage) {
    self.init(byteCount: other.byteCount)
    bytes.copyMemory(from: other.bytes, byteCount: byteCount)
  }

  deinit { bytes.deallocate() }
}
