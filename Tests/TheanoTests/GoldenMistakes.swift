import Theano

extension GoldenNames {
  /// Makes the mistake of this name in the section `errors`; throws `UnknownGolden` if there is none here.
  func mistake(_ name: String) throws {
    switch name {
    case "subtractBools": try (bv - bw).check()
    case "negateBool": try (-bv).check()
    case "bitwiseOnFloats": try (x & y).check()
    case "bitwiseMixed": try (bv & iv).check()
    case "complexToReal": try cast(zvector(), .float64).check()
    case "unknownCast": try cast(x, "float33").check()
    case "badSumAxis": try M.sum(axis: 2).check()
    case "badNegativeAxis": try M.sum(axis: -3).check()
    case "badMaxAxis": try M.max(axis: 5).check()
    case "badArgmaxAxis": try argmax(v, axis: 1).check()
    case "dotScalarRank": try dot(t, t).dimshuffle(0).check()
    case "dimshuffleDrop": try v.dimshuffle().check()
    case "dimshuffleOutOfRange": try v.dimshuffle(0, 1).check()
    case "dimshuffleRepeated": try M.dimshuffle(0, 0).check()
    case "reshapeUnknownLength": try reshape(v, iv).check()
    case "joinRanks": try join(0, M, v).check()
    case "joinAxis": try join(2, M, N).check()
    case "stackRanks": try stack([v, M]).check()
    case "allocFloatShape": try alloc(1.0, x).check()
    case "tooManyIndices": try v[0, 1].check()
    case "floatIndex": try v[x].check()
    case "setSubtensorOfVariable": try setSubtensor(v, 1).check()
    case "setSubtensorRank": try setSubtensor(v[0], w).check()
    case "specifyShapeRank": try specifyShape(v, [1, 2]).check()
    case "flattenRank": try v.flatten(ndim: 3).check()
    case "tensordotAxes": try tensordot(v, M, axes: 3).check()
    case "batchedDotRank": try batchedDot(x, M).check()
    case "ifelseTypes": try ifelse(x .> 0, x, v).check()
    default: try functionMistake(name)
    }
  }

  private func functionMistake(_ name: String) throws {
    let s = shared(1.0, name: "s")
    switch name {
    case "unknownMode": _ = try function([x], x, name: "f", mode: "FASTER")
    case "duplicateInput": _ = try function([x, x], x + 1)
    case "constantInput": _ = try function([try constant(1)], x)
    case "sharedInput": _ = try function([s], s + 1)
    case "unusedInput": _ = try function([x, y], x + 1)
    case "missingGraphInput": _ = try function([x], x + y)
    case "updateTwice": _ = try function([], s, updates: [(s, s + 1), (s, s + 2)])
    case "updateDtype":
      let single = shared(Float(1), name: "s")
      _ = try function([x], single, updates: [(single, single + x)])
    case "updateRank": _ = try function([v], s, updates: [(s, v)])
    case "givensOnInput": _ = try function([x], x + 1, givens: [x: y])
    case "givensType": _ = try function([x], x + v.sum(), givens: [v: M])
    case "evalMissing": _ = try (x + y).eval([x: 1])
    case "setValueRank": try shared(NDArray(zeros: [2], dtype: .float64)).setValue(1.0)
    default: try callMistake(name)
    }
  }

  private func callMistake(_ name: String) throws {
    let sum = try function([x, y], x + y, name: "f")
    switch name {
    case "missingArgument": try sum(1)
    case "tooManyArguments": try sum(1, 2, 3)
    case "argumentTwice": try sum(1, x: 3)
    case "unknownKeyword": try sum(1, q: 3)
    case "wrongRankVectorForScalar": try function([x], x, name: "f")([1, 2])
    case "wrongRankScalarForVector": try function([v], v, name: "f")(1)
    case "wrongRankVectorForMatrix": try function([M], M, name: "f")([1, 2])
    case "lossyArray": try function([fx], fx, name: "f")(NDArray(1.1))
    case "lossyNumber": try function([fx], fx, name: "f")(1.1)
    case "lossyInteger": try function([i], i, name: "f")(1.5)
    case "lossyIntegerArray": try function([k], k, name: "f")(NDArray(3))
    case "nonUnitRow": try function([r], r, name: "f")([[1.0, 2.0], [3.0, 4.0]])
    case "strictDtype": try function([In(x, strict: true)], x, name: "f")(Float(1))
    case "defaultInMiddle": try function([In(x, value: 1.0), y], x + y, name: "f")(3)
    default: try runMistake(name)
    }
  }

