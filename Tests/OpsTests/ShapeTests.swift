import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

@Suite struct ShapeTests {
  static let operations: Set<String> = [
    "reshape", "flatten", "dimshuffle", "transpose", "swapaxes", "squeeze", "expandDims",
    "broadcastTo", "concatenate", "stack", "split", "tile", "repeat", "roll", "diag", "diagonal",
    "tril", "triu",
  ]

  @Test func goldenValues() throws {
    let cases = try GoldenFile("ops.json").cases.filter { Self.operations.contains($0.op) }
    #expect(Set(cases.map(\.op)) == Self.operations)
    for golden in cases { try expectGolden(golden) { try expressions(golden, $0) } }
  }

  private func expressions(_ golden: GoldenCase, _ x: [Variable]) throws -> [Variable] {
    let args = golden.args
    let axis = args["axis"]?.int
    func ints(_ name: String) -> [Int] { args[name]?.list?.compactMap(\.int) ?? [] }
    switch golden.op {
    case "reshape": return [reshape(x[0], ints("shape"))]
    case "flatten": return [flatten(x[0], ndim: args["ndim"]?.int ?? 0)]
    case "dimshuffle":
      return [
        x[0].dimshuffle((args["pattern"]?.list ?? []).map { $0.int.map { .axis($0) } ?? .new })
      ]
    case "transpose":
      return [transpose(x[0], axes: args["axes"]?.list.map { $0.compactMap(\.int) })]
    case "swapaxes": return [swapaxes(x[0], args["axis1"]?.int ?? 9, args["axis2"]?.int ?? 9)]
    case "squeeze":
      return [
        squeeze(x[0], axis: axis.map { [$0] } ?? args["axis"]?.list.map { _ in Axes(ints("axis")) })
      ]
    case "expandDims": return [expandDims(x[0], axis ?? 9)]
    case "broadcastTo": return [broadcastTo(x[0], ints("shape"))]
    case "concatenate": return [concatenate(x, axis: axis ?? 9)]
    case "stack": return [stack(x, axis: axis ?? 9)]
    case "split": return split(x[0], ints("sizes"), axis: axis ?? 9)
    case "tile": return [tile(x[0], ints("reps"))]
    case "repeat":
      if let count = args["repeats"]?.int { return [`repeat`(x[0], count, axis: axis)] }
      return [`repeat`(x[0], ints("repeats"), axis: axis)]
    case "roll": return [roll(x[0], args["shift"]?.int ?? 99, axis: axis)]
    case "diag": return [diag(x[0], k: args["k"]?.int ?? 99)]
    case "diagonal":
      return [
        diagonal(
          x[0], offset: args["offset"]?.int ?? 99, axis1: args["axis1"]?.int ?? 9,
          axis2: args["axis2"]?.int ?? 9)
      ]
    case "tril": return [tril(x[0], k: args["k"]?.int ?? 99)]
    default: return [triu(x[0], k: args["k"]?.int ?? 99)]
    }
  }

  @Test func shapesAreSymbolic() throws {
    let x = matrix("x")
    let results = try evaluate(
      [x.shape, x.size, x.length(ofAxis: -1), scalar().size], [x], [ramp([2, 3])])
    #expect(results.map(\.ints) == [[2, 3], [6], [3], [1]])
    #expect(results.allSatisfy { $0.dtype == .int64 })
    #expect(pp(x.shape) == "Shape(x)")
    #expect(x.length(ofAxis: 2).error?.kind == .axis)
  }

  @Test func lengthsMixNumbersAndVariables() throws {
    let (x, n) = (tensor3("x"), iscalar("n"))
    let k = 2
    let y = x.reshape([k, n, -1])
    #expect(y.type.shape == [2, nil, nil])
    let value = try evaluate([y], [x, n], [ramp([4, 3, 2]), NDArray(Int32(3))])[0]
    #expect(value.shape == [2, 3, 4])
    let known = tensor("a", shape: [4, nil, 6]).reshape([2, 2, x.length(ofAxis: 0), 6])
    #expect(known.type.shape == [2, 2, nil, 6])
    #expect(tensor("a", shape: [4, 6]).reshape([3, -1]).type.shape == [3, 8])
    let a = tensor("a", shape: [4, 6])
    let b = tensor("b", shape: [4, nil, 6])
    #expect(b.reshape([b.shape[0], b.shape[2], -1]).type.shape == [4, 6, nil])
    #expect(b.reshape(concatenate([b.shape[0..<2], b.shape[2...]])).type.shape == [4, nil, 6])
    #expect(zeros(b.shape[.slice(by: -1)]).type.shape == [6, nil, 4])
    #expect(a.reshape([a.length(ofAxis: 1) * 2, -1]).type.shape == [12, 2])
    #expect(a.flatten().type.shape == [24])
    #expect(tensor("t", shape: [2, 3, 4]).flatten(ndim: 2).type.shape == [2, 12])
  }

