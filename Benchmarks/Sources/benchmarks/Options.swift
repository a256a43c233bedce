import Foundation

/// What the command line asks for.
struct Options {
  /// The beginnings of the names of the cases to run; empty for all.
  var prefixes: [String] = []
  /// The number of threads; nil for what the machine has.
  var threads: Int?
  /// How many seconds to sample each case for, and the least number of samples.
  var budget = Budget()
  /// Whether to print only lines of JSON.
  var isOnlyJSON = false
  /// Whether to print checksums of the results in place of times.
  var isChecking = false
  /// What to do in place of all this.
  var task = Task.measure
  /// Which implementation to run: "swift", "c", or nil for both.
  var peer: String?

  /// What the process is for.
  enum Task: Equatable {
    /// Runs cases and prints figures.
    case measure
    /// Answers the requests of `compare` on standard input.
    case serve
    /// Prints how long a small function takes from its expression to the first result.
    case firstResult
    /// Prints how much memory a step of training needs.
    case peakMemory
    /// Prints what there is to be called with.
    case help
  }

  /// What `--help` prints.
  static let usage = """
    benchmarks [case-prefix …] [options]
      --threads N        use N threads
      --budget SECONDS   sample each case for so long (1)
      --samples N        take at least N samples (5)
      --peer NAME        only "swift" or only "c", the hand-written C
      --json             print lines of JSON only, no table
      --check            print checksums of the results in place of times
      --serve            answer requests on standard input, as `compare` sends them
    """

  /// Reads arguments, without the program's name.
  /// - Throws: `OptionError` if one is unknown or lacks its value.
  init(_ arguments: some Sequence<String>) throws {
    var rest = arguments.makeIterator()
    /// Returns the number that follows an option.
    func number<T: LosslessStringConvertible>(_ option: String) throws -> T {
      guard let value = rest.next().flatMap(T.init) else {
        throw OptionError(text: "\(option) needs a number")
      }
      return value
    }
    while let argument = rest.next() {
      switch argument {
      case "--threads": threads = try number(argument)
      case "--budget": budget.seconds = try number(argument)
      case "--samples": budget.samples = max(1, try number(argument))
      case "--peer": peer = rest.next()
      case "--json": isOnlyJSON = true
      case "--check": isChecking = true
      case "--serve": task = .serve
      case "--first-result": task = .firstResult
      case "--peak-memory": task = .peakMemory
      case "--help", "-h": task = .help
      case _ where argument.hasPrefix("-"):
        throw OptionError(text: "unknown option \(argument)\n\(Options.usage)")
      default: prefixes.append(argument)
      }
    }
  }

  /// Whether a case is wanted.
  func wants(_ name: String) -> Bool {
    prefixes.isEmpty || prefixes.contains { name.hasPrefix($0) }
  }

  /// Whether an implementation is wanted.
  func wants(peer: String) -> Bool { self.peer == nil || self.peer == peer }
}

/// A command line that cannot be understood.
struct OptionError: Error, CustomStringConvertible {
  /// What is wrong.
  var text: String
  var description: String { text }
}
