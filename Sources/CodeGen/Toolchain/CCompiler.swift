import Glibc

/// A C compiler on this machine, and how it is called.
package struct CCompiler: Sendable, Hashable {
  /// Which flags it understands.
  package enum Kind: String, Sendable {
    case clang, gcc
  }

  /// The path by which it is started.
  package let path: String
  /// Its kind, by its name: what has another name is taken for a gcc.
  package let kind: Kind
  /// A linker that is called directly, which takes half the time; nil to link through the compiler.
  package let linker: String?
  /// The flags for compiling.
  package let flags: [String]
  /// The user's flags among them, which linking also gets.
  let extraFlags: [String]
  /// What tells it from other compilers, other versions of itself, and other flags.
  package let identity: String

  /// Finds the compiler: the one that the options name, else the clang beside the `swift` on PATH,
  /// else one on PATH.
  package init(_ options: ToolchainOptions) throws(ToolchainError) {
    path = try CCompiler.find(options)
    let real = Files.resolved(path) ?? path
    let words = [path, real].flatMap { $0.fileName.split(separator: "-") }
    kind = words.contains { $0.hasPrefix("clang") } ? .clang : .gcc
    extraFlags = options.flags
    flags = CCompiler.flags(for: kind) + options.flags
    let beside = "\(real.folder)/ld.lld"
    // Flags such as `-fsanitize` bring libraries, which only the compiler knows.
    linker =
      kind == .clang && options.flags.isEmpty && Files.isExecutable(beside) ? beside : nil
    identity = """
      compiler \(CCompiler.stamp(of: path))
      linker \(linker.map(CCompiler.stamp(of:)) ?? "by compiler")
      flags \(flags.joined(separator: " "))
      """
  }

  /// Returns the path of the compiler.
  private static func find(_ options: ToolchainOptions) throws(ToolchainError) -> String {
    let folders = (options.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    func onPath(_ name: String) -> String? {
      folders.lazy.map { "\($0)/\(name)" }.first(where: Files.isExecutable)
    }
    if let named = options.compiler {
      if named.isEmpty { throw .noCompiler(searched: "none, as the flag cxx is empty") }
      let path = named.contains("/") ? named : onPath(named)
      guard let path, Files.isExecutable(path) else {
        throw .noCompiler(searched: "\(named), which the flag cxx names")
      }
      return path
    }
    let swift = onPath("swift")
    let beside = [swift.flatMap(Files.resolved), swift].compactMap { $0 }
      .map { "\($0.folder)/clang" }.first(where: Files.isExecutable)
    let found = beside ?? onPath("clang") ?? onPath("cc") ?? onPath("gcc")
    guard let found else {
      throw .noCompiler(searched: "clang beside swift, and clang, cc and gcc on PATH")
    }
    return found
  }

  /// Returns the flags for optimised code that keeps NaN, infinities and signed zeros.
  private static func flags(for kind: Kind) -> [String] {
    var flags = ["-std=gnu11", "-fPIC", "-w"]
    // Multiplications and additions may become one; nobody asks for errno or floating-point traps.
    flags += ["-ffp-contract=fast", "-fno-math-errno", "-fno-trapping-math"]
    switch kind {
    case .clang:
      // Full unrolling of loops of constant length can take seconds and hardly helps.
      flags += ["-O2", "-mllvm", "-unroll-full-max-count=16"]
      #if arch(x86_64)
        // Else registers are saved to the stack across the borders of cache lines, in one process and not the next.
        flags.append("-mstackrealign")
      #endif
    case .gcc:
      // Below -O3 gcc vectorises few loops; calls between functions of ours may be inlined.
      flags += ["-O3", "-fno-semantic-interposition"]
    }
    // Where the processor is not known, code for it could later run on another one.
    if Processor.identity != nil {
      #if arch(x86_64)
        flags.append("-march=native")
      #else
        flags.append("-mcpu=native")
      #endif
    }
    return flags
  }

  /// Returns what tells a program from others and from other versions of it, without running it:
  /// that takes longer than to load code from the cache.
  private static func stamp(of path: String) -> String {
    // The first page of an executable has its tables' places and the build's number; that of a
    // script is the script.
    Files.read(path, limit: 4096) { bytes, status in
      let time = status.st_mtim
      return """
        \(path) \(status.st_size) bytes of \(time.tv_sec).\(time.tv_nsec) \
        \(Fingerprint(bytes).digits)
        """
    } ?? path
  }
}

extension String {
  /// What follows the last slash.
  fileprivate var fileName: Substring {
    self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...]
  }

  /// What precedes the last slash.
  fileprivate var folder: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "." }
}
