#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A BLAS library on this machine, which can be loaded and has the C interface for 32-bit integers.
package struct BlasLibrary: Sendable, Hashable {
  /// The name or path by which the loader finds it.
  package let file: String

  /// Finds the library `file`; nil if it does not load, or has no products of matrices.
  package init?(file: String) {
    guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else { return nil }
    defer { dlclose(handle) }
    guard dlsym(handle, "cblas_sgemm") != nil, dlsym(handle, "cblas_dgemm") != nil else {
      return nil
    }
    self.file = file
  }

  /// Finds what the flag `blas.ldflags` names, as in `-lopenblas` or `-L/opt/lib -lblis`, or as a path; nil
  /// if there is no such library, or the flag is empty.
  package init?(ldflags: String) {
    let words = ldflags.split(separator: " ").map(String.init)
    let folders = words.filter { $0.hasPrefix("-L") }.map { "\($0.dropFirst(2))/" } + [""]
    let names = words.filter { $0.hasPrefix("-l") }.map { String($0.dropFirst(2)) }
    let files = names.flatMap { name in
      folders.flatMap { folder in Self.endings.map { "\(folder)lib\(name)\($0)" } }
    }
    let paths = words.filter { !$0.hasPrefix("-") }
    guard let found = (paths + files).lazy.compactMap({ BlasLibrary(file: $0) }).first else {
      return nil
    }
    self = found
  }

  /// The first of OpenBLAS, BLIS and MKL that is installed, on a Mac Accelerate; nil if none is.
  package static var installed: BlasLibrary? {
    let names = ["openblas", "blis", "mkl_rt"].flatMap { name in endings.map { "lib\(name)\($0)" } }
    let accelerate = "/System/Library/Frameworks/Accelerate.framework/Accelerate"
    return (names + [accelerate]).lazy.compactMap { BlasLibrary(file: $0) }.first
  }

  /// How the names of libraries end, with the versions that the three have.
  private static let endings = [".so", ".so.0", ".so.1", ".so.2", ".so.3", ".so.4", ".dylib"]
}