  @Test func reshapeByVector() throws {
    let (x, s) = (vector("x"), lvector("s"))
    let y = x.reshape(s, ndim: 2)
    let value = try evaluate([y], [x, s], [ramp([6]), try NDArray([3, -1])])[0]
    #expect(value.shape == [3, 2])
    let wrong = evaluationMessage([y], [x, s], [ramp([6]), try NDArray([3])])
    #expect(wrong == "shape argument to Reshape.perform has incorrect length 1, should be 2")
    #expect(
      x.reshape(s).error?.message
        .contains("The length of the provided shape (s) cannot be automatically determined") == true
    )
    #expect(x.reshape(lmatrix("m").shape).type.ndim == 2)
    #expect(
      x.reshape(5 as Variable).error?.message
        .contains("New shape in reshape must be a vector or a list/tuple of scalar.") == true)
    #expect(x.reshape(vector("f"), ndim: 1).error?.kind == .type)
    #expect(x.reshape([scalar("f")]).error?.kind == .type)
    #expect(x.reshape([lvector("v")]).error?.kind == .type)
  }

  @Test func reshapeChecksSizes() throws {
    let (x, n) = (matrix("x"), lscalar("n"))
    let message = evaluationMessage(
      [x.reshape([n, 2])], [x, n], [ramp([2, 3]), NDArray(4)])
    #expect(message == "Cannot reshape input of shape (2, 3) to shape (4, 2).")
    for bad in [-2, Int.min, Int.max] {
      #expect(
        evaluationMessage([x.reshape([n, 2])], [x, n], [ramp([2, 3]), NDArray(bad)]) != nil)
    }
    #expect(
      evaluationMessage([x.reshape([n, -1])], [x, n], [ramp([0, 3]), NDArray(0)])
        == "Cannot reshape input of shape (0, 3) to shape (0, -1).")
    #expect(
      tensor("a", shape: [2, 3]).reshape([4, 2]).error?.message
        == "Cannot reshape input of shape (2, 3) to shape (4, 2).")
    #expect(x.reshape([-1, -1]).error?.kind == .value)
    let huge = zeros([1 << 62, 4, 1 << 62]).reshape([2, -1])
    #expect(evaluationMessage([huge], [], [])?.contains("too large") == true)
    #expect(tensor("a", shape: [4]).reshape([1 << 62, 1 << 62]).error?.kind == .shape)
    #expect(x.reshape([-3, 2]).error?.kind == .value)
    #expect(x.flatten(ndim: 3).error?.kind == .value)
    #expect(x.flatten(ndim: 0).error?.kind == .value)
    #expect(x.flatten(ndim: .min).error?.kind == .value)
    #expect(x.reshape([2, 3], ndim: 3).error?.kind == .value)
    let empty = try evaluate([x.flatten(ndim: 2), x.flatten()], [x], [ramp([0, 3])])
    #expect(empty.map(\.shape) == [[0, 3], [0]])
  }

  @Test func printsAsInTheano() {
    let m = matrix("M")
    #expect(pp(m.reshape([2, 3])) == "Reshape{2}(M, TensorConstant{[2 3]})")
    #expect(pp(concatenate([m, matrix("N")])) == "join(TensorConstant{0}, M, N)")
    #expect(pp(stack([scalar("a"), scalar("b")])) == "[a, b]")
    #expect(pp(zeros([iscalar("i").astype(.int64)])) == "alloc(TensorConstant{0.0}, int64(i))")
  }

  @Test func axesMove() throws {
    let x = tensor("x", shape: [2, 3, 4])
    #expect(moveaxis(x, 0, -1).type.shape == [3, 4, 2])
    #expect(moveaxis(x, [0, 1], [1, 0]).type.shape == [3, 2, 4])
    #expect(x.T.type.shape == [4, 3, 2])
    #expect(x.mT.type.shape == [2, 4, 3])
    #expect(x.transpose(1, -1, 0).type.shape == [3, 4, 2])
    #expect(shapePadLeft(x, 2).type.shape == [1, 1, 2, 3, 4])
    #expect(shapePadRight(x).type.shape == [2, 3, 4, 1])
    #expect(shapePadAxis(x, -2).type.shape == [2, 3, 1, 4])
    #expect(atleast3d(scalar()).type.shape == [1, 1, 1])
    #expect(x.transpose([0, 1]).error?.kind == .axis)
    #expect(x.transpose([0, 1, 1]).error?.kind == .axis)
    #expect(x.transpose([0, 1, 3]).error?.kind == .axis)
    #expect(x.swapaxes(0, 3).error?.kind == .axis)
    #expect(moveaxis(x, [0, 0], [0, 1]).error?.kind == .axis)
    #expect(expandDims(x, 4).error?.kind == .axis)
    #expect(expandDims(x, axis: 4).error?.kind == .axis)
    #expect(expandDims(x, axis: 0).type == expandDims(x, 0).type)
    #expect(expandDims(x, axis: [0, -1]).type == expandDims(x, [0, -1]).type)
    #expect(shapePadLeft(x, -1).error?.kind == .value)
    #expect(vector().mT.error?.kind == .type)
  }

  @Test func squeezeChecksAtRunTime() throws {
    let x = matrix("x")
    let y = squeeze(x, axis: 0)
    #expect(y.ndim == 1 && x.squeeze() == x)
    #expect(try evaluate([y], [x], [ramp([1, 3])])[0].shape == [3])
    #expect(
      evaluationMessage([y], [x], [ramp([2, 3])])
        == "Dimension 0 in Rebroadcast's input was supposed to be 1 (got 2 instead)")
    #expect(tensor("a", shape: [2, 3]).squeeze(axis: 0).error?.kind == .shape)
    #expect(x.squeeze(axis: 2).error?.kind == .axis)
  }

  @Test func broadcastPatternsChange() throws {
    let x = matrix("x")
    let row = addBroadcast(x, 0)
    #expect(row.broadcastable == [true, false])
    #expect(unbroadcast(row, 0).broadcastable == [false, false])
    #expect(patternBroadcast(x, [false, true]).broadcastable == [false, true])
    #expect(addBroadcast(row, 0) == row)
    let sum = try evaluate([row + x], [x], [ramp([1, 3])])[0]
    #expect(sum.reals == [2, 4, 6])
    #expect(patternBroadcast(x, [true]).error?.kind == .type)
    #expect(addBroadcast(x, -3).error?.kind == .axis)
    #expect(addBroadcast(tensor("a", shape: [2]), 0).error?.kind == .shape)
  }

  @Test func specifiedShapesAreChecked() throws {
    let x = matrix("x")
    let y = specifyShape(x, [3, nil])
    #expect(y.type.shape == [3, nil])
    #expect(
      evaluationMessage([y], [x], [ramp([2, 3])])
        == "SpecifyShape: dim 0 of input has shape 2, expected 3.")
    #expect(specifyShape(x, [3]).error?.kind == .type)
    #expect(specifyShape(tensor("a", shape: [2]), [3]).error?.kind == .shape)
    #expect(specifyShape(x, matrix("z").shape).type.ndim == 2)
    let (s, v) = (lvector("s"), vector("v"))
    let z = specifyShape(v, s)
    #expect(try evaluate([z], [v, s], [ramp([2]), try NDArray([2])])[0].shape == [2])
    #expect(evaluationMessage([z], [v, s], [ramp([2]), try NDArray([2, 2])]) != nil)
  }

  @Test func joinsPromoteAndCheck() throws {
    let (f, i) = (fmatrix("f"), imatrix("i"))
    #expect(concatenate([f, i]).dtype == .float32)
    #expect(concatenate([f, row(dtype: .float64)], axis: 1).dtype == .float64)
    #expect(stack([fscalar("a"), 1, 2.5]).dtype == .float32)
    #expect(stack([1, 2]).dtype == .int64)
    #expect(
      concatenate([f, fvector("v")]).error?.message
        .contains("Join() can only join tensors with the same number of dimensions.") == true)
    #expect(
      concatenate([f, f], axis: 2).error?.message
        .contains("Join argument \"axis\" is out of range (given input dimensions)") == true)
    #expect(concatenate([f, f], axis: -3).error?.kind == .axis)
    #expect(concatenate([]).error?.kind == .value)
    #expect(concatenate([scalar(), scalar()]).error?.kind == .type)
    #expect(
      concatenate([tensor("a", shape: [2, 3]), tensor("b", shape: [2, 4])]).error?.kind == .shape)
    let known = join(1, tensor("a", shape: [2, 3]), tensor("b", shape: [nil, 4]))
    #expect(known.type.shape == [2, 7])
    let (x, y) = (matrix("x"), matrix("y"))
    #expect(
      evaluationMessage([join(0, x, y)], [x, y], [ramp([2, 3]), ramp([1, 4])])?
        .contains("must match exactly: along axis 1, input 0 has length 3, input 1 has 4") == true)
  }

  @Test func stacking() throws {
    let (x, y) = (vector("x"), vector("y"))
    let results = try evaluate(
      [stack(x, y), stack([x, y], axis: -1), stacklists([[x, y], [y, x], [x, x]])], [x, y],
      [ramp([2]), ramp([2])])
    #expect(results.map(\.shape) == [[2, 2], [2, 2], [3, 2, 2]])
    #expect(results[1].reals == [1, 1, 2, 2])
    #expect(stacklists([[[x]]]).ndim == 4)
    #expect(stack([x, y], axis: 2).error?.kind == .axis)
    #expect(stack(x, y, axis: 1).type == stack([x, y], axis: 1).type)
    #expect(stack(x, y, axis: 2).error?.kind == .axis)
    #expect(stack([]).error?.kind == .value)
    #expect(stack([x, scalar()]).error?.kind == .type)
    let (a, b) = (tensor("a", shape: [2, 3]), tensor("b", shape: [2, 4]))
    #expect(horizontalStack(a, b).type.shape == [2, 7])
    #expect(verticalStack(a, b).error?.kind == .shape)
    #expect(verticalStack(a).error?.kind == .value)
    #expect(verticalStack(a, x).error?.kind == .type)
  }

  @Test func splitsAreChecked() throws {
    let x = vector("x")
    #expect(
      evaluationMessage(split(x, [1, 2]), [x], [ramp([4])])
        == "Split: the splits sums to 3, expected 4.")
    #expect(split(tensor("a", shape: [4]), [1, 2])[1].error?.kind == .shape)
    #expect(split(x, [1, -1])[1].error?.kind == .value)
    #expect(split(x, [1, 2], nSplits: 3)[2].error?.kind == .value)
    #expect(split(x, [])[0].error?.kind == .value)
    #expect(split(x, [1], nSplits: .min)[0].error?.kind == .value)
    #expect(split(x, [1], axis: 1)[0].error?.kind == .axis)
    let s = lvector("s")
    let parts = split(x, s, nSplits: 2)
    let values = try evaluate(parts, [x, s], [ramp([3]), try NDArray([2, 1])])
    #expect(values.map(\.reals) == [[1, 2], [3]])
    #expect(
      evaluationMessage(parts, [x, s], [ramp([3]), try NDArray([4, -1])])?.contains("negative")
        == true)
    #expect(
      evaluationMessage(parts, [x, s], [ramp([3]), try NDArray([1, 1, 1])])?
        .contains("there are 3 sizes, but nSplits is 2") == true)
  }

  @Test func repetitionsMayBeSymbolic() throws {
    let (x, n, counts) = (vector("x"), lscalar("n"), lvector("counts"))
    let outputs = [x.repeat(n), tile(x, n), x.repeat(counts, axis: 0), tile(x, [n, 2])]
    let values = try evaluate(
      outputs, [x, n, counts], [ramp([2]), NDArray(3), try NDArray([0, 2])])
    #expect(values[0].reals == [1, 1, 1, 2, 2, 2])
    #expect(values[1].reals == [1, 2, 1, 2, 1, 2])
    #expect(values[2].reals == [2, 2])
    #expect(values[3].shape == [3, 4])
    #expect(tensor("a", shape: [2, 3]).repeat(4, axis: 1).type.shape == [2, 12])
    #expect(tile(tensor("a", shape: [2, 3]), [2, 1, 3]).type.shape == [2, 2, 9])
    #expect(x.repeat(scalar("f")).error?.kind == .type)
    #expect(x.repeat(1, axis: 1).error?.kind == .axis)
    #expect(x.repeat([1, -1], axis: 0).error?.kind == .value)
    #expect(tensor("a", shape: [3]).repeat([1, 2], axis: 0).error?.kind == .shape)
    for bad in [-1, Int.min, Int.max, 1 << 61] {
      let given = [ramp([2]), NDArray(bad), try NDArray([0, bad])]
      #expect(evaluationMessage([x.repeat(n)], [x, n, counts], given) != nil)
      #expect(evaluationMessage([tile(x, n)], [x, n, counts], given) != nil)
      #expect(evaluationMessage([outputs[2]], [x, n, counts], given) != nil)
    }
    #expect(
      evaluationMessage(
        [outputs[2]], [x, n, counts], [ramp([3]), NDArray(1), try NDArray([1, 1])])?
        .contains("there are 2 repeats for an axis of length 3") == true)
  }

  @Test func rollingAndFlipping() throws {
    let (x, n) = (matrix("x"), lscalar("n"))
    for shift in [Int.min, -7, 0, 5, Int.max] {
      let values = try evaluate(
        [roll(roll(x, n, axis: 1), -n, axis: 1), flip(flip(x)), roll(x, n)], [x, n],
        [ramp([2, 3]), NDArray(shift == .min ? -Int.max : shift)])
      #expect(values[0].reals == ramp([6]).reals && values[1].reals == ramp([6]).reals)
      #expect(Set(values[2].reals) == Set(ramp([6]).reals))
    }
    let extreme = try evaluate([roll(x, n)], [x, n], [ramp([2, 3]), NDArray(Int.min)])
    #expect(extreme[0].shape == [2, 3])
    #expect(try evaluate([flip(x, axis: 1)], [x], [ramp([2, 2])])[0].reals == [2, 1, 4, 3])
    #expect(
      try evaluate([roll(x, 1), flip(x)], [x], [ramp([0, 2])]).map(\.shape) == [[0, 2], [0, 2]])
    #expect(roll(x, scalar("f")).error?.kind == .type)
    #expect(roll(x, 1, axis: 2).error?.kind == .axis)
    #expect(flip(x, axis: [0, 0]).error?.kind == .axis)
  }

  @Test func diagonalsAreChecked() throws {
    let x = matrix("x")
    for k in [Int.min, -5, 5, Int.max] {
      #expect(try evaluate([x.diagonal(offset: k)], [x], [ramp([2, 3])])[0].shape == [0])
    }
    #expect(diag(vector("v"), k: .min).error?.kind == .value)
    #expect(diag(tensor3("t")).error?.kind == .type)
    #expect(x.diagonal(axis1: 0, axis2: -2).error?.kind == .axis)
    #expect(vector("v").diagonal().error?.kind == .type)
    #expect(
      try evaluate([trace(x), x.trace(offset: 1)], [x], [ramp([2, 3])]).map(\.reals) == [[6], [8]])
    #expect(tensor("a", shape: [3, 5]).diagonal(offset: 3).type.shape == [2])
    #expect(diag(tensor("a", shape: [3]), k: -2).type.shape == [5, 5])
  }

  @Test func diagonalsAreFilled() throws {
    let (x, t) = (imatrix("x"), itensor3("t"))
    let tall = NDArray(zeros: [4, 2], dtype: .int32)
    let cube = NDArray(zeros: [2, 2, 2], dtype: .int32)
    let values = try evaluate(
      [fillDiagonal(x, 7), fillDiagonalOffset(x, 7, -1), fillDiagonal(t, 1)], [x, t], [tall, cube])
    #expect(values[0].ints == [7, 0, 0, 7, 0, 0, 0, 0])
    #expect(values[1].ints == [0, 0, 7, 0, 0, 7, 0, 0])
    #expect(values[2].ints == [1, 0, 0, 0, 0, 0, 0, 1])
    #expect(values.allSatisfy { $0.dtype == .int32 })
    #expect(
      evaluationMessage(
        [fillDiagonal(t, 1)], [t], [NDArray(zeros: [2, 2, 3], dtype: .int32)]) != nil)
    #expect(fillDiagonal(x, 0.5).error?.kind == .type)
    #expect(fillDiagonal(ivector(), 1).error?.kind == .type)
    #expect(fillDiagonal(x, ivector()).error?.kind == .type)
  }

  @Test func errorsOfOperandsComeFirst() {
    let bad = matrix("x").reshape([-2])
    for y in [
      reshape(bad, [2]), concatenate([bad, bad]), split(bad, [1])[0], tile(bad, 2), bad.repeat(2),
      roll(bad, 1), diag(bad), dot(bad, bad), tensordot(bad, bad), bad.T, bad.shape, bad.size,
      zeros([bad]), arange(bad), alloc(bad, [2]), eye(bad), stack([bad]), squeeze(bad),
      mgrid([bad, 2])[0], tril(bad), fillDiagonal(bad, 1), linspace(bad, 1), specifyShape(bad, [2]),
      matmul(bad, bad), kron(bad, bad), outer(bad, bad), moveaxis(bad, 0, 1), bad.flatten(ndim: 4),
    ] {
      #expect(y.error?.message == bad.error?.message)
    }
  }
}
