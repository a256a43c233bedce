import Glibc
import TestSupport
import Testing

@testable import TheanoCodeGen

// Earlier compilers let the body of such a test take no values along.
#if compiler(>=6.3)
  /// What must hold for processes as a whole: each of these tests runs in processes of its own.
  @Suite(.enabled(if: hasCompiler))
  struct ProcessTests {
    @Test func sixtyFourProcessesOnOneEmptyCache() async throws {
      let sandbox = try Sandbox()
      let path = sandbox.path
      await withTaskGroup { group in
        for _ in 0..<64 {
          group.addTask {
            await #expect(processExitsWith: .success) { [path = path as String] in
              var options = ToolchainOptions()
              options.cacheFolder = "\(path)/cache"
              // Small, so that entries also go while others read.
              options.cacheLimit = 5_000
              let toolchain = Toolchain(options)
              for number in 0..<3 {
                guard try answer(toolchain.load([answerText(number)])) == number else { exit(1) }
              }
            }
          }
        }
      }
      // Whatever is there is sound.
      let toolchain = Toolchain(sandbox.options)
      for number in 0..<3 { #expect(try answer(toolchain.load([answerText(number)])) == number) }
      #expect(Files.names(in: sandbox.cacheFolder).allSatisfy { $0.hasSuffix(".so") })
    }

    @Test func neitherChildrenNorFilesAreLeftBehind() async throws {
      let sandbox = try Sandbox()
      let path = sandbox.path
      await #expect(processExitsWith: .success) { [path = path as String] in
        var options = ToolchainOptions()
        options.cacheFolder = "\(path)/cache"
        let toolchain = Toolchain(options)
        var counts: [Int] = []
        for number in 0..<4 {
          _ = try toolchain.load([answerText(number), "int other;"])
          #expect(throws: ToolchainError.self) { try toolchain.load(["nonsense \(number)"]) }
          counts.append(Files.names(in: "/proc/self/fd").count)
        }
        guard Set(counts).count == 1 else { exit(1) }
        guard waitpid(-1, nil, WNOHANG) == -1, errno == ECHILD else { exit(2) }
      }
    }

    @Test func hostsMayDoOddThingsWithSignals() async throws {
      let sandbox = try Sandbox()
      let path = sandbox.path
      await #expect(processExitsWith: .success) { [path = path as String] in
        // Then the system takes children's statuses; and children would inherit the mask.
        signal(SIGCHLD, SIG_IGN)
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        var options = ToolchainOptions()
        options.cacheFolder = "\(path)/cache"
        let toolchain = Toolchain(options)
        guard try answer(toolchain.load([answerText(1)])) == 1 else { exit(1) }
        do {
          _ = try toolchain.load(["nonsense"])
          exit(2)
        } catch {
          guard "\(error)".contains("0.c:1") else { exit(3) }
        }
      }
    }
  }
#endif
