import Testing
import Theano

/// What a call of a compiled function sees, changes and returns.
@Suite struct FunctionSemanticsTests {
  @Test func aCallThatThrowsChangesNothing() throws {
    let x = lvector("x")
    let first = shared(0, name: "first")
    let second = shared(10, name: "second")
    let f = try function([x], updates: [first: first + 1, second: second + x[3]])
    #expect(message { try f([1, 2]) }?.contains("index out of bounds") == true)
    #expect(first.value == NDArray(0) && second.value == NDArray(10))
    try f([0, 0, 0, 5])
    #expect(first.value == NDArray(1) && second.value == NDArray(15))
  }

  @Test func everythingSeesTheOldValues() throws {
    let a = shared(1.0, name: "a")
    let b = shared(2.0, name: "b")
    let swap = try function([], [a, b, a + b], updates: [a: b, b: a * 10])
    #expect(try swap().map(\.reals) == [[1], [2], [3]])
    #expect(a.value.reals == [2] && b.value.reals == [10])
    #expect(try swap().map(\.reals) == [[2], [10], [12]])
  }

  @Test func anUpdateThatAnOutputSharesIsTheOldValue() throws {
    let s = try shared([1.0, 2.0])
    let f = try function([], s, updates: [s: s * 2])
    let old = try f()
    #expect(old.reals == [1, 2] && s.value.reals == [2, 4])
    _ = try f()
    #expect(old.reals == [1, 2])
  }

  @Test func functionsShareAVariable() throws {
    let state = shared(0)
    let inc = lscalar("inc")
    let up = try function([inc], state, updates: [state: state + inc])
    let down = try function([inc], state, updates: [state: state - inc])
    let read = try function([], state * 2)
    try up(5)
    try down(2)
    #expect(try read() == NDArray(6))
    try state.setValue(-1)
    #expect(try read() == NDArray(-2))
  }

  @Test func literalsAsUpdatesTakeTheDType() throws {
    let s = shared(Float(1))
    try function([], updates: [s: 5])()
    #expect(s.value == NDArray(Float(5)))
  }

  @Test func inputsWithUpdatesKeepAState() throws {
    let (total, x) = (dscalar("total"), dscalar("x"))
    let f = try function([x, In(total, value: 0.0, update: total + x)], total)
    #expect(try f(1).reals == [0])
    #expect(try f(2).reals == [1])
    #expect(try f[total].reals == [3])
    // A supplied value replaces the state.
    #expect(try f(1, 100.0).reals == [100])
    #expect(try f[total].reals == [101])
    try f.setDefault(7.0, of: total)
    #expect(try f(1).reals == [7])
    // A call that throws leaves the state.
    #expect(message { try f([1, 2]) } != nil)
    #expect(try f[total].reals == [8])
    #expect(
      message {
        _ = try function([In(total, value: 0.0, update: dvector())], total)
      }?.contains(
        "The type of the update should be the same as the type of the variable") == true)
    #expect(
      message { _ = try function([In(total, update: total + 1)], total) }?.contains("needs a value")
        == true)
  }

  @Test func defaultsDoNotStick() throws {
    let (x, y) = (dscalar("x"), dscalar("y"))
    let f = try function([x, In(y, value: 1.0)], x + y)
    #expect(try f(10).reals == [11])
    #expect(try f(10, 5).reals == [15])
    #expect(try f(10).reals == [11])
    try f.setDefault(7, of: y)
    #expect(try f(10).reals == [17])
    #expect(try f[y].reals == [1])
    let g = try function([In(x, value: 2.0), y], x + y)
    #expect(message { try g(3) }?.hasPrefix("Missing required input: y") == true)
    #expect(try g(y: 3).reals == [5])
    #expect(
      message { _ = try f[x] }?.contains("The input x has no default value.") == true)
    #expect(message { _ = try f[dscalar("z")] } == "Unknown input or state: z")
  }

  @Test func calls() throws {
    let (x, y, nameless) = (dscalar("x"), dscalar("y"), dscalar())
    let f = try function([x, y], x - y, name: "f")
    #expect(try f(5, 2).reals == [3])
    #expect(try f(y: 2, x: 5).reals == [3])
    #expect(try f(5, y: 2).reals == [3])
    #expect(message { try f(5) }?.hasPrefix("Missing required input: y") == true)
    #expect(message { try f(5, x: 1) } == "Multiple values for input: x")
    #expect(
      message { try f(5, q: 1) }
        == "Unknown input or state: q. The function has 2 named inputs (x, y).")
    #expect(message { try f(1, 2, 3) }?.hasPrefix("Too many parameter passed") == true)
    let twice = try function([x, In(y, name: "x")], x + y)
    #expect(message { try twice(x: 1) }?.hasPrefix("Ambiguous name: x") == true)
    let g = try function([x, nameless], x * nameless)
    #expect(try g(3, 4).reals == [12])
    #expect(message { try g(3) }?.contains("at index 1") == true)
    let renamed = try function([In(x, name: "first"), y], x - y)
    #expect(try renamed(y: 1, first: 3).reals == [2])
  }

  @Test func outputsOfEveryKind() throws {
    let x = dscalar("x")
    #expect(try function([x], [] as [Variable], onUnusedInput: .ignore)(1).isEmpty)
    #expect(try function([x], [x])(1).map(\.reals) == [[1]])
    let byName = try function([x], ["double": x * 2, "square": x * x])(3)
    #expect(byName["double"]?.reals == [6] && byName["square"]?.reals == [9])
    let (a, b, c) = try function([x], (x, x + 1, x + 2))(1)
    #expect([a, b, c].map(\.reals) == [[1], [2], [3]])
    let four = try function([x], (x, x, x, 5))(1)
    #expect(four.3 == NDArray(5))
    #expect(try function([x], Out(x + 1, borrow: true))(1).shape == [])
  }

  @Test func names() throws {
    let x = dscalar("x")
    let line = #line + 1
    let f = try function([x], x)
    #expect(f.name.contains("FunctionSemanticsTests.swift:\(line)"))
    #expect(try function([x], x, name: "mine").name == "mine")
    #expect(try function([x], x, name: "mine").copy().name == "mine copy")
  }

  @Test func copies() throws {
    let x = dscalar("x")
    let (a, b) = (shared(1.0, name: "a"), shared(100.0, name: "b"))
    let f = try function([x], a + x, updates: [a: a + 1])
    let g = try f.copy(swapping: [a: b])
    #expect(try g(1).reals == [101])
    #expect(a.value.reals == [1] && b.value.reals == [101])
    let still = try f.copy(deletingUpdates: true)
    #expect(try still(1).reals == [2])
    #expect(try still(1).reals == [2])
    #expect(message { _ = try f.copy(swapping: [b: a]) }?.contains("not found") == true)
    let single = shared(Float(1))
    #expect(message { _ = try f.copy(swapping: [a: single]) }?.hasPrefix("Cannot swap") == true)
    let total = dscalar("total")
    let counting = try function([In(total, value: 0.0, update: total + 1)], total)
    try counting()
    let other = try counting.copy()
    #expect(try other().reals == [1])
    #expect(try other().reals == [2])
    #expect(try counting().reals == [1])
  }
}
