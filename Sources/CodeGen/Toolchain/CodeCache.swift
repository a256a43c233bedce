import Glibc
import Synchronization

/// Compiled code kept in a folder, for all processes that use it, by what it was made from.
///
/// There is no lock: an entry appears complete, under its name, by a rename, is never changed, and goes
/// by being unlinked, which leaves it to those who have it open or loaded. So whoever finds an entry
/// finds a whole one; one that a failing disk or a stranger damaged is told by its footer.
package final class CodeCache: Sendable {
  /// The folder. It is made when something is stored.
  package let folder: String
  /// How many bytes there may be, about.
  package let limit: Int
  /// How many bytes this process has stored since it last looked at the size; nil before it did.
  private let stored = Mutex<Int?>(nil)

  /// Creates a cache in a folder, which need not exist.
  init(folder: String, limit: Int) {
    self.folder = folder
    self.limit = limit
  }

  /// Returns the path of a sound entry for a key, and notes that it was used.
  func find(_ key: CacheKey) -> String? {
    for name in candidates(key) {
      let path = "\(folder)/\(name)"
      let isSound = Files.read(path) { bytes, status in
        isTrusted(status) && CacheEntry.isValid(bytes, for: key)
      }
      guard isSound == true else { continue }
      // Fails in a folder of which we are only readers; then its owner decides what goes.
      utimensat(AT_FDCWD, path, nil, 0)
      return path
    }
    return nil
  }

  /// Keeps a copy of a library, and returns its path; nil if that cannot be done, which is no error.
  @discardableResult
  func store(_ library: String, for key: CacheKey) -> String? {
    guard let name = key.name, Files.makeFolder(folder) else { return nil }
    let entry = Files.read(library) { bytes, _ in CacheEntry.bytes(library: bytes, key: key) }
    guard let entry else { return nil }
    let path = "\(folder)/\(name)"
    let draft = newDraft
    guard entry.withUnsafeBytes({ Files.write(draft, $0) }), rename(draft, path) == 0 else {
      unlink(draft)
      return nil
    }
    sweepIfDue(added: entry.count)
    return path
  }

  /// The names of entries that may serve.
  private func candidates(_ key: CacheKey) -> [String] {
    if let name = key.name { return [name] }
    return Files.names(in: folder).filter { $0.hasPrefix(key.prefix) && $0.hasSuffix(".so") }
  }

  /// Whether nobody but this user and the system's can have written a file: we run what is in it.
  private func isTrusted(_ status: stat) -> Bool {
    (status.st_uid == geteuid() || status.st_uid == 0)
      && status.st_mode & (S_IWGRP | S_IWOTH) == 0
  }

  /// Looks after the size at the first entry that a process stores, and each time that it has stored an
  /// eighth of what is allowed.
  private func sweepIfDue(added: Int) {
    let isDue = stored.withLock { stored in
      let sum = stored.map { $0 + added }
      let isDue = sum.map { $0 > limit / 8 } ?? true
      stored = isDue ? 0 : sum
      return isDue
    }
    if isDue { sweep() }
  }
}
