import TestSupport
import Testing

@testable import TheanoCodeGen

struct NoCompilerTests {
  let sandbox = Result { try Sandbox() }

  @Test func missingCompilersAreSaidInOneLine() throws {
    var options = try sandbox.get().options
    options.environment["PATH"] = "/nowhere"
    let searched = "clang beside swift, and clang, cc and gcc on PATH"
    #expect(message(options) == "no C compiler: looked for \(searched)")
    options.compiler = "nocc"
    #expect(message(options) == "no C compiler: looked for nocc, which the flag cxx names")
    options.compiler = "/nowhere/cc"
    #expect(message(options) == "no C compiler: looked for /nowhere/cc, which the flag cxx names")
    options.compiler = ""
    #expect(message(options) == "no C compiler: looked for none, as the flag cxx is empty")
  }

  @Test func whatIsNoProgramIsAnError() throws {
    let sandbox = try sandbox.get()
    var options = sandbox.options
    options.compiler = "\(sandbox.path)/odd-cc"
    #expect(Files.write("\(sandbox.path)/odd-cc", text: "#!/nowhere/at-all\n"))
    try sandbox.makeExecutable("odd-cc")
    #expect(message(options)?.contains("odd-cc does not start: No such file") == true)
  }

  @Test func compilersThatDieAreErrors() throws {
    let sandbox = try sandbox.get()
    var options = sandbox.options
    options.compiler = "\(sandbox.path)/dying-cc"
    #expect(Files.write("\(sandbox.path)/dying-cc", text: "#!/bin/sh\necho dying\nkill -9 $$\n"))
    try sandbox.makeExecutable("dying-cc")
    let text = message(options)
    #expect(text?.contains("dying\n") == true && text?.contains("ended by signal 9") == true)
    #expect(sandbox.leftovers == 0)
  }

  @Test func compilersThatDoNothingAreErrors() throws {
    var options = try sandbox.get().options
    options.compiler = "true"
    #expect(message(options) != nil)
  }

  @Test(.enabled(if: hasCompiler)) func theCacheServesWithoutCompiler() throws {
    var options = try sandbox.get().options
    _ = try Toolchain(options).load([answerText(8)])
    options.compiler = ""
    let toolchain = Toolchain(options)
    #expect(try answer(toolchain.load([answerText(8)])) == 8)
    #expect(throws: ToolchainError.self) { try toolchain.load([answerText(9)]) }
  }

  @Test func noFolderToWorkIn() throws {
    var options = try sandbox.get().options
    options.environment = ["TMPDIR": "/proc/nowhere"]
    options.cacheFolder = "/proc/nowhere"
    #expect(options.workFolders == ["/proc/nowhere", "/tmp", "/proc/nowhere"])
    #expect(throws: ToolchainError.self) { _ = try WorkFolder(in: ["/proc/nowhere"]) }
    #expect(throws: ToolchainError.self) { _ = try WorkFolder(in: []) }
  }

  /// What is said when a text is to be compiled.
  private func message(_ options: ToolchainOptions) -> String? {
    do {
      _ = try Toolchain(options).load([answerText(1)])
      return nil
    } catch {
      return error.description
    }
  }
}
