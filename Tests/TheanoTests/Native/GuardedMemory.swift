import Foundation

/// Memory whose blocks end where a page begins that nobody may touch: an access one byte too far ends the
/// process. Fresh blocks hold what is NaN in all float dtypes, and what lies before them is looked at
/// afterwards.
final class GuardedMemory {
  /// The size of a page.
  private static let page = max(4096, sysconf(Int32(_SC_PAGESIZE)))
  /// The blocks that nobody uses, by their numbers of pages before the guard.
  private var idle: [Int: [UnsafeMutableRawPointer]] = [:]
  /// The blocks in use, with the numbers of bytes before them.
  private var busy: [(pages: Int, start: UnsafeMutableRawPointer, unused: Int)] = []
  /// What every byte of a fresh block is.
  private static let filling: UInt8 = 0xff

  deinit {
    giveBack()
    for (pages, starts) in idle {
      for start in starts { munmap(start, (pages + 1) * Self.page) }
    }
  }

  /// Returns a block of exactly `byteCount` bytes; nil if there is no memory.
  func take(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    guard byteCount >= 0, byteCount < 1 << 40 else { return nil }
    let pages = max(1, (byteCount + Self.page - 1) / Self.page)
    guard let start = idle[pages]?.popLast() ?? Self.map(pages) else { return nil }
    let unused = pages * Self.page - byteCount
    busy.append((pages, start, unused))
    memset(start, Int32(Self.filling), pages * Self.page)
    return start + unused
  }

  /// How many blocks in use have been written to before their beginnings.
  var damageCount: Int {
    busy.count { block in
      UnsafeRawBufferPointer(start: block.start, count: block.unused).contains {
        $0 != Self.filling
      }
    }
  }

  /// Takes all blocks back.
  func giveBack() {
    for (pages, start, _) in busy { idle[pages, default: []].append(start) }
    busy = []
  }

  /// Returns fresh pages followed by one that may not be touched.
  private static func map(_ pages: Int) -> UnsafeMutableRawPointer? {
    let size = (pages + 1) * page
    guard
      let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
      start != MAP_FAILED
    else { return nil }
    mprotect(start + pages * page, page, PROT_NONE)
    return start
  }
}
