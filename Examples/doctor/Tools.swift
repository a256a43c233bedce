import Foundation
import Glibc

/// The programs and libraries outside the package that it can make use of.
struct Tools {
  private let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map(String.init)

  /// The first line of `swift --version`.
  var swiftVersion: String? { find("swift").flatMap { firstLine(of: $0, "--version") } }

  /// What finds lines for errors.
  var symbolizer: String? { find("llvm-symbolizer") }

  /// The first BLAS library that loads.
  var blas: String? {
    let names = [
      "libopenblas.so.0", "libopenblas.so", "libblis.so.4", "libmkl_rt.so.2", "libmkl_rt.so",
    ]
    return names.first { name in
      guard let handle = dlopen(name, RTLD_LAZY) else { return false }
      defer { dlclose(handle) }
      return dlsym(handle, "cblas_dgemm") != nil
    }
  }

  private func find(_ name: String) -> String? {
    folders.map { "\($0)/\(name)" }.first(where: isExecutable)
  }

  private func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path)
  }

  /// The first line that a program prints, nil if it does not run.
  private func firstLine(of path: String, _ argument: String) -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = [argument]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
