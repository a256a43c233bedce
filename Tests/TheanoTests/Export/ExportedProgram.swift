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
  ///
  /// With `memoryIsLimited` the functions get memory as often as `memory_left` says, which `body` sets.
  func run(
    _ body: String, compiler: String, flags: [String], memoryIsLimited: Bool = false
  ) throws -> [Double] {
    let main = try writeMain(
      body, "main.c", before: memoryIsLimited ? ExportedProgram.limitedMemory : "")
    let sources = names.map { folder.appending(path: "\($0).c").path }
    var strict = ["-std=c11", "-Wall", "-Wextra", "-Werror"]
    if memoryIsLimited { strict += ["-Dmalloc=limited_malloc", "-Dcalloc=limited_calloc"] }
    try compile(compiler, strict + flags + sources + [main, "-o", program, "-lm"])
    return try numbers()
  }

  /// Compiles the functions as C and `main` around `body` as C++; see the form for C alone.
  func runFromCxx(
    _ body: String, compiler: String, cxxCompiler: String, flags: [String]
  ) throws -> [Double] {
    let main = try writeMain(body, "main.cpp")
    let strict = ["-Wall", "-Wextra", "-Werror"] + flags
    var objects: [String] = []
    for name in names {
      let file = folder.appending(path: name).path
      try compile(compiler, ["-std=c11"] + strict + ["-c", "\(file).c", "-o", "\(file).o"])
      objects.append("\(file).o")
    }
    try compile(cxxCompiler, ["-std=c++17"] + strict + [main] + objects + ["-o", program, "-lm"])
    return try numbers()
  }

  /// What the functions ask for memory, where that is limited.
  private static let limitedMemory = """
    #undef malloc
    #undef calloc
    #include <stdlib.h>

    static int memory_left;
    void *limited_malloc(size_t size);
    void *limited_calloc(size_t count, size_t size);
    void *limited_malloc(size_t size) { return memory_left-- > 0 ? malloc(size) : 0; }
    void *limited_calloc(size_t count, size_t size) {
      return memory_left-- > 0 ? calloc(count, size) : 0;
    }

    """

  /// The compiled program.
  private var program: String { folder.appending(path: "main").path }

  /// Writes a main program, and returns its path.
  private func writeMain(
    _ body: String, _ name: String, before text: String = ""
  ) throws -> String {
    let includes = names.map { "#include \"\($0).h\"\n" }.joined()
    let main = """
      \(text)\(includes)#include <stdio.h>
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
    let file = folder.appending(path: name)
    try main.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  /// Runs a compiler, which must have nothing to say.
  private func compile(_ compiler: String, _ arguments: [String]) throws {
    let warnings = try start(compiler, arguments)
    if !warnings.isEmpty { throw Failure(text: warnings) }
  }

  /// Runs the program and returns the numbers that it prints.
  private func numbers() throws -> [Double] {
    try start(program, []).split(separator: "\n").map {
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
    // A sanitizer's library that this process was started with does not go with other sanitizers.
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "LD_PRELOAD" }
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Failure(text: output) }
    return output
  }
}
