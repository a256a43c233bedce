import Foundation
import Theano

/// What only a fresh process can tell: how soon a first result is there, and how much memory is needed.
enum Children {
  /// The name of the case of memory.
  static let memoryCase = "peak_memory_mlp_step"
  /// The names of the cases of first results, without and with what an earlier process left in the cache.
  static let coldCase = "first_result_cold", warmCase = "first_result_warm"
  /// All names.
  static let names = [coldCase, warmCase, memoryCase]

  /// Measures one of these cases.
  static func measure(_ name: String) -> Figure {
    var figure = Figure(name, "swift")
    do {
      if name == memoryCase {
        figure.kib = Int(try output(of: "--peak-memory", cache: nil))
      } else {
        figure.us = try firstResult(isWarm: name == warmCase)
      }
    } catch {
      figure.error = "\(error)"
    }
    return figure
  }

  /// The median of processes, each with an empty folder for compiled code, or with one that the first filled.
  private static func firstResult(isWarm: Bool) throws -> Double {
    var samples: [Double] = []
    let base = FileManager.default.temporaryDirectory
      .appendingPathComponent("benchmarks-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: base) }
    for sample in -1..<9 {
      let folder = base.appendingPathComponent(isWarm ? "warm" : "cold\(sample)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let time = Double(try output(of: "--first-result", cache: folder.path)) ?? 0
      // The first one fills the cache, and reads the program's own file.
      if sample >= 0 { samples.append(time) }
    }
    return median(samples)
  }

  /// Runs this program, and returns what it prints.
  private static func output(of task: String, cache: String?) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [task]
    var environment = ProcessInfo.processInfo.environment
    if let cache { environment["XDG_CACHE_HOME"] = cache }
    process.environment = environment
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Returns the microseconds from an expression to its first value.
  static func timeFirstResult() throws -> Double {
    let values = try Inputs(1).float64([100])
    return try timed {
      let x = dvector("x")
      let f = try function([x], (tanh(x * 2 + 1) * exp(-x)).sum())
      try f(values)
    }.seconds * 1e6
  }

  /// Returns by how many KiB the memory in use grows at most, from before a step of training is compiled until
  /// after it has been called a few times; what compiling takes for a while is not counted, the parameters are
  /// there before.
  static func peakOfStep() throws -> Int {
    let build = try Case.deepPerceptron.prepare()
    ProcessMemory.trim()
    let before = ProcessMemory.kibibytes.now
    let job = try build()
    try job.call()
    ProcessMemory.forgetPeak()
    for _ in 0..<3 { try job.call() }
    return max(0, ProcessMemory.kibibytes.peak - before)
  }
}
