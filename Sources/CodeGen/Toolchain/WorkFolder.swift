import Glibc

/// A folder of its own for one compilation, removed with what is in it when its owner is done.
struct WorkFolder: ~Copyable {
  /// Where it is.
  let path: String

  /// Makes a folder in the first of `parents` that allows it.
  init(in parents: [String]) throws(ToolchainError) {
    var reason = "no TMPDIR, /tmp or cache folder"
    for parent in parents {
      guard Files.makeFolder(parent) else {
        reason = Files.lastReason
        continue
      }
      var template = Array("\(parent)/theano-XXXXXX".utf8CString)
      if mkdtemp(&template) != nil {
        path = template.withUnsafeBufferPointer { text in
          text.baseAddress.map { String(cString: $0) } ?? ""
        }
        return
      }
      reason = Files.lastReason
    }
    throw .noWorkFolder(tried: parents, reason: reason)
  }

  deinit {
    for name in Files.names(in: path) { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
