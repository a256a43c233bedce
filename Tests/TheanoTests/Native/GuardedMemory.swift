import Foundation

/// Memory whose blocks end where a page begins that nobody may touch: an access one byte too far ends the
/// process. Fresh blocks hold what is NaN in all float dtypes.
final class GuardedMemory {
  /// The size of a page.
  private static let page = max(4096, sysconf(Int32(_SC_PAGESIZE)))
  /// The blocks that nobody uses, by their numbers of pages before the guard.
  private var idle: [Int: [UnsafeMutableRawPointer]] = [:]
  /// The blocks in use.
  private var busy: [(pages: Int, start: UnsafeMutableRawPointer)] = []

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
    busy.append((pages, start))
    memset(start, 0xff, pages * Self.page)
    return start + (pages * Self.page - byteCount)
  }

  /// Takes all blocks back.
  func giveBack() {
    for (pages, start) in busy { idle[pages, default: []].append(start) }
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
