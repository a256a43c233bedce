import CTheanoExecution
import TestSupport
import TheanoCodeGen
import TheanoLoopIR

@testable import TheanoExecution

/// Machine code made from C text.
enum CompiledText {
  /// Compiles the frame's declarations followed by `text`.
  static func library(_ text: String) throws -> NativeLibrary {
    try Toolchain.forTests().load([framePrelude.text + "\n" + text])
  }

  /// Returns a program around `int32_t theano_run(theano_frame *frame)` with this body.
  static func program(
    _ body: String, before: String = "", inputs: [ProgramInterface.Port] = [],
    results: [ProgramInterface.Port] = [], reusable: [Int?]? = nil, slotCount: Int = 0,
    callbacks: [NodeCallback] = [], resources: ExecutionResources = .standard, threads: Int? = nil
  ) throws -> NativeProgram {
    let library = try library(
      before + "\nint32_t theano_run(theano_frame *frame) {\n\(body)\n}\n")
    let interface = ProgramInterface(
      inputs: inputs, results: results,
      reusable: reusable ?? Array(repeating: nil, count: results.count), slotCount: slotCount)
    return NativeProgram(
      entry: try library.function("theano_run", as: theano_entry.self), library: library,
      interface: interface, callbacks: callbacks, resources: resources, threads: threads)
  }
}
