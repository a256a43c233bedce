import Foundation

@testable import Theano

/// Exported functions with a main program in C, in a folder that goes with this object.
final class ExportedProgram {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  private var names: [String] = []

  /// What a compiler or the program said.
  struct Failure: Error {
    var text: String
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Exports a function.
  func add<Output>(_ function: Function<Output>, name: String) throws {
    try function.export(to: folder, name: name)
    names.append(name)
  }

  /// The text of an exported file.
  func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }

  /// Compiles everything with `main` around `body`, without any warning, and returns the numbers that the
  /// program prints with `show`.
  func run(_ body: String, compiler: String, flags: [String]) throws -> [Double] {
    let includes = names.map { "#include \"\($0).h\"\n" }.joined()
    let main = """
      \(includes)#include <stdio.h>
      #include <string.h>

      static void show(double x) { printf("%.17g\\n", x); }
      static int check(int error) {
        if (error) printf("error %d\\n", error);
        return error;
      }

      int main(void) {
      \(body)
        return 0;
      }

      """
    let file = folder.appending(path: "main.c"), program = folder.appending(path: "main")
    try main.write(to: file, atomically: true, encoding: .utf8)
    let sources = names.map { folder.appending(path: "\($0).c").path }
    let strict = ["-std=c11", "-Wall", "-Wextra", "-Werror"]
    let warnings = try start(
      compiler, strict + flags + sources + [file.path, "-o", program.path, "-lm"])
    if !warnings.isEmpty { throw Failure(text: warnings) }
    return try start(program.path, []).split(separator: "\n").map {
      guard let number = Double($0) else { throw Failure(text: String($0)) }
      return number
    }
  }

  /// Runs a program and returns what it prints.
  private func start(_ path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Failure(text: output) }
    return output
  }
}
