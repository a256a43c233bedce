import Testing
import TheanoCodeGen

@testable import Theano

/// Large graphs become machine code in pieces, which are compiled by themselves.
@Suite("Large functions in pieces", .enabled(if: hasCompiler))
struct NativePiecesTests {
  private let x = dvector("x"), y = dvector("y")

  /// Numbers between -1 and 1.
  private func numbers(_ count: Int) throws -> NDArray {
    try NDArray((0..<count).map { Double($0 * 37 % 101) / 50 - 1 })
  }

  /// A chain of steps of five operations each.
  private func chain(_ steps: Int, from start: Variable) -> Variable {
    var h = start
    for _ in 0..<steps { h = tanh(h * 1.5 + y) - 0.5 * h }
    return h
  }

  /// The texts of a function, and how many functions they have that other texts may call.
  private func texts<Output>(_ f: Function<Output>) throws -> (count: Int, functions: Int) {
    let texts = try #require(f.compiled.evaluator.native).current.texts
    let heads = texts.joined().split(separator: "\n").filter {
      $0.hasPrefix("THEANO_PIECE") && $0.hasSuffix("{")
    }
    return (texts.count, heads.count)
  }

  @Test("A graph of more than 50,000 nodes")
  func large() throws {
    // Nothing that is rewritten, which takes longer than all else.
    let phases = try Pipeline.optimiser(for: .fastRun).phases.map(\.name)
    let mode = phases.reduce(Mode.native) { $0.excluding($1) }
    let h = chain(7_300, from: x)
    let f = try function([x, y], h, mode: mode)
    let g = try function([x, y], h, mode: .reference)
    let (a, b) = (try numbers(3), try numbers(3))
    for (number, expected) in zip(try f(a, b).reals, try g(a, b).reals) {
      #expect(abs(number - expected) < 1e-12)
    }
    // Most loops are the same, and compiled once.
    let functions = try texts(f).functions
    #expect(functions > 1 && functions < 100)
  }

  @Test("Scalars of which pieces leave many for others")
  func scalars() throws {
    let x = dscalar("x")
    var values: [Variable] = [x]
    for step in 1..<400 {
      values.append(sin(values[step - 1] + values[step / 2]) * 0.5 + values[step / 3])
    }
    let last = values[values.count - 1]
    let outputs = [last] + (try grad(last, wrt: [x]))
    let f = try function([x], outputs, mode: .native)
    let g = try function([x], outputs, mode: .reference)
    for (result, expected) in zip(try f(0.3), try g(0.3)) {
      #expect(abs(result.reals[0] - expected.reals[0]) <= 1e-9 * abs(expected.reals[0]))
    }
    let (count, functions) = try texts(f)
    #expect(count > 1 && functions > count)
    #expect(try f.cSource.contains("kept->f64["))
  }

  @Test("One thread and two give the same bits")
  func threads() throws {
    let (a, b) = (try numbers(30_000), try numbers(30_000))
    let h = chain(400, from: x)
    let outputs = [h, h.sum()] + (try grad(h.sum(), wrt: [x, y]))
    let results = try [1, 2].map { threads in
      try function([x, y], outputs, mode: .native, threads: threads)(a, b)
    }
    #expect(results[0] == results[1])
  }

  @Test("An error in the last piece leaves everything as it was")
  func errors() throws {
    let place = lscalar("place")
    let state = shared(try numbers(5), name: "state")
    let h = chain(500, from: state)
    let f = try function([y, place], h[place], updates: [(state, state * 2 + h)], mode: .native)
    #expect(try texts(f).functions > 1)
    let before = try state.getValue()
    #expect(throws: (any Error).self) { try f(numbers(5), 7) }
    #expect(throws: (any Error).self) { try f(numbers(4), 3) }
    #expect(try state.getValue() == before)
    _ = try f(numbers(5), 3)
    #expect(try state.getValue() != before)
  }
}