  private func runMistake(_ name: String) throws {
    switch name {
    case "elementwiseLengths": try function([v, w], v + w)([1], [1, 2, 3])
    case "elementwiseRows": try function([M, v], M + v)([[1, 2]], [1, 2, 3])
    case "dotShapes": try function([M, N], dot(M, N))([[1, 2]], [[1, 2]])
    case "dotVectors": try function([v, w], dot(v, w))([1], [1, 2])
    case "indexOutOfBounds": try function([v], v[5])([1, 2])
    case "negativeIndexOutOfBounds": try function([v, i], v[i])([1, 2], -3)
    case "advancedOutOfBounds": try function([v, iv], v[iv])([1, 2], [0, 7])
    case "reshapeSize": try function([v], v.reshape([2, 2]))([1, 2, 3])
    case "joinShapes": try function([M, N], join(0, M, N))([[1, 2]], [[1, 2, 3]])
    case "splitSizes": try function([v], split(v, [1, 2]))([1, 2, 3, 4])
    case "emptyMax": try function([v], v.max())([Double]())
    case "integerDivisionByZero": try function([i, j], intDiv(i, j))(1, 0)
    case "addBroadcast": try function([v], addBroadcast(v, 0))([1, 2])
    case "specifyShape": try function([v], specifyShape(v, [3]))([1, 2])
    case "assertion":
      try function([x], assertOp(x, x .> 0, message: "x must be positive"))(-1)
    default: try gradientMistake(name)
    }
  }

  private func gradientMistake(_ name: String) throws {
    switch name {
    case "gradientOfVector": _ = try grad(v, wrt: v)
    case "gradientDisconnected": _ = try grad(x ** 2, wrt: y)
    case "gradientThroughRandom":
      _ = try grad(RandomStreams(seed: 1).poisson([2], lam: x).sum() * 1.0, wrt: x)
    case "gradientOfArangeLength": _ = try grad(arange(x).sum(), wrt: x)
    case "ropRanks": _ = try rop(v * 2, wrt: v, evalPoint: x)
    default: try loopMistake(name)
    }
  }

  private func loopMistake(_ name: String) throws {
    switch name {
    case "scanNoSteps": _ = try scan(outputsInfo: x) { h in h + 1 }
    case "scanFloatSteps": _ = try scan(outputsInfo: x, nSteps: y) { h in h + 1 }
    case "scanStateDtype":
      _ = try scan(sequences: arange(5), outputsInfo: try constant(Int8(0))) { e, h in h + e }
    case "scanStateFloatDtype": _ = try scan(sequences: v, outputsInfo: fx) { e, h in h + e }
    case "scanStateRank": _ = try scan(outputsInfo: x, nSteps: 3) { h in v }
    case "scanOutputsInfoCount":
      _ = try scan(outputsInfo: x, nSteps: 3) { h in [h, h] }
    case "scanPositiveTap":
      _ = try scan(outputsInfo: Initial(v, taps: [1]), nSteps: 3) { h in h }
    case "scanEqualTaps":
      _ = try scan(outputsInfo: Initial(v, taps: [-1, -1]), nSteps: 3) { h, g in h }
    case "scanStrict":
      let s = shared(1.0, name: "s")
      _ = try scan(outputsInfo: x, nSteps: 3, strict: true) { h in h * s }
    case "scanMoreStepsThanSequence":
      let (h, _) = try scan(sequences: v, outputsInfo: x, nSteps: 5) { e, h in h + e }
      try function([v, x], h)([1, 2], 0)
    case "scanNegativeSteps":
      let (h, _) = try scan(outputsInfo: x, nSteps: i) { h in h + 1 }
      try function([x, i], h)(1, -1)
    default: throw UnknownGolden(source: name)
    }
  }
}
