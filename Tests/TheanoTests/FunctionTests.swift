import Testing
import Theano

@Suite struct FunctionTests {
  @Test func accumulatorReturnsTheOldValue() throws {
    let state = shared(0)
    let inc = iscalar("inc")
    let accumulator = try function([inc], state, updates: [(state, state + inc)])
    #expect(try accumulator(1) == NDArray(0))
    #expect(try accumulator(300) == NDArray(1))
    #expect(state.value == NDArray(301))
  }

  @Test func defaultsAndKeywords() throws {
    let (x, y) = fscalars("x", "y")
    let f = try function([x, Param(y, default: 1)], x + y)
    #expect(try f(10).reals == [11])
    #expect(try f(10, 5).reals == [15])
    #expect(try f(10, y: 3).reals == [13])
    #expect(try f[y].reals == [1])
    try f.setDefault(7, of: y)
    #expect(try f(10).reals == [17])
    #expect(try f(10).reals == [11])
  }

  @Test func randomStreamsAdvance() throws {
    let srng = RandomStreams(seed: 234)
    let u = srng.uniform([2, 2])
    let f = try function([], u)
    let g = try function([], u, noDefaultUpdates: true)
    let nearlyZeros = try function([], u + u - 2 * u)
    #expect(try f() != f())
    #expect(try g() == g())
    #expect(try nearlyZeros().reals.allSatisfy { abs($0) < 1e-12 })
  }

  @Test func outputsOfEveryKind() throws {
    let x = dscalar("x")
    let (a, b) = try function([x], (x + 1, x * 2))(3)
    #expect(a.reals == [4] && b.reals == [6])
    #expect(try function([x], [x, x * x])(3).map(\.reals) == [[3], [9]])
    #expect(try function([x], ["loss": x - 1])(3)["loss"]?.reals == [2])
    let s = shared(1.0)
    try function([x], updates: [s: s + x])(2)
    #expect(s.value.reals == [3])
    #expect(try (x + 1).eval([x: 2]).reals == [3])
  }
}
