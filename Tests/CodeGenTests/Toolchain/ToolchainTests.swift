import Glibc
import TestSupport
import Testing

@testable import TheanoCodeGen

@Suite(.enabled(if: hasCompiler))
struct ToolchainTests {
  let sandbox = Result { try Sandbox() }

  @Test func compilesAndCalls() throws {
    let sandbox = try sandbox.get()
    let toolchain = Toolchain(sandbox.options)
    let text = """
      int sum(const double *x, long n, double *out) {
        double s = 0;
        for (long i = 0; i < n; i++) s += x[i] * x[i];
        *out = s;
        return 7;
      }
      """
    let library = try toolchain.load([text])
    typealias Result = UnsafeMutablePointer<Double>
    typealias Sum = @convention(c) (UnsafePointer<Double>, Int, Result) -> Int32
    let sum = try library.function("sum", as: Sum.self)
    var result = 0.0
    let status = withExtendedLifetime(library) { sum([1, 2, 3], 3, &result) }
    #expect(status == 7 && result == 14)
    #expect(toolchain.compilationCount == 1)
    #expect(throws: ToolchainError.noSymbol("product")) { try library.symbol("product") }
    // Nothing stays but the entry.
    #expect(sandbox.leftovers == 0 && sandbox.entries.count == 1)
  }

  @Test func severalTextsAreOneLibrary() throws {
    let toolchain = Toolchain(try sandbox.get().options)
    let parts = (0..<5).map { "int part\($0)(void) { return \($0 + 1); }" }
    let names = (0..<5).map { "part\($0)" }
    let whole = """
      \(names.map { "int \($0)(void);" }.joined(separator: "\n"))
      int answer(void) { return \(names.map { "\($0)()" }.joined(separator: " * ")); }
      """
    #expect(try answer(toolchain.load(parts + [whole])) == 120)
    #expect(toolchain.compilationCount == 1)
  }

  @Test func textsAreToldFromEachOther() throws {
    let toolchain = Toolchain(try sandbox.get().options)
    let libraries = try (0..<3).map { try toolchain.load([answerText($0)]) }
    #expect(try libraries.map(answer) == [0, 1, 2])
    // The same characters, divided otherwise.
    let halves = ["int answer(void) { return 3; }\n", "/* 1 */"]
    _ = try toolchain.load(halves)
    _ = try toolchain.load([halves.joined()])
    #expect(toolchain.compilationCount == 5)
  }

  @Test func whatCNeedsBesideItselfIsFound() throws {
    let toolchain = Toolchain(try sandbox.get().options)
    // Division of 128-bit integers is a function of the compiler's own library.
    let text = """
      double cbrt(double);
      __extension__ typedef __int128 wide;
      int answer(void) {
        volatile wide a = (wide)1 << 100, b = (wide)1 << 98;
        volatile double c = 27;
        return (int)(a / b) + (int)cbrt(c);
      }
      """
    #expect(try answer(toolchain.load([text])) == 7)
  }

  @Test func badTextsSayWhatTheCompilerSays() throws {
    let sandbox = try sandbox.get()
    let toolchain = Toolchain(sandbox.options)
    let bad = "int answer(void) {\n  return nonsense;\n}"
    let refusal = #expect(throws: ToolchainError.self) {
      try toolchain.load([answerText(1), bad])
    }
    let text = refusal?.description ?? ""
    #expect(text.contains("1.c:2:10") && text.contains("nonsense") && !text.contains(sandbox.path))
    let doubled = #expect(throws: ToolchainError.self) {
      try toolchain.load([answerText(1), answerText(1)])
    }
    #expect(doubled?.description.contains("answer") == true)
    #expect(sandbox.leftovers == 0 && sandbox.entries.isEmpty)
    // The same toolchain goes on.
    #expect(try answer(toolchain.load([answerText(2)])) == 2)
  }

  @Test func sameTextIsCompiledOnceAndFreedWhenUnused() async throws {
    var options = try sandbox.get().options
    options.cacheFolder = ""
    let toolchain = Toolchain(options)
    do {
      let libraries = try await withThrowingTaskGroup(of: NativeLibrary.self) { group in
        for _ in 0..<32 { group.addTask { try toolchain.load([answerText(4)]) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(libraries.map(ObjectIdentifier.init)).count == 1)
      #expect(toolchain.compilationCount == 1)
    }
    // Without a cache, what nobody holds is made again.
    #expect(try answer(toolchain.load([answerText(4)])) == 4)
    #expect(toolchain.compilationCount == 2)
  }

  @Test func manyTextsFromManyTasks() async throws {
    let sandbox = try sandbox.get()
    let toolchain = Toolchain(sandbox.options)
    let right = try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<64 {
        group.addTask { try answer(toolchain.load([answerText(task % 16)])) == task % 16 }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(right == 64)
    #expect(sandbox.entries.count == 16 && sandbox.leftovers == 0)
  }

  @Test func unusedLibrariesDoNotPileUp() throws {
    let sandbox = try sandbox.get()
    _ = try Toolchain(sandbox.options).load([answerText(5)])
    let toolchain = Toolchain(sandbox.options)
    for _ in 0..<200 { #expect(try answer(toolchain.load([answerText(5)])) == 5) }
    #expect(toolchain.compilationCount == 0)
  }

  @Test(arguments: ["clang", "gcc", "cc", "g++"])
  func compilersByName(_ name: String) throws {
    var options = try sandbox.get().options
    options.compiler = name
    let toolchain = Toolchain(options)
    guard let compiler = try? toolchain.compiler.get() else { return }
    #expect(compiler.path.hasSuffix("/\(name)"))
    #expect(try answer(toolchain.load([answerText(6)])) == 6)
    #expect(compiler.version(options)?.isEmpty == false)
  }

  @Test func extraFlagsCount() throws {
    var options = try sandbox.get().options
    let text = "int answer(void) { return ANSWER; }"
    options.flags = ["-DANSWER=1"]
    let first = try Toolchain(options).load([text])
    options.flags = ["-DANSWER=2"]
    let second = try Toolchain(options).load([text])
    #expect(try answer(first) == 1 && answer(second) == 2)
  }
}
