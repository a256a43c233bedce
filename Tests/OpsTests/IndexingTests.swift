import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// A golden case's index as the brackets of `x[…]` take it.
private func indices(_ golden: GoldenCase) throws -> [any IndexConvertible] {
  try #require(golden.args["index"]?.list).map { item in
    switch item {
    case .text("ellipsis"): return .ellipsis
    case .text("newaxis"): return .newAxis
    case .object(let object):
      if let value = object["int"]?.int { return value }
      if let slice = object["slice"]?.list, slice.count == 3 {
        return .slice(from: slice[0].int, to: slice[1].int, by: slice[2].int)
      }
      if let mask = object["mask"] { return try array(mask, dtype: .bool) }
      if let places = object["array"] { return try array(places, dtype: .int64) }
    default: break
    }
    throw GoldenError.unknownDType("index \(item)")
  }
}

/// A nested list as an array.
private func array(_ value: JSONValue, dtype: DType) throws -> NDArray {
  var shape: [Int] = []
  var flat = [value]
  while case .list(let first)? = flat.first {
    shape.append(first.count)
    flat = flat.flatMap { $0.list ?? [] }
    if first.isEmpty { break }
  }
  return NDArray(integers: flat.map(\.integer), shape: shape, dtype: dtype)
}

/// A variable for each array, with its lengths known or, but for ones, not.
private func variables(_ arrays: [NDArray], isStatic: Bool) -> [Variable] {
  arrays.map { array in
    Variable(TensorType(array.dtype, shape: array.shape.map { isStatic || $0 == 1 ? $0 : nil }))
  }
}

extension Variable {
  /// What a list of indices takes of this tensor.
  fileprivate func taking(_ items: [any IndexConvertible]) -> Variable {
    indexed(items.map(\.tensorIndex))
  }
}

/// The kind and the message of the error that a variable carries.
private func failure(_ variable: Variable) -> (GraphError.Kind?, String) {
  (variable.error?.kind, variable.error?.message ?? "no error")
}

@Suite struct IndexingTests {
  static let cases = (try? GoldenFile("ops.json").cases) ?? []
  static let reads = cases.filter { $0.op == "subtensor" }
  static let writes = cases.filter { $0.op == "setSubtensor" || $0.op == "incSubtensor" }

  @Test func goldenCasesArePresent() {
    #expect(Self.reads.count > 80)
    #expect(Self.writes.count > 80)
  }

  @Test(arguments: reads) func golden(_ golden: GoldenCase) throws {
    let values = try golden.inputs.map { try $0.array() }
    let expected = try golden.outputs[0].array()
    for isStatic in [true, false] {
      let x = variables(values, isStatic: isStatic)
      let y = x[0].taking(try indices(golden))
      try y.check()
      let result = try evaluate([y], x, values)[0]
      #expect(result.difference(from: expected) == nil)
      #expect(y.type.admits(shape: result.shape))
      if isStatic { #expect(y.type.shape == expected.shape) }
    }
  }

  @Test(arguments: writes) func goldenWrites(_ golden: GoldenCase) throws {
    let values = try golden.inputs.map { try $0.array() }
    let expected = try golden.outputs[0].array()
    let isSet = golden.op == "setSubtensor"
    for isStatic in [true, false] {
      let x = variables(values, isStatic: isStatic)
      let part = x[0].taking(try indices(golden))
      let y = isSet ? setSubtensor(part, x[1]) : incSubtensor(part, x[1])
      try y.check()
      #expect(try evaluate([y], x, values)[0].difference(from: expected) == nil)
    }
  }
}

@Suite struct SubtensorTests {
  let x = Variable(TensorType(.float64, ndim: 1), name: "x")
  let matrix = Variable(TensorType(.float64, ndim: 2), name: "M")
  let i = Variable(TensorType(.int64, shape: []), name: "i")
  let j = Variable(TensorType(.int32, shape: []), name: "j")
  let places = Variable(TensorType(.int64, ndim: 1), name: "iv")
  let known = Variable(TensorType(.float64, shape: [5, nil, 1]), name: "k")
  let numbers = NDArray(reals: (0..<10).map(Double.init), shape: [10], dtype: .float64)

