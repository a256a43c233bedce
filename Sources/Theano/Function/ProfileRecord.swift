import TheanoArrays
import TheanoExecution
import TheanoSchedule

/// What calls of one version of a function's machine code have taken so far.
final class ProfileRecord: Sendable {
  /// The sums over all calls.
  private struct Sums {
    var calls = 0
    var seconds = 0.0
    /// As the program gives them: nanoseconds, bytes, operations for each group.
    var measured: [Int128]
  }

  private let groups: [String]
  private let sums: Locked<Sums>

  /// Creates an empty record of groups.
  init(_ groups: [String]) {
    self.groups = groups
    let count = groups.count * measurementsPerGroup
    sums = Locked(Sums(measured: Array(repeating: 0, count: count)))
  }

  /// The time, when a call begins.
  var now: ContinuousClock.Instant { .now }

  /// Adds a call that began at `start`; the last of its results are the measurements.
  func add(_ results: [NDArray], since start: ContinuousClock.Instant?) {
    guard let measured = results.last, let start else { return }
    let (seconds, rest) = start.duration(to: .now).components
    let numbers = measured.integers
    sums.withLock { sums in
      sums.calls += 1
      sums.seconds += Double(seconds) + Double(rest) * 1e-18
      for (place, number) in numbers.enumerated() where sums.measured.indices.contains(place) {
        sums.measured[place] += number
      }
    }
  }

  /// Returns what is known so far from the records of a function's versions.
  static func summary(_ name: String, of records: [ProfileRecord]) -> FunctionProfile {
    var profile = FunctionProfile(name: name, calls: 0, seconds: 0, rows: [])
    var rows: [String: FunctionProfile.Row] = [:]
    for record in records {
      let sums = record.sums.withLock { $0 }
      profile.calls += sums.calls
      profile.seconds += sums.seconds
      for group in Set(record.groups) {
        rows[group, default: FunctionProfile.Row(name: group)].calls += sums.calls
      }
      for (place, group) in record.groups.enumerated() {
        let numbers = sums.measured[(place * measurementsPerGroup)...].prefix(measurementsPerGroup)
          .map { Double($0) }
        rows[group]?.seconds += numbers[0] * 1e-9
        rows[group]?.bytes += numbers[1]
        rows[group]?.operations += numbers[2]
      }
    }
    profile.rows = rows.values.sorted { ($0.seconds, $1.name) > ($1.seconds, $0.name) }
    return profile
  }
}

extension FunctionProfile.Row {
  /// Creates a row of no calls.
  fileprivate init(name: String) {
    self.init(name: name, calls: 0, seconds: 0, bytes: 0, operations: 0)
  }
}
