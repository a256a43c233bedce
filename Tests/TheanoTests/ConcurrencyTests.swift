import Testing
import Theano

/// Calls from many tasks at once.
@Suite struct ConcurrencyTests {
  @Test(.timeLimit(.minutes(1))) func aSharedCounterIsExact() async throws {
    let counter = shared(0)
    let x = lscalar("x")
    let f = try function([x], counter, updates: [counter: counter + x])
    let seen = try await withThrowingTaskGroup(of: [Int128].self) { group in
      for _ in 0..<8 {
        group.addTask { try (0..<200).map { _ in try f(1).integers[0] } }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(counter.value == NDArray(1600))
    // Each call saw a value of its own.
    #expect(Set(seen) == Set(0..<1600))
  }

  @Test(.timeLimit(.minutes(1))) func oppositeOrdersDoNotWaitForEver() async throws {
    let (a, b) = (shared(0), shared(0))
    let f = try function([], [a, b], updates: [(a, a + 1), (b, b + 1)])
    let g = try function([], [b, a], updates: [(b, b + 1), (a, a + 1)])
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          // The two always change together.
          try (0..<200).allSatisfy { _ in
            let values = try task.isMultiple(of: 2) ? f() : g()
            return values[0] == values[1]
          }
        }
      }
      for try await consistent in group { #expect(consistent) }
    }
    #expect(a.value == NDArray(1600) && b.value == NDArray(1600))
  }

  @Test(.timeLimit(.minutes(1))) func readersSeeOneMoment() async throws {
    let (a, b) = (shared(0), shared(0))
    let write = try function([], updates: [a: a + 1, b: b + 1])
    let read = try function([], [a, b])
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          try (0..<200).allSatisfy { _ in
            if task.isMultiple(of: 2) { try write() }
            let values = try read()
            return values[0] == values[1]
          }
        }
      }
      for try await consistent in group { #expect(consistent) }
    }
    #expect(a.value == NDArray(800))
  }

  @Test(.timeLimit(.minutes(1))) func privateStatesAreExact() async throws {
    let total = lscalar("total")
    let f = try function([In(total, value: 0, update: total + 1)], total)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<200 { try f() } } }
      try await group.waitForAll()
    }
    #expect(try f[total] == NDArray(1600))
  }

  /// Vectors are so long that loops are split over threads and memory comes from a pool.
  @Test(.timeLimit(.minutes(2))) func tasksShareFunctionsOfLongVectors() async throws {
    let count = 20_000
    let x = dvector("x")
    let w = shared(NDArray(zeros: [count], dtype: .float64))
    let pure = try function([x], [tanh(exp(x) * 0.5), sqr(x).sum()])
    let write = try function([x], x.sum(), updates: [w: w + x])
    let read = try function([], [w.min(), w.max()])
    let ones = NDArray(reals: Array(repeating: 1, count: count), shape: [count], dtype: .float64)
    let expected = try pure(ones)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          try (0..<10).allSatisfy { round in
            switch (task + round) % 4 {
            case 0: return try pure(ones) == expected
            case 1:
              let values = try read()
              return values[0] == values[1] && w.value.shape == [count]
            default: return try write(ones).reals == [Double(count)]
            }
          }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    #expect(try read().map(\.reals) == [[40], [40]])
  }
}
