import Glibc

/// Whole files through the system's calls; nil or false says that something did not work.
enum Files {
  /// Returns what `use` makes of the first `limit` bytes of a plain file and of its status; nil if
  /// the file cannot be read.
  static func read<R>(
    _ path: String, limit: Int = .max, _ use: (UnsafeRawBufferPointer, stat) -> R?
  ) -> R? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    // The kernel's own files say that they are empty, so for them `limit` is the size.
    let count = status.st_size == 0 && limit < .max ? limit : min(limit, Int(status.st_size))
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 16)
    defer { bytes.deallocate() }
    var filled = 0
    while filled < count {
      let got = Glibc.read(file, bytes + filled, count - filled)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      filled += got
    }
    return use(UnsafeRawBufferPointer(start: bytes, count: filled), status)
  }

  /// Returns the text of a file's first `limit` bytes.
  static func text(_ path: String, limit: Int) -> String? {
    read(path, limit: limit) { bytes, _ in String(decoding: bytes, as: UTF8.self) }
  }

  /// Makes a file of these bytes; there must be none of that name.
  static func write(_ path: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { return false }
    var written = 0
    while written < bytes.count {
      let step = Glibc.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if step < 0, errno == EINTR { continue }
      guard step > 0 else { break }
      written += step
    }
    // Some file systems say only here that the disk was full.
    return close(file) == 0 && written == bytes.count
  }

  /// Makes a file of this text; there must be none of that name.
  static func write(_ path: String, text: String) -> Bool {
    var text = text
    return text.withUTF8 { write(path, UnsafeRawBufferPointer($0)) }
  }

  /// Whether there is a plain file that this process may execute.
  static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }

  /// Whether there is something at the path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Returns the path without symbolic links, nil if it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  /// Makes a folder and those above it; whether it is there afterwards.
  static func makeFolder(_ path: String) -> Bool {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      return false
    }
    return makeFolder(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
  }

  /// Returns the names of what is in a folder, none if it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// What the system says about its last refusal on this thread.
  static var lastReason: String { reason(errno) }

  /// The system's text for an error number.
  static func reason(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "" }
}
