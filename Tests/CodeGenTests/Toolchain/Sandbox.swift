import FoundationEssentials
import Glibc

@testable import TheanoCodeGen

/// A folder for one test, with options that keep compiled code in it.
final class Sandbox: Sendable {
  /// Where it is.
  let path: String

  /// Makes the folder.
  init() throws {
    path = "\(FileManager.default.temporaryDirectory.path)/theano-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The cache's folder, which is not there at first.
  var cacheFolder: String { "\(path)/cache" }

  /// Options with that cache, and this folder for the compiler's own files.
  var options: ToolchainOptions {
    var options = ToolchainOptions()
    options.cacheFolder = cacheFolder
    options.environment["TMPDIR"] = "\(path)/work"
    return options
  }

  /// The paths of the cache's entries.
  var entries: [String] {
    Files.names(in: cacheFolder).filter { $0.hasSuffix(".so") }.sorted()
      .map { "\(cacheFolder)/\($0)" }
  }

  /// The number of files in a compiler's folder that nobody removed.
  var leftovers: Int { Files.names(in: "\(path)/work").count }

  /// The bytes of a file.
  func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Lets a file in this folder be executed.
  func makeExecutable(_ name: String) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(path)/\(name)")
  }

  /// Makes a file of these bytes in place of the one that is there.
  func replace(_ path: String, _ bytes: [UInt8]) throws {
    try FileManager.default.removeItem(atPath: path)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o644)
  }
}

/// C text of a function `answer` that returns a number.
func answerText(_ number: Int) -> String { "int answer(void) { return \(number); }" }

/// What the function `answer` of a library returns.
func answer(_ library: NativeLibrary) throws -> Int32 {
  let function = try library.function("answer", as: (@convention(c) () -> Int32).self)
  return withExtendedLifetime(library) { function() }
}
