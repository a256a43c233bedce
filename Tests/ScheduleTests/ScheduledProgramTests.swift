import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps
import TheanoScan

@testable import TheanoSchedule

/// The programs of some graphs as texts, which are in `Expected`: what is computed in which loop, and what is
/// kept in memory. `THEANO_REWRITE_EXPECTED=1 swift test --filter ScheduledProgramTests` writes them anew.
@Suite struct ScheduledProgramTests {
  /// Compares the program of a graph with the text of a name.
  private func check(
    _ name: String, _ inputs: [Variable], _ outputs: [Variable],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let program = try ScheduledGraph(inputs: inputs, outputs: outputs).program
    #expect(program.problems() == [], sourceLocation: sourceLocation)
    let text = difference(of: program.description, fromFile: name, beside: #filePath)
    #expect(text == nil, sourceLocation: sourceLocation)
  }

  @Test func aChainIsOneLoop() throws {
    let (x, y) = (fmatrix("x"), fmatrix("y"))
    try check("chain", [x, y], [tanh(exp(x) * y + 1)])
  }

  @Test func softmaxGoesRowByRow() throws {
    let x = fmatrix("x")
    try check("softmax", [x], [softmax(x)])
  }

  @Test func sumsOverTheFirstAxisGoRowByRow() throws {
    let x = dmatrix("x")
    try check("sumOfRows", [x], [sqr(x).sum(axis: 0)])
  }

  @Test func sumsOfTheSameElementsAreOneLoop() throws {
    let x = dvector("x")
    let y = exp(x)
    try check("twoSums", [x], [y.sum(), y.max(), y / y.sum()])
  }

  @Test func stepsAreRowsInMemoryOrBlocksInRegisters() throws {
    let (k, x) = (lscalar("k"), dvector("x"))
    let (rows, _) = try scan(outputsInfo: x, nonSequences: x, nSteps: k) { state, x in
      tanh(state * x)
    }
    try check("blocks", [k, x], [rows[-1]])
    let (sums, _) = try scan(outputsInfo: x, nonSequences: x, nSteps: k) { state, x in
      tanh(state * x) + state.sum()
    }
    try check("loop", [k, x], [sums[-1]])
  }

  @Test func complexNumbersAreComputedPartByPart() throws {
    let (z, w) = (zvector("z"), zvector("w"))
    try check("complex", [z, w], [(z * conj(w)).sum()])
  }

  @Test func choicesAreBranches() throws {
    let (p, x) = (scalar("p", dtype: .bool), dvector("x"))
    try check("choice", [p, x], [ifelse(p, exp(x), x[0..<1] * 2)])
  }

  @Test func productsReadTransposesWhereTheyAre() throws {
    let (x, y) = (dmatrix("x"), dmatrix("y"))
    try check("products", [x, y], [dot(x.T, y.T) + 1])
  }

  @Test func aDiagonalKeepsRowsApart() throws {
    let x = dmatrix("x")
    let y = Variable(TensorType(.float64, shape: [nil, 3]), name: "y")
    let z = Variable(TensorType(.float64, shape: [nil, 3]), name: "z")
    // Rows of known length are one loop, unless something else is different for each row.
    try check("diagonal", [x, y, z], [diagonal(x).dimshuffle(0, "x") * y, exp(z)])
  }

  @Test func loopsStayBehindChecksOfTheirLengths() throws {
    // That x is square is found out where its squares are already being computed.
    let x = dmatrix("x")
    try check("checks", [x], [sqr(x), argmax(x, axis: 0) + 1, dot(x, exp(x))])
  }
}
