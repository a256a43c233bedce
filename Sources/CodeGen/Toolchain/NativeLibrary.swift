import Glibc

/// Compiled code in this process, which stays until the last owner of this object lets go of it:
/// whoever calls a function of it keeps it alive for as long.
package final class NativeLibrary: Sendable {
  /// What the loader gave us. Never changes; the loader's calls may come from any thread, and closing
  /// happens where nobody has this object any more. So it may be shared, which Swift cannot see.
  private nonisolated(unsafe) let handle: UnsafeMutableRawPointer

  /// Loads the library at a path. All it needs is found now, and its names stay its own.
  init(path: String) throws(ToolchainError) {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .cannotLoad(reason: dlerror().map { String(cString: $0) } ?? path)
    }
    self.handle = handle
  }

  deinit { dlclose(handle) }

  /// Returns the address of a function or variable.
  package func symbol(_ name: String) throws(ToolchainError) -> UnsafeMutableRawPointer {
    guard let address = dlsym(handle, name) else { throw .noSymbol(name) }
    return address
  }

  /// Returns a function, as something to call. Callers keep this library while they use it.
  /// - Requires: `type` is a `@convention(c)` type, and that of the function.
  package func function<T>(_ name: String, as type: T.Type) throws(ToolchainError) -> T {
    precondition(MemoryLayout<T>.size == MemoryLayout<UnsafeRawPointer>.size, "not a C function")
    return unsafeBitCast(try symbol(name), to: type)
  }
}
