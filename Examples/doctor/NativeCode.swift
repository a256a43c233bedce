import Foundation
import Theano
import TheanoCodeGen

/// What makes native code here, with the settings in force.
struct NativeCode {
  private let toolchain = Toolchain(ToolchainOptions(Configuration.current))

  /// The C compiler's version and path.
  var compiler: String? {
    guard let compiler = try? toolchain.compiler.get(),
      let version = compiler.version(toolchain.options)
    else { return nil }
    return "\(version) (\(compiler.path))"
  }

  /// Why there is no compiler.
  var whyNoCompiler: String {
    do throws(ToolchainError) {
      return "\(try toolchain.compiler.get().path) does not run"
    } catch {
      return error.description
    }
  }

  /// The flags, and how object files become a library.
  var flags: String? {
    guard let compiler = try? toolchain.compiler.get() else { return nil }
    let linker = compiler.linker.map { "linked by \($0)" } ?? "linked through the compiler"
    return "\(compiler.flags.joined(separator: " ")); \(linker)"
  }

  /// The folder of the cache, what is in it, and whether more can be.
  var cache: String? {
    guard let cache = toolchain.cache else { return nil }
    let (count, bytes) = (cache.count, cache.byteCount)
    let isWritable = cache.isWritable
    guard isWritable || count > 0 else { return nil }
    let size = String(format: "%.1f of %d MB", Double(bytes) / 1e6, cache.limit / 1_000_000)
    return "\(cache.folder), entries: \(count), \(size)\(isWritable ? "" : ", not writable")"
  }

  /// What a compiled function said, nil if it could not be made.
  var works: String? {
    let text = "int theano_answer(int x) { return 6 * x; }"
    guard let library = try? toolchain.load([text]),
      let function = try? library.function(
        "theano_answer", as: (@convention(c) (Int32) -> Int32).self)
    else { return nil }
    return withExtendedLifetime(library) {
      function(7) == 42 ? "C compiles, loads and runs" : nil
    }
  }
}
