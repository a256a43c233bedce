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
    // By bytes: where a program begins, characters take long.
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let name = Substring(line.prefix { $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: ":") })
      guard keys.contains(name) else { continue }
      guard seen.insert(name).inserted else { break }
      lines.append(Substring(line))
    }
    let saysInstructions = seen.contains("flags") || seen.contains("Features")
    return saysInstructions ? lines.joined(separator: "\n") : nil
  }
}