  /// The elements of `y` for x = 0, 1, …, 9.
  func values(_ y: Variable, i: Int = 2, j: Int = -3) throws -> [Double] {
    let ints = [NDArray(i), NDArray(Int32(j))]
    return try evaluate([y], [x, self.i, self.j], [numbers] + ints)[0].reals
  }

  @Test func swiftRanges() throws {
    #expect(try values(x[1..<4]) == [1, 2, 3])
    #expect(try values(x[1...3]) == [1, 2, 3])
    #expect(try values(x[-3...(-1)]) == [7, 8, 9])
    #expect(try values(x[..<2]) == [0, 1])
    #expect(try values(x[...2]) == [0, 1, 2])
    #expect(try values(x[...(-1)]).count == 10)
    #expect(try values(x[(-2)...]) == [8, 9])
    #expect(try values(x[...Int.max]).count == 10)
    #expect(try values(x[Int.min...]).count == 10)
    #expect(try values(x[.stride(by: Int.min)]) == [9])
    #expect(try values(x[.stride(by: Int.max)]) == [0])
    #expect(try values(x[[3, -1, 3]]) == [3, 9, 3])
    #expect(try values(x[NDArray([1, 2])]) == [1, 2])
    #expect(try values(x[-1]) == [9])
  }

  @Test func variableBounds() throws {
    #expect(try values(x[i]) == [2])
    #expect(try values(x[j]) == [7])
    #expect(try values(x[i..<i + 3]) == [2, 3, 4])
    #expect(try values(x[..<i]) == [0, 1])
    #expect(try values(x[j...]) == [7, 8, 9])
    #expect(try values(x[0..<i]) == [0, 1])
    #expect(try values(x[.slice(from: j, to: i, by: -2)]) == [7, 5, 3])
    #expect(try values(x[.slice(from: i, by: j)]) == [2])
    #expect(try values(x[.slice(to: nil, by: j)]) == [9, 6, 3, 0])
    #expect(throws: EvaluationError.self) { try values(x[.stride(by: i)], i: 0) }
    #expect(try values(x[i..<j], i: 7, j: 2) == [])
  }

  @Test func staticShapes() {
    #expect(known[1...].type.shape == [4, nil, 1])
    #expect(known[.all, 0].type.shape == [5, 1])
    #expect(known[.stride(by: -2), .newAxis].type.shape == [3, 1, nil, 1])
    #expect(known[.ellipsis, 0].type.shape == [5, nil])
    #expect(known[0..<1, 2..<2, .all].type.shape == [1, 0, 1])
    #expect(known[i..<3].type.shape == [nil, nil, 1])
    #expect(known[known.shape[0] - 1].type.shape == [nil, 1])
    #expect(known[..<(known.shape[0] - 1)].type.shape == [4, nil, 1])
    #expect(known[[0, 1]].type.shape == [2, nil, 1])
    #expect(known[places].type.shape == [nil, nil, 1])
    #expect(known[[true, false, true, false, false]].type.shape == [2, nil, 1])
    #expect(known[[0, 1], .all, [0]].type.shape == [2, nil])
    #expect(x[.newAxis].type.shape == [1, nil])
  }

  @Test func printing() {
    #expect(pp(matrix[0]) == "M[Constant{0}]")
    #expect(pp(matrix[0, 1]) == "M[Constant{0}, Constant{1}]")
    #expect(pp(matrix[1..<3]) == "M[int64:int64]")
    #expect(pp(matrix[.all, .stride(by: 2)]) == "M[:, ::int64]")
    #expect(pp(matrix[i, 1]) == "M[i, Constant{1}]")
    #expect(pp(x[places]) == "AdvancedSubtensor1(x, iv)")
    #expect(
      pp(setSubtensor(matrix[0], 1))
        == "IncSubtensor{Set;int64}(M, TensorConstant{1.0}, Constant{0})")
    #expect(matrix[1..<3, 0].description == "Subtensor{int64:int64:, int64}.0")
    #expect(pp(x[.newAxis, .all]) == "x")
  }

