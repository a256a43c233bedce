import TestSupport
import Testing
import TheanoGraph
import TheanoRandom

@testable import Theano

/// Draws of lists, and of items with weights, in machine code are those of the samplers, bit for bit.
@Suite(.enabled(if: hasCompiler)) struct NativeListDrawTests {
  private let state = randomState("state")
  private let n = lscalar("n")
  private let m = dmatrix("m")

  /// A draw of some size, by other parameters and as some dtype.
  private typealias Build = (RandomDraws, [any SymbolicLength]?, DType) -> (
    next: Variable, draw: Variable
  )

  private static let dtypes: [DType] = [.int64, .int8, .uint64, .bool, .float64, .float16]

  /// Three rows of probabilities, some of them 0.
  private static let rows = NDArray(
    elements: [0.1, 0.2, 0.3, 0.4, 0, 1, 0, 0, 0.25, 0, 0.75, 0], shape: [3, 4])

  /// Expects machine code to draw as the samplers do, in several shapes.
  private func expectSame(
    sizes: [[any SymbolicLength]?], counts: [Int] = [0, 1, 77], _ build: Build
  ) throws {
    var outputs: [Variable] = []
    for dtype in Self.dtypes {
      for size in sizes {
        let (next, draw) = build(RandomDraws(from: state), size, dtype)
        outputs += dtype == .int64 ? [next, draw] : [draw]
      }
    }
    try expectSameDraws(
      [state, n, m], outputs,
      NativeDrawSample.states.flatMap { state in
        counts.map { [state, NDArray($0), Self.rows] }
      })
  }

  @Test func weightedChoice() throws {
    try expectSame(sizes: [[], [n], [300], [n, 3], [n, 0]]) {
      $0.choice($1, a: 4, p: [0.1, 0.2, 0.3, 0.4], dtype: $2)
    }
    try expectSame(sizes: [nil, [3], [n, 3]]) { $0.choice($1, p: m, dtype: $2) }
    try expectSame(sizes: [[n]]) { $0.choice($1, a: 4, p: m[2], dtype: $2) }
    try expectSame(sizes: [[5, n]]) { $0.choice($1, p: [1.0], dtype: $2) }
  }

  @Test func multinomial() throws {
    for trials in [0, 1, 7, 1000, 1 << 50] {
      try expectSame(sizes: [[], [n], [n, 3], [n, 0]]) {
        $0.multinomial($1, n: trials, pvals: [0.1, 0.2, 0, 0.3, 0.4], dtype: $2)
      }
    }
    try expectSame(sizes: [nil, [3], [n, 3]]) { $0.multinomial($1, n: 40, pvals: m, dtype: $2) }
    try expectSame(sizes: [nil, [3], [n, 3]]) {
      $0.multinomial($1, n: arange(3) * n, pvals: m, dtype: $2)
    }
    try expectSame(sizes: [[n]]) { $0.multinomial($1, n: n, pvals: m[0], dtype: $2) }
    // Many more words than outcomes.
    let pvals = Array(repeating: 1 / 64.0, count: 64)
    try expectSame(sizes: [[n]]) { $0.multinomial($1, n: 5000, pvals: pvals, dtype: $2) }
  }

  @Test func permutations() throws {
    for count in [0, 1, 2, 25] {
      try expectSame(sizes: [[], [n], [3, n]]) { $0.permutation($1, n: count, dtype: $2) }
    }
    try expectSame(sizes: [[], [2], [n], [n, 0]]) { $0.permutation($1, n: n, dtype: $2) }
    try expectSameDraws(
      [state, n, m], [RandomDraws(from: state).shuffleRowElements(m).draw],
      NativeDrawSample.states.map { [$0, NDArray(0), Self.rows] })
  }

  @Test func distinctChoice() throws {
    try expectSame(sizes: [[], [5], [2, 3], [2, 0]]) {
      $0.choice($1, a: 6, replace: false, dtype: $2)
    }
    try expectSame(sizes: [[], [n], [n, 1], [n, 0]]) {
      $0.choice($1, a: n + 1, replace: false, dtype: $2)
    }
    try expectSame(sizes: [[], [3], [3, 1]]) {
      $0.choice($1, replace: false, p: [0.5, 0, 0.1, 0.4], dtype: $2)
    }
    try expectSame(sizes: [[], [2], [0]]) { $0.choice($1, replace: false, p: m[2], dtype: $2) }
    // The third arrives at infinity, but it does.
    try expectSame(sizes: [[3]]) {
      $0.choice($1, replace: false, p: [0, 0x1p-1074, 0.5, 0.5, 0], dtype: $2)
    }
  }

  /// Parameters that are wrong end a call with the message of the reference, and change nothing; where nothing is
  /// drawn they may be anything.
  @Test func wrongParameters() throws {
    let (x, k) = (dvector("x"), lvector("k"))
    let lists: [[Double]] = [
      [0.5, 0.4], [0.5, 0.6, -0.1], [.nan, 1], [.infinity, 1], [], [1.1],
    ]
    let wrong: [((RandomStreams) -> Variable, [NDArray])] = [
      ({ $0.choice([3], p: x) }, lists.map(NDArray.vector)),
      ({ $0.choice([3], a: 2, p: x) }, [.vector([1]), .vector([0.5, 0.25, 0.25])]),
      ({ $0.multinomial([3], n: 30, pvals: x) }, lists.filter { $0 != [] }.map(NDArray.vector)),
      ({ $0.multinomial(n: k, pvals: [0.5, 0.5]) }, [.integers([2, -1])]),
      ({ $0.permutation([2], n: k[0]) }, [.integers([-1]), .integers([1 << 41])]),
      ({ $0.choice([3], a: k[0], replace: false) }, [.integers([2]), .integers([-1])]),
      ({ $0.choice([2], replace: false, p: x) }, lists.map(NDArray.vector) + [.vector([1, 0])]),
      ({ $0.choice([1], a: 2, replace: false, p: x) }, [.vector([1])]),
    ]
    for (build, values) in wrong { try expectSameErrors([x, k], values, build) }
    let outputs = [
      RandomDraws(from: state).choice([n], p: x).draw,
      RandomDraws(from: state).multinomial([n], n: k[0], pvals: x).draw,
      RandomDraws(from: state).multinomial([3], n: k[0], pvals: x[..<0]).draw,
    ]
    try expectSameDraws(
      [state, n, x, k], outputs,
      lists.map { [NativeDrawSample.states[0], NDArray(0), .vector($0), .integers([-1])] })
  }
}
