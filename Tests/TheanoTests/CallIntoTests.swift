import Testing
import TheanoGraph

@testable import Theano

/// The modes that are tried here.
private let modes: [Mode] = hasCompiler ? [.native, .reference] : [.reference]

/// Where the elements of an array are.
private func place(_ array: NDArray) -> UnsafeRawPointer? {
  array.withUnsafeBytes { $0.baseAddress }
}

/// Returns a vector in memory of its own.
private func vector(_ values: Double...) -> NDArray {
  NDArray(elements: values, shape: [values.count])
}

@Suite("Calls into earlier results", .serialized) struct CallIntoTests {
  private let x = dvector("x"), y = dvector("y"), s = dscalar("s")

  @Test("One result, from all kinds of arguments", arguments: modes)
  func one(_ mode: Mode) throws {
    let f = try function([x, s], x * s, mode: mode)
    var result = vector(9, 9)
    try f.call(into: &result, vector(1, 2), 3.0)
    #expect(result == vector(3, 6))
    try f.call(into: &result, 0..<3, 2)
    #expect(result == vector(0, 2, 4))
    try f.call([[5.0], NDArray(0.5)], into: &result)
    #expect(result == vector(2.5))
    try f.call(into: &result, [Double](), 1)
    #expect(result.shape == [0])
  }

  @Test("Machine code uses the memory again, of whatever shape", .enabled(if: hasCompiler))
  func memory() throws {
    let f = try function([x, y], x + y, mode: .native)
    let (a, b) = (vector(1, 2), vector(10, 20))
    var result = vector(0, 0)
    let home = place(result)
    for _ in 0..<3 {
      try f.call(into: &result, a, b)
      #expect(place(result) == home && result == vector(11, 22))
    }
    try f.call([b, b], into: &result)
    #expect(place(result) == home && result == vector(20, 40))
    let g = try function([x], x.reshape([2, 1]), mode: .native)
    try g.call(into: &result, a)
    #expect(result == NDArray(elements: [1.0, 2], shape: [2, 1]) && place(result) != place(a))
  }

  @Test("Arrays that do not fit are replaced", arguments: modes)
  func replaced(_ mode: Mode) throws {
    let f = try function([x, y], x + y, mode: mode)
    let (a, b) = (vector(1, 2), vector(10, 20))
    let unfit: [NDArray] = [
      NDArray(elements: [1, 2], shape: [2]), NDArray(0.5), vector(), vector(1, 2, 3), vector(1),
      NDArray(elements: [1.0, 2, 3, 4], shape: [2, 2]), NDArray(true),
    ]
    for start in unfit {
      var result = start
      try f.call(into: &result, a, b)
      #expect(result == vector(11, 22) && result.dtype == .float64)
    }
  }

  @Test("No other array changes, also where it shares memory with the result", arguments: modes)
  func sharing(_ mode: Mode) throws {
    let f = try function([x, y], x + 2 * y, mode: mode)
    var result = vector(1, 2)
    let copy = result, b = vector(10, 20)
    try f.call(into: &result, b, b)
    #expect(copy == vector(1, 2) && result == vector(30, 60))
    // The result is also an argument, or both.
    try f.call(into: &result, result, b)
    #expect(result == vector(50, 100))
    try f.call([result, result], into: &result)
    #expect(result == vector(150, 300))
    try f.call(into: &result, result, result)
    #expect(result == vector(450, 900) && b == vector(10, 20))
  }

  @Test("An argument that is returned is not given away", arguments: modes)
  func argumentAsResult(_ mode: Mode) throws {
    let f = try function([x, s], [x, x * s, x], mode: mode)
    let a = vector(1, 2)
    var results = try f(a, 3)
    for factor in [4.0, 5] {
      try f.call(into: &results, a, factor)
      #expect(results == [a, vector(factor, 2 * factor), a])
    }
    try f.call(into: &results, results[1], 2.0)
    #expect(results == [vector(5, 10), vector(10, 20), vector(5, 10)])
    #expect(a == vector(1, 2))
  }

