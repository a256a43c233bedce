import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// Sorting, counting, selecting and building operations against NumPy.
@Suite struct MoreGoldenTests {
  @Test(arguments: try GoldenFile("more.json").cases)
  func valuesAreNumPys(_ golden: GoldenCase) throws {
    let values = try golden.inputs.map { try $0.array() }
    let inputs = values.map { Variable(TensorType($0.dtype, ndim: $0.ndim)) }
    let results = try evaluate(try outputs(golden, inputs), inputs, values)
    #expect(results.count == golden.outputs.count)
    for (result, expected) in zip(results, golden.outputs) {
      #expect(try result.difference(from: expected.array()) == nil, "\(golden)")
    }
  }

  /// The operation of a case; an unknown name is an error.
  private func outputs(_ golden: GoldenCase, _ x: [Variable]) throws -> [Variable] {
    func int(_ name: String) -> Int? { golden.args[name]?.int }
    func bool(_ name: String) -> Bool { golden.args[name]?.bool ?? false }
    let axis = int("axis")
    let lengths = golden.args["lengths"]?.list?.compactMap(\.int) ?? []
    let count = int("count") ?? 0
    let isRight = golden.args["side"]?.text == "right"
    switch golden.op {
    case "searchsorted": return [searchsorted(x[0], x[1], side: isRight ? .right : .left)]
    case "diff": return [diff(x[0], n: int("n") ?? 1, axis: axis ?? -1)]
    case "bincount":
      return [
        bincount(x[0], weights: x.count > 1 ? x[1] : nil, minlength: int("minlength") ?? 0)
      ]
    case "unique": return [unique(x[0])]
    case "median": return [median(x[0], axis: axis, keepdims: bool("keepdims"))]
    case "cov": return [cov(x[0], rowvar: bool("rowvar"), bias: bool("bias"))]
    case "topk": return [topk(x[0], int("k") ?? 0)]
    case "argtopk": return [argtopk(x[0], int("k") ?? 0)]
    case "flip": return [flip(x[0], axis: axis)]
    case "moveaxis": return [moveaxis(x[0], int("source") ?? 0, int("destination") ?? 0)]
    case "trace": return [trace(x[0], offset: int("offset") ?? 0)]
    case "kron": return [kron(x[0], x[1])]
    case "matmul": return [matmul(x[0], x[1])]
    case "linspace": return [linspace(x[0], x[1], count, endpoint: bool("endpoint"))]
    case "logspace": return [logspace(x[0], x[1], count, endpoint: bool("endpoint"))]
    case "geomspace": return [geomspace(x[0], x[1], count, endpoint: bool("endpoint"))]
    case "take": return [x[0].take(x[1], axis: axis)]
    case "takeAlongAxis": return [takeAlongAxis(x[0], x[1], axis: axis ?? -1)]
    case "compress": return [compress(x[0], x[1], axis: axis)]
    case "nonzero": return nonzero(x[0])
    case "flatnonzero": return [flatnonzero(x[0])]
    case "unravelIndex": return unravelIndex(x[0], lengths)
    case "ravelMultiIndex": return [ravelMultiIndex(x, lengths)]
    case "toOneHot": return [toOneHot(x[0], int("classes") ?? 0)]
    case "fillDiagonal": return [fillDiagonal(x[0], x[1])]
    default: throw UnknownOperation(op: golden.op)
    }
  }
}
