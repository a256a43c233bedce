import Testing
import TheanoRewrites
import TheanoScan

@testable import Theano

/// What indexing becomes in compiled functions, and that errors stay.
@Suite("Rewrites of indexing")
struct IndexRewriteTests {
  private let v = dvector("v")
  private let M = dmatrix("M")

  /// The names of the operations that a function of `output` is made of.
  private func operations(_ inputs: [Variable], _ output: Variable) throws -> [String] {
    let function = try function(inputs, output, mode: .fastRun)
    return function.nodes.map { $0.op.name }
  }

  @Test func uselessIndexingIsDropped() throws {
    #expect(try operations([v], v[.stride(by: -1)][.stride(by: -1)]).isEmpty)
    #expect(try operations([v], v[.all]).isEmpty)
    #expect(try operations([v], v[0...][.stride(by: 1)]).isEmpty)
    #expect(try operations([M], M[.all, 0...]).isEmpty)
  }

  @Test func partsOfPartsAreParts() throws {
    #expect(try operations([v], v[2...][1]) == ["Subtensor"])
    #expect(try operations([M], M[1][2...][0]) == ["Subtensor"])
    #expect(try operations([v], v[1..<7][.stride(by: 2)][1...]) == ["Subtensor"])
    #expect(try operations([v], flip(v)[0]) == ["Subtensor"])
  }

  @Test func indexingGoesToTheInputs() throws {
    #expect(try operations([v], exp(v)[0]) == ["Subtensor", "exp"])
    let w = dvector("w")
    #expect(try operations([v, w], (v + w)[2]) == ["Subtensor", "Subtensor", "add"])
    // What others use is not computed again.
    let e = exp(v)
    #expect(try operations([v], e.sum() + e[0]).count { $0 == "exp" } == 1)
    let f = try function([M], dot(M, M)[0, 1], mode: .fastRun)
    #expect(f.nodes.allSatisfy { $0.outputTypes[0].ndim < 2 })
    #expect(try f([[1.0, 2], [3, 4]]).reals == [10])
  }

  @Test func gradientsOfPartsShareABuffer() throws {
    let gradient = try grad(sqr(v[0]) + sqr(v[1]), wrt: v)
    let f = try function([v], gradient, mode: .fastRun)
    let writes = f.nodes.filter { $0.op.name == "IncSubtensor" }
    #expect(writes.count == 2)
    #expect(!f.nodes.contains { $0.op.name == "add" && $0.outputTypes[0].ndim > 0 })
    #expect(writes[1].inputs[0].owner == writes[0])
    #expect(try f([1.0, 2, 3]).reals == [2, 4, 0])
  }

  @Test(.timeLimit(.minutes(1)))
  func gradientsOfManyPartsTakeLinearTime() throws {
    let terms = (0..<1000).map { sqr(v[$0]) }
    let gradient = try grad(terms.dropFirst().reduce(terms[0]) { $0 + $1 }, wrt: v)
    let f = try function([v], gradient, mode: .fastRun)
    let operations = f.nodes
    #expect(operations.count { $0.op.name == "IncSubtensor" } == 1000)
    #expect(!operations.contains { $0.op.name == "add" && $0.outputTypes[0].ndim > 0 })
    #expect(
      try f(NDArray(elements: (0..<1001).map { Double($0) }, shape: [1001])).reals.prefix(3) == [
        0, 2, 4,
      ])
  }

  @Test(.timeLimit(.minutes(1)))
  func chainsOfPartsAndWritesTakeLinearTime() throws {
    var x: Variable = v
    for _ in 0..<1000 { x = tanh(x)[1...] }
    #expect(try function([v], x)(NDArray(zeros: [1002], dtype: .float64)).shape == [2])
    x = v
    for i in 0..<1000 { x = setSubtensor(x[i], exp(x[i + 1]) * 0.5) }
    let result = try function([v], x.sum())(NDArray(zeros: [1001], dtype: .float64))
    #expect(result.reals == [500])
    x = M
    for _ in 0..<1000 { x = tanh(dot(x, M)) }
    #expect(try function([M], x[0])([[0.0, 0], [0, 0]]).reals == [0, 0])
  }

  @Test func readsOfWritesAreWhatWasWritten() throws {
    let y = dscalar("y")
    #expect(
      try operations([v, y], setSubtensor(v[1], y)[1] + v[0]).count { $0 == "IncSubtensor" } == 0)
    let i = iscalar("i")
    #expect(
      try function([v, y, i], setSubtensor(v[i], y)[i] + v[0])([1.0, 2], 5.0, -1).reals == [6])
    // The places may be the same.
    #expect(try function([v, y], setSubtensor(v[1], y)[-1])([1.0, 2], 5.0).reals == [5])
    #expect(try function([v, y], setSubtensor(v[1], y)[-1])([1.0, 2, 3], 5.0).reals == [3])
    #expect(
      try function([v, y], setSubtensor(v[1...], y)[..<(-1)])([1.0, 2, 3], 5.0).reals == [1, 5])
  }

  @Test func errorsStay() throws {
    for (expression, index) in [(v[2...][1], 3), (v[.stride(by: -1)][2], -3), (exp(v)[4], 4)] {
      let f = try function([v], expression, mode: .fastRun)
      let text = message { _ = try f([1.0, 2]) } ?? ""
      #expect(
        text.contains("index out of bounds: index \(index) along axis 0, which has length 2"))
    }
  }

  /// Each pair of indices of vectors of each length, merged and not.
  @Test func mergedIndicesAreThoseTheyStandFor() throws {
    let numbers: [Int?] = [nil, -3, -1, 0, 1, 3]
    var slices: [TensorIndex] = []
    for start in numbers {
      for stop in numbers {
        for step in [-2, -1, 1, 2] { slices.append(.slice(from: start, to: stop, by: step)) }
      }
    }
    let places = [-3, -1, 0, 1, 2].map(\.tensorIndex)
    let seconds = stride(from: 0, to: slices.count, by: 3).map { slices[$0] } + places
    let values = [0, 1, 2, 4, 5].map { NDArray(elements: (0..<$0).map { Double($0) }, shape: [$0]) }
    let phase = RewritePhase(
      "test", [normaliseIndices, reads, readBuilt, liftIndices, liftIndicesPastSums])
    var mergedCount = 0
    for length in [nil, 0, 1, 4] {
      let x = Variable(TensorType(.float64, shape: [length]))
      for first in slices {
        let inner = x[first]
        let pairs = seconds.map { inner[$0] }.filter { $0.error == nil }
        let (merged, _) = try Optimiser(phases: [phase]).optimise(pairs)
        for (before, after) in zip(pairs, merged) where before != after {
          mergedCount += 1
          for value in values where length == nil || value.count == length {
            let old = try? Program(inputs: [x], outputs: [before]).run([value], shared: [])[0]
            let new = try? Program(inputs: [x], outputs: [after]).run([value], shared: [])[0]
            #expect(old == new, "\(pp(before)) \(pp(after)) of \(value)")
          }
        }
      }
    }
    #expect(mergedCount > 1000)
  }

  @Test func loopsStillKeepOnlyWhatIsRead() throws {
    let x = dvector("x")
    let (rows, _) = try scan(sequences: x, outputsInfo: 0.0) { x, s in x + s }
    let f = try function([x], exp(rows)[-1] * 2, mode: .fastRun)
    #expect(f.nodes.compactMap { $0.op as? Scan }.flatMap(\.kept) == [2])
    #expect(try f([0.0]).reals == [2])
  }
}