  @Test("Several results: an array, also of another number; tuples; by name", arguments: modes)
  func forms(_ mode: Mode) throws {
    let expected = [vector(2, 3), vector(2, 4), vector(1, 4), vector(-1, -2)]
    let all = [x + 1, x * 2, x ** 2, -x]
    let a = vector(1, 2)
    let list = try function([x], all, mode: mode)
    for count in [0, 1, 4, 6] {
      var results = Array(repeating: NDArray(0.0), count: count)
      for _ in 0..<2 {
        try list.call(into: &results, a)
        #expect(results == expected)
      }
    }
    let two = try function([x], (all[0], all[1]), mode: mode)
    var pair = (a, a)
    for _ in 0..<2 { try two.call(into: &pair, a) }
    #expect([pair.0, pair.1] == Array(expected[..<2]))
    let three = try function([x], (all[0], all[1], all[2]), mode: mode)
    var triple = (a, a, a)
    for _ in 0..<2 { try three.call(into: &triple, a) }
    #expect([triple.0, triple.1, triple.2] == Array(expected[..<3]))
    let four = try function([x], (all[0], all[1], all[2], all[3]), mode: mode)
    var quadruple = (a, a, a, a)
    for _ in 0..<2 { try four.call(into: &quadruple, a) }
    #expect([quadruple.0, quadruple.1, quadruple.2, quadruple.3] == expected)
    let named = try function([x], ["one": all[0], "two": all[1]], mode: mode)
    for start in [[:], ["one": a], ["one": a, "two": a, "three": a], ["two": a, "one": a]] {
      var byName = start
      for _ in 0..<2 { try named.call(into: &byName, a) }
      #expect(byName == ["one": expected[0], "two": expected[1]])
    }
    #expect(a == vector(1, 2))
  }

  @Test("All results of a tuple and of an array keep their memory", .enabled(if: hasCompiler))
  func memories() throws {
    let a = vector(1, 2)
    let two = try function([x], (x + 1, x.sum()), mode: .native)
    var pair = try two(a)
    let homes = [place(pair.0), place(pair.1)]
    try two.call(into: &pair, vector(3, 4))
    #expect([place(pair.0), place(pair.1)] == homes && pair.1.item() == 7.0)
    let list = try function([x], ["a": x + 1, "b": x.sum()], mode: .native)
    var named = try list(a)
    let home = named["a"].flatMap(place)
    try list.call(into: &named, vector(3, 4))
    #expect(named["a"].flatMap(place) == home && named["b"]?.item() == 7.0)
  }

  @Test("Shared variables change, and their values are not written into", arguments: modes)
  func updates(_ mode: Mode) throws {
    let w = shared(vector(1, 2))
    let f = try function([x], w * 1, updates: [(w, w + x)], mode: mode)
    var before = w.value
    for round in 0..<4 {
      try f.call(into: &before, vector(1, 1))
      #expect(before == (vector(1 + Double(round), 2 + Double(round))))
    }
    #expect(w.value == vector(5, 6))
    // The variable itself as a result.
    let g = try function([x], [w, x + w], updates: [(w, w * 2)], mode: mode)
    var both = [w.value, w.value]
    for _ in 0..<2 { try g.call(into: &both, vector(0, 1)) }
    #expect(both == [vector(10, 12), vector(10, 13)])
    #expect(w.value == vector(20, 24))
    let h = try function([x], updates: [(w, w - x)], mode: mode)
    var nothing: Void = ()
    try h.call(into: &nothing, vector(1, 1))
    #expect(w.value == vector(19, 23))
  }

  @Test("Inputs with defaults and states", arguments: modes)
  func defaults(_ mode: Mode) throws {
    let f = try function([x, In(s, value: 2)], x * s, mode: mode)
    var result = NDArray(0.0)
    try f.call(into: &result, vector(1, 2))
    #expect(result == vector(2, 4))
    try f.setDefault(5, of: s)
    try f.call(into: &result, vector(1, 2))
    #expect(result == vector(5, 10))
    try f.setDefault(7, of: s)
    try f.call(into: &result, vector(1, 2), 3)
    #expect(result == vector(3, 6))
    try f.call([[1.0, 2]], into: &result)
    #expect(result == vector(2, 4))
    let total = dscalar("total")
    let g = try function([s, In(total, value: 0, update: total + s)], total, mode: mode)
    for _ in 0..<3 { try g.call(into: &result, 2) }
    #expect(result == NDArray(4.0))
  }

