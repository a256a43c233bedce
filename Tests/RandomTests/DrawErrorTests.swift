import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoRandom

/// Wrong uses of random variables: errors with the operation, the parameter and the user's line.
@Suite struct DrawErrorTests {
  let srng = RandomStreams(seed: 1)

  /// Expects an expression that carries an error of `kind` with `text`.
  private func expect(
    _ variable: RandomVariable, _ kind: GraphError.Kind, _ text: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = variable.error
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
    #expect(
      error?.message.contains(text) == true, "\(error?.message ?? "no error")",
      sourceLocation: sourceLocation)
    #expect(error?.op != nil && error?.site.isUnknown == false, sourceLocation: sourceLocation)
    #expect(throws: (any Error).self, sourceLocation: sourceLocation) { try evaluate([variable]) }
  }

  @Test func parametersKnownToBeWrong() {
    expect(srng.uniform([2], low: 1, high: 0), .value, "low = 1.0 to high = 0.0")
    expect(srng.normal([2], std: -1), .value, "standard deviation is -1.0")
    expect(srng.binomial([2], n: -1), .value, "count is -1")
    expect(srng.binomial([2], p: 1.5), .value, "p is 1.5")
    expect(srng.binomial([2], n: 1.5), .type, "must be integer")
    expect(srng.normal([2], avg: zvector("z")), .type, "must be real")
    expect(srng.uniform([2], low: .nan as Double), .value, "nan")
    expect(srng.integers([2], low: 3, high: 3), .value, "low = 3 must be less than high = 3")
    expect(srng.integers([2], high: Int.min), .value, "excluded")
    expect(srng.multinomial([2], pvals: [0.5, 0.6]), .value, "sum to 1.1")
    expect(srng.multinomial([2], pvals: 0.5), .type, "list")
    expect(srng.permutation([2], n: lvector("n")), .type, "scalar")
    expect(srng.permutation([2], n: -1), .value, "count is -1")
    expect(srng.choice([2], a: 0), .value, "nothing to choose from")
    expect(srng.choice([2], a: 3, p: [0.5, 0.5]), .value, "must have same size")
    expect(srng.choice([2], a: matrix("m")), .type, "vector")
    expect(srng.choice([2], p: 0.5), .type, "scalar")
    expect(srng.choice([2], a: 3, replace: false, p: matrix("m")), .type, "real vector")
    expect(srng.uniform([2], dtype: .int64), .type, "real numbers")
    expect(srng.binomial([2], dtype: .complex64), .type, "complex64")
    #expect(srng.stateUpdates.isEmpty)
  }

  @Test func shapesKnownToBeWrong() {
    expect(
      srng.uniform(3), .type, "shape must be a vector or list of scalar, got 'TensorConstant{3}'")
    expect(srng.uniform(vector("v")), .type, "shape must be a vector")
    expect(srng.uniform(lvector("size")), .value, "length not known: size")
    expect(srng.uniform([2, 3], ndim: 3), .value, "ndim should be equal to len(shape)")
    expect(srng.uniform(ndim: 1), .value, "ndim should be equal")
    expect(srng.uniform(lvector("size"), ndim: -1), .value, "ndim")
    expect(srng.uniform(lvector("size"), ndim: Int.max), .value, "ndim")
    expect(srng.uniform([2, -3]), .value, "length -3 along axis 1")
    expect(srng.uniform([1 << 40, 2]), .value, "2^40")
    expect(srng.uniform([Int.max, Int.max, 0]), .value, "2^40")
    expect(srng.uniform([dscalar("x")]), .type, "integer scalars")
    expect(srng.uniform([2, lvector("n")]), .type, "integer scalars")
    expect(srng.normal([2], avg: matrix("m")), .shape, "more than the 1 of the shape")
    expect(srng.normal([2], avg: [1, 2, 3] as [Int]), .shape, "length 3 along axis 0")
    expect(srng.normal(avg: [1.0, 2], std: [1.0, 2, 3]), .shape, "length 3 along axis 0")
    let bad = vector("v") + Variable(TensorType(.float64, shape: [2])) + [1.0, 2, 3].asVariable
    expect(srng.normal([2], avg: bad), .shape, "Incompatible shapes for add")
  }

  @Test func wrongAtRunTime() throws {
    let p = dvector("p")
    let n = lscalar("n")
    func fails(
      _ variable: RandomVariable, _ inputs: [Variable], _ values: [NDArray], _ text: String,
      sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
      do {
        _ = try evaluate([variable], inputs, values)
        Issue.record("no error", sourceLocation: sourceLocation)
      } catch let error as EvaluationError {
        #expect(error.message.contains(text), "\(error)", sourceLocation: sourceLocation)
        #expect(error.op != nil && !error.site.isUnknown, sourceLocation: sourceLocation)
      } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
      }
    }
    let two = NDArray(elements: [0.5, 2], shape: [2])
    fails(srng.binomial([2], p: p), [p], [two], "p is 2.0")
    fails(
      srng.binomial([3], p: p), [p], [two], "length 2 along axis 0 of the draw, which has length 3")
    let one = NDArray(elements: [0.5], shape: [1])
    fails(srng.binomial([3], p: p), [p], [one], "addBroadcast")
    fails(srng.uniform([n]), [n], [NDArray(-1)], "Negative dimensions")
    fails(srng.uniform([n, n]), [n], [NDArray(1 << 21)], "2^40")
    fails(srng.uniform([n, n, 0]), [n], [NDArray(Int.max)], "2^40")
    fails(srng.permutation([2], n: n), [n], [NDArray(-1)], "Negative dimensions")
    fails(srng.permutation([2], n: n), [n], [NDArray(Int.max)], "2^40")
    fails(srng.randomIntegers([2], low: n, high: 1), [n], [NDArray(2)], "low = 2")
    fails(srng.choice([2], a: n, p: [0.5, 0.5]), [n], [NDArray(3)], "same size")
    fails(srng.multinomial([1], pvals: p), [p], [two], "sum to 2.5")
    let u = Variable(TensorType(.uint64, shape: []), name: "u")
    fails(srng.binomial([2], n: u), [u], [NDArray(UInt64.max)], "int64")
    let size = lvector("size")
    fails(
      srng.uniform(size, ndim: 2), [size], [NDArray(elements: [2], shape: [1])], "len(shape) = 1")
  }

  @Test func theUsersLine() throws {
    let n = lscalar("n")
    let sources: [(Variable, Int)] = [
      (srng.uniform([2], low: 1, high: 0), #line),
      (srng.choice([n], a: 2, replace: false, p: 0.5), #line),
      (srng.dropout(matrix("m"), p: 2), #line),
      (RandomDraws(from: randomState()).normal([2], std: -1).draw, #line),
    ]
    for (variable, line) in sources { #expect(variable.error?.site.location?.line == line) }
    let drawn: [(RandomVariable, Int)] = [
      (srng.uniform([n]), #line), (srng.permutation(n: n), #line), (srng.choice([n]), #line),
    ]
    for (variable, line) in drawn {
      #expect(variable.owner?.site.location?.line == line)
      #expect(variable.rng.site.location?.line == line)
      let error = #expect(throws: EvaluationError.self) {
        try evaluate([variable], [n], [NDArray(-1)])
      }
      #expect(error?.site.location?.line == line)
    }
  }

  @Test func noGradient() throws {
    let mean = dscalar("mean")
    let x = srng.normal([3], avg: mean)
    let call = try #require(x.owner)
    let terms = try call.op.pullback(call, [nil, x.onesLike()])
    #expect(terms[0] == nil && terms[1] == nil)
    let error = terms[2]?.error
    #expect(error?.kind == .nullGradient)
    #expect(
      error?.message == "grad method for input 2 (mean) of the RandomFunction{normal} op is "
        + "mathematically undefined. No gradient defined through raw random numbers op")
    #expect(try call.op.pullback(call, [nil, nil]).allSatisfy { $0 == nil })
    let tangents = try call.op.pushforward(call, [nil, nil, mean, nil])
    #expect(tangents?[1]?.error?.kind == .nullGradient)
    #expect(call.op.isConnected(input: 2, output: 1) && !call.op.isConnected(input: 1, output: 1))
    #expect(call.op.debugName == "RandomFunction{normal}")
  }
}

extension [Double] {
  /// A constant vector.
  fileprivate var asVariable: Variable {
    Variable(constant: NDArray(elements: self, shape: [count]), site: .capture())
  }
}
