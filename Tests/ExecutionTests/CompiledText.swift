import CTheanoExecution
import Foundation
import TheanoCodeGen
import TheanoLoopIR

@testable import TheanoExecution

/// A shared object made from C text, loaded as long as this lives.
///
/// Unchecked `Sendable`: nothing changes after creation.
final class CompiledText: @unchecked Sendable {
  /// What `dlopen` returned.
  private let handle: UnsafeMutableRawPointer

  /// What could not be done.
  struct Failure: Error {
    var text: String
  }

  /// The C compiler of this machine, nil if there is none.
  static let compiler: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let candidates = ["clang", "cc", "gcc"].flatMap { name in folders.map { "\($0)/\(name)" } }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Compiles the frame's declarations followed by `text`.
  init(_ text: String) throws {
    guard let compiler = Self.compiler else { throw Failure(text: "no C compiler") }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "program.c"), object = folder.appending(path: "program.so")
    try (framePrelude.text + "\n" + text).write(to: source, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler)
    process.arguments = [
      "-std=c11", "-O2", "-fPIC", "-shared", source.path, "-o", object.path,
    ]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let handle = dlopen(object.path, RTLD_NOW) else {
      throw Failure(text: "the text does not compile")
    }
    self.handle = handle
  }

  deinit { dlclose(handle) }

  /// Returns the address of a function.
  func symbol(_ name: String) throws -> UnsafeMutableRawPointer {
    guard let symbol = dlsym(handle, name) else { throw Failure(text: "no \(name)") }
    return symbol
  }

  /// Returns a program around `int32_t theano_run(theano_frame *frame)` with this body.
  static func program(
    _ body: String, before: String = "", inputs: [ProgramInterface.Port] = [],
    results: [ProgramInterface.Port] = [], reusable: [Int?]? = nil, slotCount: Int = 0,
    callbacks: [NodeCallback] = [], resources: ExecutionResources = .standard, threads: Int? = nil
  ) throws -> NativeProgram {
    let text = before + "\nint32_t theano_run(theano_frame *frame) {\n\(body)\n}\n"
    let library = try CompiledText(text)
    let interface = ProgramInterface(
      inputs: inputs, results: results,
      reusable: reusable ?? Array(repeating: nil, count: results.count), slotCount: slotCount)
    return NativeProgram(
      entry: unsafeBitCast(try library.symbol("theano_run"), to: theano_entry.self),
      library: library, interface: interface, callbacks: callbacks, resources: resources,
      threads: threads)
  }
}
