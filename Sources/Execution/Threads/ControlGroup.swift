#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a container may use of a machine, by Linux's control groups: the least that its group and those
/// around it allow.
struct ControlGroup {
  /// The folders of the second version's groups, and of the first's for processors and for memory, from
  /// this process's own outwards.
  private let unified: [String], processors: [String], memory: [String]
  /// Returns the text of a file; nil if there is none.
  private let read: (String) -> String?

  /// The group of this process.
  init() {
    self.init(read: ControlGroup.text)
  }

  /// Returns the text of a small file; nil if there is none.
  private static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// The group that files say, for tests.
  init(read: @escaping (String) -> String?) {
    self.read = read
    let root = "/sys/fs/cgroup"
    let lines = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
    /// Returns the folders of the controller `name`, which are mounted at `mount`.
    func folders(_ name: Substring, _ mount: String) -> [String] {
      for line in lines {
        let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, fields[1].split(separator: ",").contains(name) || fields[1] == name
        else { continue }
        // A container sees its own group at the root, but may be told its path outside.
        let names = fields[2].split(separator: "/")
        return (0...names.count).reversed().map {
          ([mount] + names[..<$0].map(String.init)).joined(separator: "/")
        }
      }
      return [mount]
    }
    unified = folders("", root)
    processors = folders("cpu", root + "/cpu")
    memory = folders("memory", root + "/memory")
  }

  /// How many processors' time there is, nil for all.
  var processorLimit: Double? {
    let quotas =
      unified.compactMap { folder -> Double? in
        let fields = (read(folder + "/cpu.max") ?? "").split { $0.isWhitespace }.map { Double($0) }
        return fields.count == 2 ? ratio(fields[0], fields[1]) : nil
      }
      + processors.compactMap { folder -> Double? in
        ratio(number(folder + "/cpu.cfs_quota_us"), number(folder + "/cpu.cfs_period_us"))
      }
    return quotas.min()
  }

  /// How many bytes of memory there are, nil for all.
  var memoryLimit: Int? {
    let limits =
      unified.compactMap { number($0 + "/memory.max") }
      + memory.compactMap { number($0 + "/memory.limit_in_bytes") }
    return limits.filter { $0 > 0 }.min().map { Int(min($0, 0x1p60)) }
  }

  /// Returns the number in a file; nil if it has none, such as `max`.
  private func number(_ path: String) -> Double? {
    read(path)?.split { $0.isWhitespace }.first.flatMap { Double($0) }
  }

  /// Returns a quota in periods; nil if there is none.
  private func ratio(_ quota: Double?, _ period: Double?) -> Double? {
    guard let quota, let period, quota > 0, period > 0 else { return nil }
    return quota / period
  }
}
