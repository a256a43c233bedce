import Foundation
import Testing
import TheanoCodeGen
import TheanoExecution
import TheanoLoopIR

@testable import Theano

/// Many native programs in one library, which is compiled once.
struct NativeBatch {
  /// A graph with its plan.
  struct Item {
    var label: String
    var inputs: [Variable]
    var outputs: [Variable]
    var plan: NativePlan
  }

  /// The graphs that could be planned.
  private(set) var items: [Item] = []
  /// What went wrong before anything was compiled.
  private(set) var failures: [String] = []

  /// The compiler, quick rather than good, with the flags that `THEANO_FLAGS` names; nothing is kept.
  static let toolchain: Toolchain = {
    var options = ToolchainOptions(.current)
    options.flags = ["-O1"] + options.flags
    options.cacheFolder = ""
    // What is loaded into this process, such as a sanitizer's library, is none of the compiler's business.
    options.environment["LD_PRELOAD"] = nil
    return Toolchain(options)
  }()

  /// Whether there is a compiler.
  static var canRun: Bool { (try? toolchain.compiler.get()) != nil }

  /// Adds a graph; every other one is cut into pieces, as large ones are.
  mutating func add(
    _ label: String, _ inputs: [Variable], _ outputs: [Variable],
    _ options: NativeOptions = NativeOptions()
  ) {
    do {
      var plan = try NativePlan(inputs: inputs, outputs: outputs, options)
      if items.count % 2 == 1 { plan.allowPieces() }
      // A text by itself, so that what cannot be printed is known by its name.
      _ = try CPrinter.text(of: plan.scheduled.program)
      items.append(Item(label: label, inputs: inputs, outputs: outputs, plan: plan))
    } catch {
      failures.append("\(label): \(outputs.map { pp($0, limit: 600) }): \(error)")
    }
  }

  /// The C text of all programs, which split all loops that they can split.
  func text() throws -> String {
    let programs = items.indices.map {
      (entry: Self.entry($0), program: items[$0].plan.scheduled.program)
    }
    return try CPrinter.text(of: programs, parallelWork: 0, pieceWeight: Self.pieceWeight)
  }

  /// How large pieces are: a few statements, so that much is used by several.
  private static let pieceWeight = 12

  /// Compiles all programs and calls `body` with each, its place and its entry point. What could not be planned or
  /// compiled is an issue of the test.
  func forEachProgram(_ body: (Int, Item, NativeProgram.Entry) throws -> Void) throws {
    for failure in failures { Issue.record("\(failure)") }
    guard let library = try? load() else {
      for refusal in refusals() { Issue.record("\(refusal)") }
      return
    }
    for (place, item) in items.enumerated() {
      try body(place, item, library.function(Self.entry(place), as: NativeProgram.Entry.self))
    }
    withExtendedLifetime(library) {}
  }

  /// Returns texts about the programs that the compiler does not accept, one by one.
  private func refusals() -> [String] {
    items.compactMap { item in
      do {
        let program = item.plan.scheduled.program
        let text = try CPrinter.text(
          of: [("program", program)], parallelWork: 0, pieceWeight: Self.pieceWeight)
        _ = try Self.toolchain.load([text])
        return nil
      } catch {
        return "\(item.label): \("\(error)".prefix(400))"
      }
    }
  }

  /// Compiles all programs. The library has to stay for as long as functions of it are called.
  func load() throws -> NativeLibrary { try Self.toolchain.load([try text()]) }

  /// The name of the entry point of an item.
  static func entry(_ item: Int) -> String { "program_\(item)" }

  /// Says which item runs, where the environment variable `THEANO_TEST_TRACE` is set: what ends the process
  /// names itself by being the last.
  static func trace(_ label: String) {
    guard isTracing else { return }
    FileHandle.standardError.write(Data("running \(label)\n".utf8))
  }

  private static let isTracing = ProcessInfo.processInfo.environment["THEANO_TEST_TRACE"] != nil
}
