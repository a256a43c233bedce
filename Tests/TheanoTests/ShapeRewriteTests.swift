import TestSupport
import Testing
import TheanoRewrites

@testable import Theano

/// What compiled functions compute where only shapes are asked for, and where repeated values are used.
@Suite struct ShapeRewriteTests {
  private let v = vector("v")
  private let m = matrix("M")
  private let n = matrix("N")

  /// The names of the operations of the compiled expression.
  private func names(_ inputs: [Variable], _ output: Variable) throws -> Set<String> {
    Set(try function(inputs, output, mode: .fastRun).nodes.map(\.op.name))
  }

  @Test func shapesComputeNothingElse() throws {
    let product = dot(m, n)
    let joined = concatenate([exp(m), tanh(n)])
    let cases: [(Variable, NDArray)] = try [
      (exp(v).shape, NDArray([4])), (product.shape, NDArray([2, 5])),
      (product.shape[0], NDArray(2)), (product.shape[1], NDArray(5)),
      (exp(m).sum(axis: 0).shape, NDArray([3])), (softmax(m.T).shape, NDArray([3, 2])),
      (exp(m)[1..., 0..<2].shape, NDArray([1, 2])), (exp(m).flatten().shape, NDArray([6])),
      (setSubtensor(exp(m)[0], v[0..<3]).shape, NDArray([2, 3])),
    ]
    let allowed: Set = ["Shape_i", "MakeVector", "mul", "add", "sub", "maximum", "minimum"]
    for (expression, expected) in cases {
      let f = try function(
        [v, m, n], expression, onUnusedInput: .ignore, mode: .fastRun)
      let found = Set(f.nodes.map(\.op.name))
      #expect(found.isSubset(of: allowed), "\(pp(expression)): \(found)")
      let values = [
        NDArray(zeros: [4], dtype: .float64), NDArray(zeros: [2, 3], dtype: .float64),
        NDArray(zeros: [3, 5], dtype: .float64),
      ]
      #expect(try f(values[0], values[1], values[2]) == expected)
    }
    #expect(try names([m, n], joined.shape).isSubset(of: allowed))
    #expect(try names([m, n], joined.shape[0]) == ["Shape_i", "add"])
  }

  @Test func loopsAndDrawsAreNotRunForTheirShapes() throws {
    let powers = try scan(sequences: v) { x in exp(x) }.0
    #expect(try names([v], powers.shape[0]) == ["Shape_i"])
    let draw = RandomStreams(seed: 1).normal([v.length(ofAxis: 0), 3])
    let f = try function([v], draw.shape, noDefaultUpdates: true, mode: .fastRun)
    #expect(f.nodes.allSatisfy { ["Shape_i", "MakeVector"].contains($0.op.name) })
  }

  @Test func gradientsHaveNoFill() throws {
    let x = dscalar("x")
    let slope = try function([x], grad(sqr(x), wrt: x), mode: .fastRun)
    #expect(pp(slope.graph[0]) == "(TensorConstant{2.0} * x)")
    let gradient = try function([v], grad((v ** 2).sum(), wrt: v), mode: .fastRun)
    #expect(Set(gradient.nodes.map(\.op.name)).isDisjoint(with: ["second", "Alloc"]))
    #expect(try gradient([1.0, -2]) == NDArray([2.0, -4]))
  }

  @Test func fillsThatStayKnowOnlyLengths() throws {
    #expect(try names([m, n], zerosLike(dot(m, n))) == ["Shape_i", "Alloc"])
    let mean = try function([v], grad(v.mean(), wrt: v), mode: .fastRun)
    #expect(mean.nodes.contains { $0.op.name == "Alloc" })
    #expect(try mean([1.0, 2, 3, 4]) == NDArray([0.25, 0.25, 0.25, 0.25]))
  }

  @Test func whatChecksLengthsStays() throws {
    let w = vector("w")
    for checked in [fill(v, w) * 2, v.reshape([2, -1]).flatten(), specifyShape(v, [2]).sum()] {
      let f = try function([v, w], checked, onUnusedInput: .ignore)
      #expect(throws: EvaluationError.self) { try f([1.0, 2, 3], [1.0, 2]) }
    }
    #expect(try names([v, w], fill(exp(v), v * w)) == ["mul"])
    #expect(try names([m], m.flatten().reshape(m.shape)) == [])
    #expect(try names([m], m.flatten().reshape(m.T.shape)).isSuperset(of: ["Reshape"]))
  }

  @Test func axesGoToTheOperands() throws {
    let f = try function([m, n], dot(m, n).T, mode: .fastRun)
    let product = f.nodes.first { $0.op.name == "dot" || $0.op.name == "Dot22" }
    #expect(product?.inputs.map { pp($0) } == ["N.T", "M.T"])
    #expect(try names([m], m.T.T) == [])
    #expect(try names([m], m.reshape(m.shape)) == [])
    #expect(try names([v], exp(v).reshape([-1]).dimshuffle("x", 0).flatten()) == ["exp"])
  }

  @Test func aDeepChainOfLengthsIsLinear() throws {
    var x = v
    for _ in 0..<5_000 { x = tanh(x) + zerosLike(x) }
    #expect(try names([v], x.shape[0]) == ["Shape_i"])
  }

  @Test("Lengths that operations say are those of their results", arguments: SampledExample.all)
  func lengthsAreActual(_ sample: SampledExample) throws {
    var drawn = 0
    for n in [0, 1, 3, 4] {
      for m in [0, 1, 3] {
        guard let draw = try sample.draw(n: n, m: m) else { continue }
        drawn += 1
        let result = draw.result
        let lengths = (0..<result.ndim).map { result.length(ofAxis: $0) }
        let phase = RewritePhase("lengths", [TheanoRewrites.lengths])
        let (said, _) = try Optimiser(phases: [phase]).optimise(lengths)
        let values = try evaluate([result] + said, draw.inputs, draw.values)
        let found = values.dropFirst().map { $0.reals.first ?? -1 }
        #expect(found == values[0].shape.map(Double.init), "\(draw.label) for \(n), \(m)")
      }
    }
    #expect(drawn > 0)
  }
}