  @Test("Arguments that do not fit leave the result as it was", arguments: modes)
  func wrongArguments(_ mode: Mode) throws {
    let f = try function([x, s], x * s, mode: mode)
    let start = vector(7, 8)
    var result = start
    #expect(throws: GraphError.self) { try f.call(into: &result, 1.0, 1.0) }
    #expect(throws: GraphError.self) { try f.call(into: &result, [1.0]) }
    #expect(throws: GraphError.self) { try f.call(into: &result) }
    do {
      try f.call(into: &result, [1.0], 1, 2, 3)
      Issue.record("nothing was thrown")
    } catch let error as GraphError {
      #expect(error.message.contains("4, expected at most 2"))
      #expect(error.site.location?.line == #line - 4)
    }
    #expect(throws: GraphError.self) { try f.call([[1.0], 1, 2, 3], into: &result) }
    #expect(result == start)
    try f.call(into: &result, [1.0], 2)
    #expect(result == vector(2))
  }

  @Test("A computation that fails changes nothing but the result's elements", arguments: modes)
  func failure(_ mode: Mode) throws {
    let w = shared(vector(1, 2))
    let f = try function([x, y], (x + y, x * 2), updates: [(w, w + x)], mode: mode)
    let a = vector(1, 2)
    var pair = (vector(0, 0), vector(5, 6))
    let copy = pair
    let error = #expect(throws: EvaluationError.self) {
      try f.call(into: &pair, a, vector(1, 2, 3))
    }
    #expect(error?.site.description.contains("CallIntoTests.swift") == true)
    #expect(pair.0.shape == [2] && pair.1.shape == [2])
    #expect(copy.1 == vector(5, 6) && w.value == a && a == vector(1, 2))
    try f.call(into: &pair, a, a)
    #expect([pair.0, pair.1] == [vector(2, 4), vector(2, 4)])
  }

  @Test("Arguments that must be converted, and those that do not fit the type", arguments: modes)
  func conversions(_ mode: Mode) throws {
    let three = tensor("three", dtype: .float64, shape: [3])
    let f = try function([three, s], three * s, mode: mode)
    var result = vector(0)
    for factor in [2, 3.0] as [any ArrayConvertible] {
      try f.call([vector(1, 2, 3), factor], into: &result)
      #expect(try f([1, 2, 3], factor) == result)
    }
    let before = result
    #expect(throws: GraphError.self) { try f.call(into: &result, vector(1, 2), 2) }
    #expect(throws: GraphError.self) { try f.call(into: &result, vector(1, 2, 3), vector(1)) }
    #expect(throws: GraphError.self) { try f.call(into: &result, vector(1, 2, 3)) }
    #expect(result == before && before == vector(3, 6, 9))
  }

  @Test("Other modes: debug, and the guard against NaN")
  func otherModes() throws {
    for mode in [Mode.debug, .nanGuard] {
      let f = try function([x], [log(x), x * 2], mode: mode)
      var results: [NDArray] = []
      for _ in 0..<2 { try f.call(into: &results, vector(1, 1)) }
      #expect(results == [vector(0, 0), vector(2, 2)])
    }
    let guarded = try function([x], log(x), mode: .nanGuard)
    var result = vector(0, 0)
    #expect(throws: EvaluationError.self) { try guarded.call(into: &result, vector(-1, 1)) }
  }

  @Test("Profiled functions and those with nodes evaluated outside", .enabled(if: hasCompiler))
  func withNodes() throws {
    let profiled = try function([x], [x, x + 1], mode: .native, profile: true)
    let a = vector(1, 2)
    var results = try profiled(a)
    for _ in 0..<2 { try profiled.call(into: &results, a) }
    #expect(results == [a, vector(2, 3)])
    let sorted = try function([x], [sort(x) * 2, x + 1], mode: .native)
    for _ in 0..<2 { try sorted.call(into: &results, vector(2, 1)) }
    #expect(results == [vector(2, 4), vector(3, 2)])
  }

  @Test(
    "Tasks with results of their own, at once", .timeLimit(.minutes(1)), arguments: modes,
    [false, true])
  func tasks(_ mode: Mode, hasState: Bool) async throws {
    let n = shared(0)
    let updates: Updates = hasState ? [(n, n + 1)] : []
    let f = try function([x, s], [x * s, x + s], updates: updates, mode: mode)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          let a = vector(1, 2, Double(task))
          var results = [a, a]
          return try (0..<100).allSatisfy { round in
            try f.call(into: &results, a, Double(round))
            let factors = [1, 2, Double(task)]
            return results[0].reals == factors.map { $0 * Double(round) }
              && results[1].reals == factors.map { $0 + Double(round) }
          }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    #expect(n.value == NDArray(hasState ? 800 : 0))
  }
}
