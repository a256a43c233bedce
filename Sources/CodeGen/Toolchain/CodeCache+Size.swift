import Glibc

extension CodeCache {
  /// What the names of files begin with that are being written.
  static let draftPrefix = ".theano-draft-"

  /// A file of the cache.
  private struct Item {
    var path: String
    var bytes: Int
    /// When it was last used, in seconds.
    var used: Int
    var isDraft: Bool
  }

  /// How many bytes all entries have.
  package var byteCount: Int { items.reduce(0) { $0 + $1.bytes } }

  /// How many entries there are.
  package var count: Int { items.count { !$0.isDraft } }

  /// Whether entries can be stored; makes the folder, and tries.
  package var isWritable: Bool {
    let draft = newDraft
    defer { unlink(draft) }
    return Files.makeFolder(folder) && Files.write(draft, text: "")
  }

  /// A path for a file to be written before it gets its name: no other process has the same.
  var newDraft: String {
    "\(folder)/\(CodeCache.draftPrefix)\(getpid())-\(UInt64.random(in: 0...(.max)))"
  }

  /// Removes the entries that were not used for longest until a quarter of the limit is free, if there
  /// are more bytes than the limit, and what processes that died left unfinished.
  func sweep() {
    var items = items
    let now = time(nil)
    for item in items where item.isDraft && item.used < now - 3600 { unlink(item.path) }
    var sum = items.reduce(0) { $0 + $1.bytes }
    guard sum > limit else { return }
    items.sort { $0.used < $1.used }
    for item in items where !item.isDraft {
      guard sum > limit / 4 * 3 else { break }
      // Another process may be sweeping too: what it has removed already counts as removed.
      if unlink(item.path) == 0 || errno == ENOENT { sum -= item.bytes }
    }
  }

  /// Our files in the folder: others', should there be any, are not for us to count or remove.
  private var items: [Item] {
    Files.names(in: folder).compactMap { name in
      let isDraft = name.hasPrefix(CodeCache.draftPrefix)
      guard isDraft || isEntryName(name) else { return nil }
      var status = stat()
      guard lstat("\(folder)/\(name)", &status) == 0 else { return nil }
      return Item(
        path: "\(folder)/\(name)", bytes: Int(status.st_size), used: status.st_mtim.tv_sec,
        isDraft: isDraft)
    }
  }

  /// Whether a name is such as `CacheKey.name` makes.
  private func isEntryName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return bytes.count == 52 && bytes[32] == UInt8(ascii: "-") && name.hasSuffix(".so")
      && name.prefix(32).allSatisfy(\.isHexDigit)
  }
}
