import FoundationEssentials
import Glibc

extension CCompiler {
  /// What makes one library of several object files.
  enum Linker {
    /// The linker itself, which is quick.
    case direct
    /// The compiler, which knows what libraries there are.
    case compiler
  }

  /// The linkers to be tried, in order.
  var linkers: [Linker] { linker == nil ? [.compiler] : [.direct, .compiler] }

  /// Compiles C texts, several at once, to object files in a folder, and returns their paths.
  func compile(
    _ texts: [String], in folder: String, options: ToolchainOptions
  ) throws(ToolchainError) -> [String] {
    for (number, text) in texts.enumerated() {
      guard Files.write("\(folder)/\(number).c", text: text) else {
        throw .noWorkFolder(tried: [folder], reason: Files.lastReason)
      }
    }
    let commands = texts.indices.map { number in
      let stem = "\(folder)/\(number)"
      return Command(
        program: path, arguments: flags + ["-x", "c", "-c", "\(stem).c", "-o", "\(stem).o"],
        output: "\(stem).txt", product: "\(stem).o")
    }
    try run(commands, in: folder, options: options)
    return texts.indices.map { "\(folder)/\($0).o" }
  }

  /// Links object files to a library.
  func link(
    _ objects: [String], to library: String, with way: Linker, in folder: String,
    options: ToolchainOptions
  ) throws(ToolchainError) {
    // Calls from one object file to another go there and nowhere else.
    let command =
      switch way {
      case .direct:
        Command(
          program: linker ?? path,
          arguments: ["-shared", "-Bsymbolic", "--threads=1", "-o", library] + objects,
          output: "\(folder)/link.txt", product: library)
      case .compiler:
        Command(
          program: path,
          arguments: extraFlags + ["-shared", "-Wl,-Bsymbolic", "-o", library] + objects + ["-lm"],
          output: "\(folder)/link.txt", product: library)
      }
    try run([command], in: folder, options: options)
  }

  /// Returns the first line that the compiler says about its version, nil if it does not run.
  package func version(_ options: ToolchainOptions) -> String? {
    guard let folder = try? WorkFolder(in: options.workFolders) else { return nil }
    let output = "\(folder.path)/version.txt"
    let command = Command(program: path, arguments: ["--version"], output: output)
    let ending = Command.run([command], atOnce: 1, environment: options.environment.all)
    guard ending == [.exited(0)] || ending == [.exited(nil)] else { return nil }
    return Files.text(output, limit: 4096)?.split(separator: "\n").first.map(String.init)
  }

  /// Runs commands; throws what the first that fails has printed.
  private func run(
    _ commands: [Command], in folder: String, options: ToolchainOptions
  ) throws(ToolchainError) {
    var environment = options.environment
    environment["TMPDIR"] = folder
    environment["LC_ALL"] = "C"
    let jobs = options.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let endings = Command.run(commands, atOnce: jobs, environment: environment.all)
    for (command, ending) in zip(commands, endings) {
      switch ending {
      case .exited(0): continue
      case .exited(nil) where command.product.map(Files.exists) ?? true: continue
      case .notStarted(let reason):
        throw .cannotRun(program: command.program, reason: reason)
      case .exited, .killed:
        // The user never sees the folder, so its name says nothing.
        var lines = Files.text(command.output, limit: 1 << 14) ?? ""
        lines = lines.split(separator: "\(folder)/", omittingEmptySubsequences: false).joined()
        if case .killed(let signal) = ending { lines += "ended by signal \(signal)" }
        throw .refused(program: command.program, diagnostics: lines)
      }
    }
  }
}
