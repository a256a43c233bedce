import Testing
import Theano

/// Which graph `function` compiles: inputs anywhere, givens, default updates, and what it refuses.
@Suite struct FunctionGraphTests {
  @Test func intermediateVariablesMayBeInputs() throws {
    let x = dscalar("x")
    let square = x * x
    let f = try function([square], square + 1)
    #expect(try f(10).reals == [11])
  }

  @Test func givens() throws {
    let (x, y) = (dscalar("x"), dscalar("y"))
    let middle = x * 2
    let z = middle + y
    let s = shared(100.0)
    #expect(try function([y], z, givens: [x: y + 1])(3).reals == [11])
    #expect(try function([y], z, givens: [x: 4.0])(3).reals == [11])
    #expect(try function([y], z, givens: [middle: s])(3).reals == [103])
    #expect(try function([x, y], z, givens: [middle: x - 1])(1, 3).reals == [3])
    #expect(
      message { _ = try function([x, y], z, givens: [x: y]) }?.hasPrefix(
        "You are trying to replace variable 'x' through the `givens` parameter") == true)
    #expect(message { _ = try function([y], z, givens: [x: dvector("v")]) } != nil)
    // Updates are expressions too.
    try function([y], updates: [s: s + middle + y], givens: [x: 1.0])(1)
    #expect(s.value.reals == [103])
    let single = fscalar("single")
    let loose = try function([], x * 2, givens: [x: NDArray(Float(3))], rebuildStrict: false)
    #expect(try loose() == NDArray(Float(6)))
    #expect(try function([single], x * 2, givens: [x: cast(single, .float64)])(1.5).reals == [3])
    // The user's graph stays as it is.
    #expect(try z.eval([x: 1, y: 1]).reals == [3])
  }

  @Test func defaultUpdatesCanBeLeftOut() throws {
    let (a, b) = (shared(0), shared(0))
    a.defaultUpdate = a + 1
    b.defaultUpdate = b + 1
    let all = try function([], [a, b])
    let none = try function([], [a, b], noDefaultUpdates: true)
    let onlyB = try function([], [a, b], noDefaultUpdates: [a])
    let overridden = try function([], [a, b], updates: [a: a + 10])
    _ = try all()
    #expect(a.value == NDArray(1) && b.value == NDArray(1))
    _ = try none()
    #expect(a.value == NDArray(1) && b.value == NDArray(1))
    _ = try onlyB()
    #expect(a.value == NDArray(1) && b.value == NDArray(2))
    _ = try overridden()
    #expect(a.value == NDArray(11) && b.value == NDArray(3))
    a.defaultUpdate = a * 1.5
    #expect(message { _ = try function([], a) }?.hasPrefix("An update must have the same") == true)
  }

  @Test func unusedInputs() throws {
    let (x, unused) = (dscalar("x"), dscalar("unused"))
    #expect(
      message { _ = try function([x, unused], x) }?.contains(
        "the provided input variable at index 1 is not part of the computational graph") == true)
    #expect(try function([x, unused], x, onUnusedInput: .ignore)(1, 2).reals == [1])
    // An input that only an update or a given needs is used.
    let s = shared(0.0)
    try function([x], updates: [s: s + x])(2)
    #expect(s.value.reals == [2])
    let y = dscalar("y")
    #expect(try function([x], y, givens: [y: x])(2).reals == [2])
  }

  @Test func missingInputs() throws {
    let (x, y) = (dscalar("x"), dscalar("y"))
    let error = #expect(throws: GraphError.self) { try function([x], exp(x) + y) }
    #expect(error?.message.contains("was not provided and not given a value") == true)
    #expect(error?.message.contains("y") == true)
    #expect(error?.site.location?.file == "FunctionGraphTests.swift")
  }

  @Test func updatesThatClash() throws {
    let (a, b) = (shared(0), shared(0))
    let first: Updates = [a: a + 1]
    let second: Updates = [a: a + 2, b: b + 1]
    #expect(
      message { _ = try function([], updates: first + second) }
        == "This shared variable already has an update expression: \(a)")
    #expect(
      message { _ = try function([], updates: [(a, a + 1), (a, a + 1)]) }?.contains("already has")
        == true)
    let same = a + 1
    try function([], updates: ([a: same] as Updates) + [a: same, b: b + 1])()
    #expect(a.value == NDArray(1) && b.value == NDArray(1))
  }
}
