/// What the user says about making native code.
package struct ToolchainOptions: Sendable, Hashable {
  /// The C compiler's path, or its name on PATH; nil means to look for one, "" that there is none.
  package var compiler: String?
  /// Flags for the compiler besides our own, such as `-fsanitize=undefined`; they come last.
  package var flags: [String] = []
  /// The folder for compiled code; nil means the usual one, "" that nothing is kept.
  package var cacheFolder: String?
  /// How many bytes the kept code may have, about; what was not used for longest goes first.
  package var cacheLimit = 500_000_000
  /// How many compilers may run at once; nil means as many as there are processors.
  package var jobs: Int?
  /// The environment: PATH for finding programs, HOME and others for folders; children get it too.
  package var environment = ToolchainEnvironment()

  /// Creates options that leave everything to us.
  package init() {}

  /// The folder for compiled code, as `cacheFolder` says; nil if nothing is kept.
  var resolvedCacheFolder: String? {
    if let cacheFolder { return cacheFolder.isEmpty ? nil : cacheFolder }
    // The XDG base directory specification: the variable counts only with an absolute path.
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
      return "\(folder)/theano-swift"
    }
    return environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.cache/theano-swift" : nil }
  }

  /// The folders in which a compiler may work, in the order in which they are tried.
  var workFolders: [String] {
    [environment["TMPDIR"], "/tmp", resolvedCacheFolder].compactMap { $0 }
      .filter { $0.hasPrefix("/") }
  }
}
