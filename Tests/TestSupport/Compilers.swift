import TheanoCodeGen

/// Whether this machine has a C compiler.
package let hasCompiler = (try? Toolchain().compiler.get()) != nil

/// The paths of clang and of gcc, of those that this machine has.
package let compilerPaths = ["clang", "gcc"].compactMap(compilerPath)

/// The path of a compiler of C, or of C++; nil if this machine has none of that name.
package func compilerPath(_ name: String) -> String? {
  try? Toolchain.forTests(compiler: name).compiler.get().path
}

extension Toolchain {
  /// Returns a toolchain that keeps nothing: with the compiler that is usual here unless another is named, and with
  /// flags after the usual ones.
  package static func forTests(compiler: String? = nil, flags: [String] = []) -> Toolchain {
    var options = ToolchainOptions()
    options.compiler = compiler
    options.flags = flags
    options.cacheFolder = ""
    return Toolchain(options)
  }
}
