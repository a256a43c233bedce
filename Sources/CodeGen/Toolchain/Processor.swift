/// What the compiler would make code for with `-march=native`.
enum Processor {
  /// Lines of the kernel's description that say what instructions there are and which model it is;
  /// nil where the kernel does not say. Two machines of equal text can run each other's code.
  static let identity: String? = {
    // The first processor only: on large machines the whole file takes long.
    guard let text = Files.text("/proc/cpuinfo", limit: 1 << 13) else { return nil }
    // By bytes: where a program begins, characters and sets of them take long.
    var seen: [Int] = []
    var lines = ""
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let key = keys.firstIndex(where: { line.starts(with: $0.utf8) }) else { continue }
      if seen.contains(key) { break }
      seen.append(key)
      if !lines.isEmpty { lines += "\n" }
      lines += Substring(line)
    }
    let saysInstructions = seen.contains { instructions.contains($0) }
    return saysInstructions ? lines : nil
  }()

  /// How lines begin that count.
  private static let keys = [
    "flags\t", "Features\t", "vendor_id\t", "cpu family\t", "model\t", "stepping\t", "isa\t",
    "CPU implementer\t", "CPU architecture\t", "CPU variant\t", "CPU part\t",
  ]
  /// The places among them of those that say what instructions there are.
  private static let instructions = 0..<2
}
