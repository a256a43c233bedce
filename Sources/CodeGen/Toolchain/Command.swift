import Glibc

/// A program to be run, without a shell: `program` with `arguments`, what it prints going to a file.
struct Command: Sendable {
  var program: String
  var arguments: [String]
  /// The file that gets standard output and standard error.
  var output: String
  /// The file that the program makes, if it makes one.
  var product: String?

  /// How a program ended.
  enum Ending: Hashable {
    /// It ended by itself, with this status, or nil if somebody else in this process took it.
    case exited(Int32?)
    /// It was ended by this signal.
    case killed(signal: Int32)
    /// It did not start, for this reason.
    case notStarted(reason: String)
  }

  /// Runs programs, at most `limit` at once, waits for all of them, and returns how each ended.
  static func run(
    _ commands: [Command], atOnce limit: Int, environment: [String: String]
  ) -> [Ending] {
    var endings: [Ending] = []
    var running: [Ending?] = []
    var processes: [pid_t] = []
    for command in commands {
      // In order, which is good enough: what is compiled together is of about one size.
      if running.count - endings.count >= max(limit, 1) {
        endings.append(running[endings.count] ?? wait(for: processes[endings.count]))
      }
      switch command.start(environment: environment) {
      case .success(let process):
        processes.append(process)
        running.append(nil)
      case .failure(let refusal):
        processes.append(-1)
        running.append(.notStarted(reason: Files.reason(refusal.code)))
      }
    }
    while endings.count < running.count {
      endings.append(running[endings.count] ?? wait(for: processes[endings.count]))
    }
    return endings
  }

  /// The system's number for why a program did not start.
  private struct Refusal: Error { var code: Int32 }

  /// Starts the program with signals as they are by default, whatever this process does with its own.
  private func start(environment: [String: String]) -> Result<pid_t, Refusal> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    var process: pid_t = 0
    let code = Command.withCStrings([program] + arguments) { arguments in
      Command.withCStrings(environment.map { "\($0)=\($1)" }) { environment in
        posix_spawn(&process, program, &actions, &attributes, arguments, environment)
      }
    }
    return code == 0 ? .success(process) : .failure(Refusal(code: code))
  }

  /// Waits until a program has ended.
  private static func wait(for process: pid_t) -> Ending {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      // A process that ignores SIGCHLD, or waits for all children elsewhere, leaves us no status:
      // whether it went well then shows in the files. The wait itself is over in either case.
      if errno != EINTR { return .exited(nil) }
    }
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
  }

  /// Calls `body` with a null-terminated list of these texts as C has them.
  private static func withCStrings<R>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
  ) -> R {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }
}
