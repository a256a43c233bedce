import Foundation
import Theano
import TheanoExecution

/// The programs and libraries outside the package that it can make use of.
struct Tools {
  private let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map(String.init)

  /// The first line of `swift --version`.
  var swiftVersion: String? { find("swift").flatMap { firstLine(of: $0, "--version") } }

  /// What finds lines for errors.
  var symbolizer: String? { find("llvm-symbolizer") }

  /// What makes large products of matrices, and which BLAS library could.
  var blas: String? {
    guard let flags = Configuration.current.blasFlags, !flags.isEmpty else {
      return BlasLibrary.installed.map {
        "\($0.file), not used: our own products are as fast; blas.ldflags in THEANO_FLAGS names it"
      }
    }
    return BlasLibrary(ldflags: flags).map { "\($0.file), used, as blas.ldflags says" }
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