  @Test func errorsAtBuildTime() {
    let float = Variable(TensorType(.float64, shape: []), name: "f")
    let flag = Variable(TensorType(.bool, shape: []), name: "b")
    #expect(
      failure(known[5])
        == (.index, "index out of bounds: index 5 along axis 0, which has length 5"))
    #expect(failure(known[0, 0, -2]).0 == .index)
    #expect(failure(known[[0, 7]]).0 == .index)
    #expect(failure(x[0, 0]).1.hasPrefix("too many indices for array"))
    #expect(failure(x[.ellipsis, .ellipsis]).0 == .index)
    #expect(failure(x[float]).1.hasPrefix("index must be integers or a boolean mask"))
    #expect(failure(x[flag]).0 == .type)
    #expect(failure(x[[1.5]]).0 == .type)
    #expect(failure(x[.slice(from: float)]).1.hasPrefix("Expected an integer"))
    #expect(failure(x[.slice(from: places)]).0 == .type)
    #expect(failure(x[.stride(by: 0)]).1 == "slice step cannot be zero")
    #expect(failure(x[[[1], [2, 3]]]).0 == .index)
    #expect(failure(known[[true, false]]).0 == .index)
    #expect(failure(known[[0, 1], [0, 1, 2]]).1.hasPrefix("shape mismatch"))
    #expect(failure(x[float][0]).1.hasPrefix("index must be integers"))
    #expect(x[x[float]].error?.site.isUnknown == false)
  }

  @Test func errorsAtRunTime() throws {
    func message(_ y: Variable, i: Int) -> String? {
      do { _ = try values(y, i: i) } catch { return (error as? EvaluationError)?.message }
      return nil
    }
    #expect(
      message(x[i], i: 10)
        == "index out of bounds: index 10 along axis 0, which has length 10")
    #expect(message(x[i], i: -11) != nil)
    #expect(message(x[i], i: .min) != nil)
    #expect(message(x[.slice(from: i), .newAxis], i: .min) == nil)
    #expect(message(x[-11], i: 0) != nil)
    #expect(message(x[[10]], i: 0) != nil)
    #expect(message(x[[true, false]], i: 0) != nil)
    let many = Variable(constant: NDArray(zeros: [1 << 20, 1], dtype: .int8), site: .unknown)
    #expect(message(x.take(many)[many, many.T], i: 0)?.contains("memory") == true)
    #expect(message(setSubtensor(x[..<i], x[..<2]), i: 3)?.contains("(2,)") == true)
    let column = Variable(TensorType(.int64, ndim: 2))
    let y = matrix[column, places]
    #expect(throws: EvaluationError.self) {
      try evaluate(
        [y], [matrix, column, places],
        [try NDArray([[1.0]]), try NDArray([[0], [0]]), try NDArray([0, 0])])
    }
  }

  @Test func wideIndexDTypes() throws {
    let big = Variable(constant: NDArray(UInt64.max), site: .unknown)
    #expect(failure(known[big]).0 == .index)
    #expect(throws: EvaluationError.self) { try values(x[big]) }
    #expect(try values(x[.slice(to: big)]).count == 10)
  }
}

@Suite struct SetSubtensorTests {
  let x = Variable(TensorType(.float64, ndim: 1), name: "x")
  let ints = Variable(TensorType(.int64, ndim: 1), name: "n")
  let matrix = Variable(TensorType(.float32, ndim: 2), name: "M")

  @Test func shapeOfTheResult() throws {
    let m = try NDArray([[1, 2], [3, 4]], dtype: .float32)
    func result(_ y: Variable) throws -> NDArray { try evaluate([y], [matrix], [m])[0] }
    #expect(try result(setSubtensor(matrix[0][1], 5)).reals == [1, 5])
    #expect(try result(setSubtensor(matrix.T[0], 5)).reals == [5, 5, 2, 4])
    #expect(try result(setSubtensor(matrix[.all, .newAxis, 0], 5)).reals == [5, 2, 5, 4])
    #expect(try result(matrix.setting(.ellipsis, -1, to: 7)).reals == [1, 7, 3, 7])
    #expect(try result(matrix.incrementing([0, 0], by: 1)).reals == [3, 4, 3, 4])
    #expect(try result(matrix.setting(gt(matrix, 2), to: 0)).reals == [1, 2, 0, 0])
    #expect(setSubtensor(matrix[0], 1.5).dtype == .float32)
    #expect(try result(setSubtensor(matrix[.all], 0)).reals == [0, 0, 0, 0])
  }

