import Testing
import Theano
import TheanoScan

/// Loops in functions: updates, draws, and how much of a result is kept.
@Suite struct ScanFunctionTests {
  @Test func updatesOfSharedVariables() throws {
    let a = shared(1)
    let (_, updates) = try scan(nSteps: 10) { [a: a + 1] as [SharedVariable: Variable] }
    let f = try function([], a, updates: updates)
    #expect(try f() == NDArray(1))
    #expect(a.value == NDArray(11))
  }

  @Test func drawsMoveOnEvenIfUpdatesAreForgotten() throws {
    let srng = RandomStreams(seed: 3)
    let (rows, _) = try scan(nSteps: 4) { srng.uniform() }
    let f = try function([], rows)
    let (first, second) = (try f().reals, try f().reals)
    #expect(Set(first + second).count == 8)
    let (nested, _) = try scan(nSteps: 3) { try scan(nSteps: 2) { srng.uniform() }.0 }
    let g = try function([], nested)
    #expect(Set(try g().reals + g().reals).count == 12)
  }

  @Test func onlyTheLastRowsAreKept() throws {
    let x = dvector("x")
    let (rows, _) = try scan(sequences: x, outputsInfo: 0.0) { x, s in x + s * 0.5 }
    func kept(_ output: Variable) throws -> [Int?] {
      let f = try function([x], output, mode: .fastRun)
      return toposort(f.graph).compactMap { $0.op as? Scan }.flatMap(\.kept)
    }
    #expect(try kept(rows[-1]) == [1])
    // A row that may lie before the first step's is looked for among the steps' rows, initial rows apart.
    #expect(try kept(rows[-1] + rows[-3]) == [4])
    #expect(try kept(rows[(-2)...]) == [3])
    #expect(try kept(rows[0]) == [nil] && kept(rows[.slice(from: -2, by: -1)]) == [nil])
    #expect(try (rows[-1] + rows[-3]).eval([x: [1.0, 2, 3]]).reals == [5.25])
    #expect(try rows[(-2)...].eval([x: [1.0, 2, 3]]).reals == [2.5, 4.25])
    #expect(try rows[(-2)...].eval([x: [1.0]]).reals == [1])
    #expect(throws: EvaluationError.self) { try rows[-3].eval([x: [1.0, 2]]) }
    let state = Initial(x, taps: [-1, -3])
    let (taps, _) = try scan(outputsInfo: state, nSteps: 9) { near, far in near + far }
    #expect(try kept(taps[-1] + taps[-3]) == [3])
    #expect(try kept(rows) == [nil])
    #expect(try rows[-1].eval([x: [1.0, 2, 3]]).reals == [4.25])
  }

  @Test func innerGraphsArePrinted() throws {
    let x = dvector("x")
    let (rows, _) = try scan(sequences: x, outputsInfo: 0.0, name: "running") { x, s in x + s }
    let text = debugString(try function([x], rows))
    #expect(text.contains("for{cpu,running}"), "\(text)")
    #expect(text.contains("x[t]"), "\(text)")
  }

  /// Numbers in brackets are shown, and what a body's inputs are outside.
  @Test func debugprintShowsWhatBodiesRead() throws {
    let (x, m) = (dvector("x"), dmatrix("m"))
    let (rows, _) = try scan(sequences: m, outputsInfo: x) { row, prior in prior * row }
    let text = debugString([rows[-1]])
    #expect(
      text == """
        Subtensor{int64} [id A] ''
         |for{cpu,scan_fn} [id B] ''
         | |Shape_i{0} [id C] ''
         | | |m [id D]
         | |m [id D]
         | |InplaceDimShuffle{x,0} [id E] ''
         |   |x [id F]
         |Constant{-1} [id G]

        Inner graphs of the scan ops:

        for{cpu,scan_fn} [id B] ''
         >Elemwise{mul,no_inplace} [id H] ''
         > |<TensorType(float64, vector)> [id I] -> [id E]
         > |m[t] [id J] -> [id D]

        """)
    #expect(debugString([setSubtensor(m[0, 1...], x)]).contains(" |Constant{0} [id D]\n"))
    #expect(!debugString([rows], ids: .none).contains("->"))
  }
}
