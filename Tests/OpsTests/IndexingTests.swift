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