  @Test func dtypes() throws {
    #expect(incSubtensor(x[0], ints[0]).dtype == .float64)
    #expect(setSubtensor(matrix[.all, 0], x).dtype == .float32)
    #expect(failure(setSubtensor(ints[0], x[0])).0 == .type)
    #expect(failure(setSubtensor(ints[0], 1.5)).0 == .type)
    #expect(setSubtensor(ints[0], 2.0).dtype == .int64)
    let bytes = Variable(TensorType(.int8, ndim: 1))
    #expect(failure(setSubtensor(bytes[0], 300)).0 == .type)
  }

  @Test func errors() {
    #expect(failure(setSubtensor(x, 1)).1 == "x must be the result of a subtensor operation")
    #expect(failure(incSubtensor(exp(x[0]), 1)).0 == .type)
    #expect(
      failure(setSubtensor(x[0], x)).1
        == "Trying to increment a 0-dimensional subtensor with a 1-dimensional value.")
    let three = Variable(TensorType(.float64, shape: [3]))
    #expect(failure(setSubtensor(three[..<2], three)).0 == .shape)
    #expect(failure(setSubtensor(x[0, 0], 1)).0 == .index)
    #expect(failure(x.setting(0, 0, to: 1)).0 == .index)
  }

  /// The gradient with respect to a value that another one replaces is zero.
  @Test func gradientOfDuplicates() throws {
    let y = Variable(TensorType(.float64, ndim: 1), name: "y")
    let result = setSubtensor(x[[1, 2, 1]], y)
    let call = try #require(result.owner)
    let dy = try call.op.pullback(call, [result.onesLike() * 3]).compactMap { $0 }
    let values = [try NDArray([1.0, 2, 3, 4]), try NDArray([5.0, 6, 7])]
    let found = try evaluate([result] + dy, [x, y], values)
    #expect(found.map(\.reals) == [[1, 7, 6, 4], [3, 0, 0, 3], [0, 3, 3]])
  }
}

/// A loop of which one state is kept before the steps' results.
private struct FakeLoop: HistoryOp {
  var name: String { "loop" }
  func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type] }
  func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] { x }
}

@Suite struct HistoryTests {
  let x = Variable(TensorType(.float64, ndim: 2), name: "x")

  @Test func lastRowIsReadFromTheHistory() throws {
    let history = Variable.apply(FakeLoop(), [x])
    let result = history[2...]
    #expect(result[-1].owner?.inputs == [history])
    #expect(result[-2, .stride(by: 2), .newAxis].owner?.inputs[0].owner?.inputs == [history])
    #expect(result[-3].owner?.inputs == [result])
    #expect(result[0].owner?.inputs == [result])
    #expect(result[1...][-1].owner?.inputs[0].owner?.inputs == [result])
    #expect(x[2...][-1].owner?.inputs != [x])
    let initial = try NDArray([[1.0, 2], [3, 4]])
    let values = try evaluate([result, result[-1], result[-2, 0]], [x], [initial])
    #expect(values.map(\.reals) == [[], [3, 4], [1]])
    #expect(failure(setSubtensor(result[-1], 0)).0 == .type)
    #expect(result.setting(-1, to: 0).owner?.inputs.first == result)
  }
}

@Suite struct TakeTests {
  let x = Variable(TensorType(.float64, ndim: 2), name: "x")
  let places = Variable(TensorType(.int64, ndim: 1), name: "places")

  /// The elements of `y` for x = [[0, 1, 2], [3, 4, 5]] and some places.
  func values(_ y: Variable, _ places: [Int] = [0]) throws -> [Int] {
    let matrix = NDArray(reals: [0, 1, 2, 3, 4, 5], shape: [2, 3], dtype: .float64)
    return try evaluate([y], [x, self.places], [matrix, try NDArray(places)])[0].ints
  }

