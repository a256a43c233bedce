import Foundation

/// C text compiled into a library and loaded, as long as the value lives.
package final class CompiledLibrary: Sendable {
  /// What went wrong.
  package struct Failure: Error {
    /// What the compiler said.
    package let message: String
  }

  /// The handle of the loaded library.
  private nonisolated(unsafe) let handle: UnsafeMutableRawPointer

  /// The C compiler: the toolchain's, or one on PATH.
  package static let compiler: String? = {
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let files = ["clang", "cc", "gcc"].flatMap { name in path.map { "\($0)/\(name)" } }
    return files.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Compiles `source` as native code is compiled, with `compiler` or the one above.
  package init(_ source: String, compiler: String? = CompiledLibrary.compiler) throws {
    guard let compiler else { throw Failure(message: "no compiler") }
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = folder.appending(path: "library.c")
    let library = folder.appending(path: "library.so")
    try source.write(to: text, atomically: true, encoding: .utf8)
    let process = Process()
    let messages = Pipe()
    process.executableURL = URL(filePath: compiler)
    process.arguments = [
      "-std=gnu11", "-O2", "-march=native", "-ffp-contract=fast", "-fno-math-errno",
      "-fno-trapping-math", "-Wall", "-Werror", "-Wno-unused-function", "-shared", "-fPIC", "-o",
      library.path, text.path,
    ]
    process.standardError = messages
    try process.run()
    let output = messages.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let handle = dlopen(library.path, RTLD_NOW | RTLD_LOCAL) else {
      throw Failure(message: String(decoding: output, as: UTF8.self))
    }
    self.handle = handle
  }

  /// Returns the function `name`, whose type is `Function`.
  package func function<Function>(_ name: String, as type: Function.Type) throws -> Function {
    guard let symbol = dlsym(handle, name) else { throw Failure(message: "no \(name)") }
    return unsafeBitCast(symbol, to: type)
  }

  deinit { dlclose(handle) }
}
