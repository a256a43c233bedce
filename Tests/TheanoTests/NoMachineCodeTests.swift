import Foundation
import Synchronization
import TestSupport
import TheanoGraph
import Testing

@testable import Theano

/// The lines that would have been written to standard error.
private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  /// All lines so far.
  var all: [String] { lines.withLock { $0 } }

  /// Adds a line.
  func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// A compiler of a name that no other test has, in a folder that goes with this object.
private final class OddCompiler {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  /// Its path.
  let path: String

  /// Makes a compiler that does what a shell is told; nil: there is none.
  init(_ script: String?) throws {
    path = folder.appending(path: "cc").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    guard let script else { return }
    // Written by another process: one that a test starts meanwhile may still have the file open for writing where
    // this process wrote it, and such a file cannot be run.
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c", "printf '%s' \"$1\" > \"$0\" && chmod 755 \"$0\"", path, "#!/bin/sh\n\(script)\n",
    ]
    try shell.run()
    shell.waitUntilExit()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs `body` with this compiler and no cache, and returns the warnings.
  func use(_ body: () throws -> Void) rethrows -> [String] {
    var configuration = Configuration.current
    configuration.linker = .c
    configuration.compiler = path
    configuration.cacheFolder = ""
    let lines = Lines()
    try Configuration.$current.withValue(configuration) {
      try Warnings.$receiver.withValue(lines.add) { try body() }
    }
    return lines.all
  }
}

@Suite("Functions where no machine code can be made")
struct NoMachineCodeTests {
  private static let slow =
    "functions are evaluated operation by operation, which is slow, as there is no machine code: "
  private static let refusing = "echo \"0.c:1:2: error: this is odd\"; echo more; exit 1"
  private let v = dvector("v")

  /// Makes and calls a function of the default mode, which has no machine code.
  private func runs() throws {
    let f = try function([v], v * 2, mode: .fastRun)
    #expect(try f([1, 2]).reals == [2, 4])
    #expect(throws: GraphError.self) { try f.cSource }
  }

  @Test("Without a compiler functions work, after one line that says why they are slow")
  func noCompiler() throws {
    let compiler = try OddCompiler(nil)
    let lines = try compiler.use {
      try runs()
      try runs()
    }
    let reason = "no C compiler: looked for \(compiler.path), which the flag cxx names"
    #expect(lines == [Self.slow + reason])
  }

  @Test("Another reason is another line, without what else the compiler prints")
  func otherReason() throws {
    let (none, refusing) = (try OddCompiler(nil), try OddCompiler(Self.refusing))
    #expect(try none.use(runs).count == 1)
    let reason = "\(refusing.path) does not compile the generated C: this is odd"
    #expect(try refusing.use(runs) == [Self.slow + reason])
    #expect(try refusing.use(runs) == [])
    #expect(try OddCompiler("exit 1").use(runs).first?.hasSuffix(": it does not say why") == true)
  }

  @Test(
    "The mode 'native' throws what failed", arguments: [(nil, "no C compiler"), (refusing, "odd")])
  func native(_ script: String?, _ reason: String) throws {
    let lines = try OddCompiler(script).use {
      let error = #expect(throws: GraphError.self) { try function([v], v * 2, mode: .native) }
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("needs machine code, which cannot be made here: ") == true)
    }
    #expect(lines.isEmpty)
  }

  @Test(
    "A compiler that fails later is an error in the mode 'native', and a warning elsewhere",
    .enabled(if: !compilerPaths.isEmpty))
  func later() throws {
    let real = try #require(compilerPaths.first)
    let compiler = try OddCompiler(
      "if [ -e \"$0.odd\" ]; then \(Self.refusing); fi; exec \(real) \"$@\"")
    let (short, long) = (try NDArray([1.0, 1]), try NDArray([1.0, 1, 1]))
    let w = shared(short, name: "w"), sum = shared(0.0, name: "sum")
    let lines = try compiler.use {
      let functions = try [Mode.native, .fastRun].map {
        try function([], w * 2, updates: [(sum, sum + w.sum())], mode: $0)
      }
      for f in functions { #expect(try f().reals == [2, 2]) }
      try Data().write(to: URL(filePath: compiler.path + ".odd"))
      try w.setValue(long)
      let error = #expect(throws: EvaluationError.self) { try functions[0]() }
      #expect("\(error.map { "\($0)" } ?? "")".contains("'native' needs machine code"))
      #expect(try sum.getValue().reals == [4])
      #expect(try functions[1]().reals == [2, 2, 2])
      try w.setValue(short)
      #expect(try functions[0]().reals == [2, 2])
    }
    #expect(lines.count == 1)
    #expect(try sum.getValue().reals == [9])
  }
}