  @Test func take() throws {
    #expect(try values(x.take([4, -1])) == [4, 5])
    #expect(try values(x.take(1, axis: 1)) == [1, 4])
    #expect(try values(TheanoOps.take(x, places, axis: -1), [2, 0]) == [2, 0, 5, 3])
    #expect(try values(x.take(places, axis: 1, mode: .wrap), [-4, 5]) == [2, 2, 5, 5])
    #expect(try values(x.take(places, axis: 1, mode: .clip), [-4, 5]) == [0, 2, 3, 5])
    #expect(throws: EvaluationError.self) { try values(x.take(places), [6]) }
    #expect(failure(x.take(0, axis: 2)).0 == .axis)
    #expect(failure(x.take([true])).0 == .type)
    #expect(failure(x.take(0..<2)).0 == .type)
  }

  @Test func alongAxis() throws {
    let order = Variable(TensorType(.int64, ndim: 2), name: "order")
    let matrix = NDArray(reals: [0, 1, 2, 3, 4, 5], shape: [2, 3], dtype: .float64)
    let y = takeAlongAxis(x, order, axis: 1)
    let value = try evaluate([y], [x, order], [matrix, try NDArray([[2, 0], [-1, 1]])])[0]
    #expect(value.reals == [2, 0, 5, 4])
    #expect(failure(takeAlongAxis(x, places)).0 == .type)
    #expect(try values(takeAlongAxis(x, places, axis: nil), [5, 1]) == [5, 1])
  }

  @Test func choosing() throws {
    #expect(try values(choose(places, [x, x * 10]), [0, 1, 0]) == [0, 10, 2, 3, 40, 5])
    #expect(try values(choose(places, [7, 8.0, -1]), [2, 1]) == [-1, 8])
    #expect(try values(choose(places, x), [1, 0, 1]) == [3, 1, 5])
    #expect(try values(choose(places, x, mode: .clip), [9, -9, 1]) == [3, 1, 5])
    #expect(try values(places.choose([x[0], x[1]], mode: .wrap), [2, -1, 1]) == [0, 4, 5])
    #expect(throws: EvaluationError.self) { try values(choose(places, x), [2, 0, 1]) }
    #expect(failure(choose(places, [Variable]())).0 == .value)
    #expect(failure(choose(x, x)).0 == .type)
  }

  @Test func nonzeros() throws {
    #expect(try values(nonzero(x)[0]) == [0, 0, 1, 1, 1])
    #expect(try values(x.nonzero()[1]) == [1, 2, 0, 1, 2])
    #expect(try values(nonzeroMatrix(x)) == [0, 0, 1, 1, 1, 1, 2, 0, 1, 2])
    #expect(try values(flatnonzero(x)) == [1, 2, 3, 4, 5])
    #expect(try values(nonzeroValues(x - 2)) == [-2, -1, 1, 2, 3])
    #expect(try values(compress(places, x, axis: 1), [1, 0, 1]) == [0, 2, 3, 5])
    #expect(try values(x.compress(places), [0, 3]) == [1])
    #expect(failure(nonzero(x[0, 0])[0]).1 == "Nonzero only supports non-scalar arrays.")
  }

  @Test func raveledIndices() throws {
    func check(_ order: IndexOrder) throws -> [[Int]] {
      let parts = unravelIndex(places, [2, 3], order: order)
      let back = ravelMultiIndex(parts, [2, 3], order: order)
      return try (parts + [back]).map { try values($0, [0, 4, 5]) }
    }
    #expect(try check(.rowMajor) == [[0, 1, 1], [0, 1, 2], [0, 4, 5]])
    #expect(try check(.columnMajor) == [[0, 0, 1], [0, 2, 2], [0, 4, 5]])
    #expect(try values(unravelIndex(places, x.shape)[1], [4]) == [1])
    #expect(throws: EvaluationError.self) { try values(unravelIndex(places, x.shape)[0], [6]) }
    #expect(throws: EvaluationError.self) { try values(ravelMultiIndex([places], [3]), [-1]) }
    #expect(try values(ravelMultiIndex([places, 1], [3, 2], mode: .wrap), [-1, 4]) == [5, 3])
    #expect(try values(ravelMultiIndex([places], x.shape[..<1], mode: .clip), [-1, 4]) == [0, 1])
    #expect(failure(unravelIndex(places, [-1, 3])[0]).0 == .value)
    #expect(failure(ravelMultiIndex([places], [2, 3])).0 == .value)
    #expect(failure(unravelIndex(places, places)[0]).0 == .type)
    #expect(failure(unravelIndex(x, [2])[0]).0 == .type)
  }
}
