import Foundation

/// What is known of the processor.
enum Processor {
  /// The model, with the vector features that native code can use.
  static var features: String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return nil
    }
    func value(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix(key) }?
        .split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let flags = Set(
      (value("flags") ?? value("Features") ?? "").split(separator: " ").map(String.init))
    let known = ["sse4_2", "avx", "avx2", "fma", "avx512f", "asimd", "sve"].filter(flags.contains)
    let model = value("model name") ?? "unknown model"
    return "\(model), \(known.isEmpty ? "no vector features known" : known.joined(separator: " "))"
  }

  /// The number of processors, and how much of them this process may use.
  static var threads: String? {
    let count = ProcessInfo.processInfo.activeProcessorCount
    guard let text = try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8) else {
      return "\(count)"
    }
    let parts = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard parts.count == 2, parts[1] > 0 else { return "\(count)" }
    return "\(count), limited to \(String(format: "%.1f", parts[0] / parts[1])) by the container"
  }
}
