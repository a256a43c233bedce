/// What the compiler would make code for with `-march=native`.
enum Processor {
  /// Lines of the kernel's description that say what instructions there are and which model it is;
  /// nil where the kernel does not say. Two machines of equal text can run each other's code.
  static var identity: String? {
    // The first processor only: on large machines the whole file takes long.
    guard let text = Files.text("/proc/cpuinfo", limit: 1 << 13) else { return nil }
    let keys: Set<Substring> = [
      "vendor_id", "cpu family", "model", "stepping", "flags", "Features", "isa",
      "CPU implementer", "CPU architecture", "CPU variant", "CPU part",
    ]
    var seen: Set<Substring> = []
    var lines: [Substring] = []
    for line in text.split(separator: "\n") {
      let name = line.prefix { $0 != "\t" && $0 != ":" }
      guard keys.contains(name) else { continue }
      guard seen.insert(name).inserted else { break }
      lines.append(line)
    }
    let saysInstructions = seen.contains("flags") || seen.contains("Features")
    return saysInstructions ? lines.joined(separator: "\n") : nil
  }
}
