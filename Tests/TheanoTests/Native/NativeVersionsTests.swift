import Testing

@testable import Theano

@Suite("Versions for the lengths of shared variables", .enabled(if: hasCompiler))
struct NativeVersionsTests {
  private let x = dmatrix("x")

  /// A matrix that counts.
  private func matrix(_ rows: Int, _ columns: Int) throws -> NDArray {
    try NDArray((0..<(rows * columns)).map(Double.init), shape: [rows, columns])
  }

  @Test("A function goes on working when a shared variable gets another shape")
  func shapes() throws {
    let W = shared(try matrix(3, 4), name: "W")
    let f = try function([x], dot(x, W).sum(axis: 0), mode: .native)
    let g = try function([x], dot(x, W).sum(axis: 0), mode: .reference)
    for (rows, columns) in [(3, 4), (2, 5), (3, 4), (1, 1), (0, 3), (7, 2), (5, 5), (2, 5), (3, 0)]
    {
      try W.setValue(matrix(rows, columns))
      let input = try matrix(2, rows)
      #expect(try f(input) == g(input), "\(rows) × \(columns)")
    }
  }

  @Test("Lengths of shared variables are numbers in the text; for many shapes one text has none")
  func texts() throws {
    let W = shared(try matrix(13, 17), name: "W")
    let f = try function([], (W * 2).sum(axis: 1), mode: .native)
    let first = try f.cSource
    #expect(first.contains("17") && !first.contains("input_lengths[1]"))
    for length in 18..<25 {
      try W.setValue(matrix(13, length))
      #expect(try f().shape == [13])
    }
    let last = try f.cSource
    #expect(last.contains("input_lengths[1]"))
    try W.setValue(matrix(13, 30))
    _ = try f()
    #expect(try f.cSource == last)
  }

  @Test("Profiles and the most memory are those of all versions")
  func measurements() throws {
    let W = shared(try matrix(3, 50), name: "W")
    let f = try function([], exp(W), mode: .native, profile: true)
    var elements = 0
    // The largest in the middle; the last two by the version for all lengths.
    let shapes = [(3, 50), (3, 70), (3, 60), (3, 10), (3, 20)]
    for (rows, columns) in shapes {
      try W.setValue(matrix(rows, columns))
      for _ in 0..<2 { _ = try f() }
      elements += 2 * rows * columns
    }
    let profile = try #require(f.profile)
    #expect(profile.calls == 2 * shapes.count)
    let row = try #require(profile.rows.first)
    #expect(profile.rows.count == 1 && row.name.contains("exp(W)"))
    #expect(row.calls == profile.calls && row.seconds > 0 && row.seconds <= profile.seconds)
    #expect(row.operations == Double(elements) && row.bytes == Double(2 * 8 * elements))
    let peak = try #require(f.peakBytes)
    #expect(peak >= 8 * 3 * 70 && peak < 8 * 3 * 70 + 1000)
  }

  @Test("Updates that change a shape are kept")
  func updates() throws {
    let rows = shared(try matrix(2, 3), name: "rows")
    let f = try function(
      [x], rows.sum(), updates: [(rows, concatenate([rows, x], axis: 0))], mode: .native)
    for _ in 0..<6 { _ = try f(matrix(1, 3)) }
    #expect(try rows.getValue().shape == [8, 3])
    #expect(try f(matrix(1, 3)).reals == [15 + 6 * 3])
  }

  @Test("Several tasks may change the shape meanwhile")
  func tasks() async throws {
    let W = shared(try matrix(2, 2), name: "W")
    let f = try function([], W.sum(), mode: .native)
    let values = try (2..<6).map { try matrix($0, $0) }
    let sums = Set(values.map { $0.reals.reduce(0, +) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for round in 0..<20 {
            try W.setValue(values[(task + round) % values.count])
            #expect(sums.contains(try f().reals[0]))
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
