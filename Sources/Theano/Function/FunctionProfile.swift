/// Where the time of a function's calls goes: a row for each group of operations that run together, the slowest
/// first. `print(f.profile!)` shows a table.
public struct FunctionProfile: Sendable {
  /// A group of operations that run together: a nest of loops, a product of matrices, or an operation that is
  /// evaluated outside the machine code.
  public struct Row: Sendable {
    /// The names, expressions and lines of what it computes.
    public var name: String
    /// How often it was run.
    public var calls: Int
    /// How long it took, all calls together.
    public var seconds: Double
    /// The sizes of the arrays, or parts of arrays, that it reads and writes, all calls together. A nest of loops
    /// counts an array once, however often it reads it; loops over steps, and `ifelse`, count what their nests read
    /// and write each time that these are run. Small arrays on the stack do not count.
    public var bytes: Double
    /// The floating-point operations, all calls together: arithmetic on floats as it is carried out, a function
    /// such as `exp` as one, comparisons and conversions not at all. 0 where they are not known: in operations that
    /// are evaluated outside the machine code and in loops that go on until elements say so, `scan` excepted.
    public var operations: Double
  }

  /// The function's name.
  public var name: String
  /// How often it was called.
  public var calls: Int
  /// How long the calls took together, arguments' conversions not counted.
  public var seconds: Double
  /// The groups, slowest first.
  public var rows: [Row]

  /// The part of the time that a row took, from 0 to 1.
  public func share(of row: Row) -> Double { seconds > 0 ? row.seconds / seconds : 0 }
}

extension FunctionProfile: CustomStringConvertible {
  /// A table: share, time per call, bytes and operations per second and name of each group, and what is left for
  /// everything else. Bytes are sizes of arrays as they are read and written, also where a cache has them.
  public var description: String {
    let head = "\(name): \(calls) calls, \(number(seconds * 1e3)) ms"
    if calls == 0 { return head }
    let rest = max(0, seconds - rows.reduce(0) { $0 + $1.seconds })
    let table =
      ["  share   µs/call      GB/s   GFLOP/s  what"]
      + rows.map { row in
        line(
          share(of: row), row.seconds, row.bytes / row.seconds * 1e-9,
          row.operations / row.seconds * 1e-9, row.name)
      } + [line(seconds > 0 ? rest / seconds : 0, rest, 0, 0, "everything else")]
    return ([head] + table).joined(separator: "\n")
  }

  /// A line of the table; what is 0 or no number is left out.
  private func line(
    _ share: Double, _ seconds: Double, _ bytes: Double, _ operations: Double, _ name: String
  ) -> String {
    let columns = [
      padded("\(number(share * 100)) %", 7), padded(number(seconds / Double(calls) * 1e6), 10),
      padded(bytes > 0 && bytes.isFinite ? number(bytes) : "", 10),
      padded(operations > 0 && operations.isFinite ? number(operations) : "", 10),
    ]
    return columns.joined() + "  " + name
  }

  /// A number that is not negative, with three digits or so.
  private func number(_ value: Double) -> String {
    let decimals = value < 10 ? 2 : value < 100 ? 1 : 0
    let digits = String(Int((value * [1, 10, 100][decimals]).rounded()))
    if decimals == 0 { return digits }
    let all = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return all.dropLast(decimals) + "." + all.suffix(decimals)
  }

  /// A text with spaces before it.
  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
