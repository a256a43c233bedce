import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

@Suite struct SortingTests {
  static let ops = ["sort", "argsort", "cumsum", "cumprod"]

  @Test(arguments: try goldenCases(ops)) func golden(_ golden: GoldenCase) throws {
    let axis = golden.args["axis"]?.int
    for isStatic in [false, true] {
      let text = try golden.difference(isStatic: isStatic) { operands in
        let x = operands[0]
        switch golden.op {
        case "sort": return [x.sort(axis: axis)]
        case "argsort": return [x.argsort(axis: axis)]
        case "cumsum": return [x.cumsum(axis: axis)]
        case "cumprod": return [x.cumprod(axis: axis)]
        default: throw UnknownOperation(op: golden.op)
        }
      }
      #expect(text == nil, "\(golden)")
    }
  }

  @Test func wrongUse() {
    let (vector, matrix) = (tensor(1), tensor(2))
    for y in [
      matrix.sort(axis: 2), matrix.argsort(axis: -3), matrix.cumsum(axis: 2), diff(vector, axis: 1),
      matrix.cumprod(axis: 9), topk(vector, 1, axis: 1), tensor(0).sort(),
    ] {
      #expect(y.error?.kind == .axis)
    }
    let complex = tensor(1, .complex64)
    for y in [complex.sort(), complex.argsort(), unique(complex), topk(complex, 1)] {
      #expect(y.error?.kind == .type)
    }
    #expect(diff(vector, n: -1).error?.kind == .value)
    #expect(diff(tensor(1, .bool)).error?.kind == .type)
    #expect(topk(vector, 0).error?.kind == .value)
    #expect(topk(Variable(TensorType(.float64, shape: [3])), -4).error?.kind == .value)
    #expect(topk(vector, .min).error == nil)
    #expect(bincount(vector).error?.kind == .type)
    #expect(bincount(tensor(1, .int32), minlength: -1).error?.kind == .value)
    #expect(searchsorted(matrix, vector).error?.kind == .type)
    #expect(searchsorted(vector, matrix, sorter: vector).error?.kind == .type)
  }

  @Test func differences() throws {
    let x = tensor(1, .int32)
    let squares = NDArray(elements: [Int32(0), 1, 4, 9, 16], shape: [5])
    #expect(try value(x, squares) { diff($0) }.ints == [1, 3, 5, 7])
    #expect(try value(x, squares) { diff($0, n: 2) }.ints == [2, 2, 2])
    #expect(try value(x, squares) { diff($0, n: 0) }.ints == squares.ints)
    #expect(try value(x, squares) { diff($0, n: .max) }.shape == [0])
    let empty = NDArray(zeros: [0, 3], dtype: .float64)
    #expect(try value(tensor(2), empty) { diff($0, axis: 0) }.shape == [0, 3])
    let bytes = NDArray(elements: [UInt8(3), 1], shape: [2])
    #expect(try value(tensor(1, .uint8), bytes) { diff($0) }.ints == [254])
  }

  @Test func searching() throws {
    let (x, v) = (tensor(1), tensor(1))
    let ordered = NDArray(elements: [1, 2, 2, 3, .nan], shape: [5])
    let values = NDArray(elements: [0, 2, 2.5, 9, .nan], shape: [5])
    func places(_ y: Variable) throws -> [Int] {
      try evaluate([y], [x, v], [ordered, values])[0].ints
    }
    // numpy.searchsorted
    #expect(try places(x.searchsorted(v)) == [0, 1, 3, 4, 4])
    #expect(try places(x.searchsorted(v, side: .right)) == [0, 3, 3, 4, 5])
    let mixed = NDArray(elements: [3.0, 1, 2], shape: [3])
    let y = x.searchsorted(v, sorter: x.argsort())
    #expect(
      try evaluate([y], [x, v], [mixed, NDArray(elements: [2.0], shape: [1])])[0].ints == [1])
    let sorter = tensor(1, .int64)
    let bad = NDArray(elements: [0, 1, 7], shape: [3])
    let z = x.searchsorted(v, sorter: sorter)
    #expect(throws: EvaluationError.self) {
      try evaluate([z], [x, v, sorter], [mixed, values, bad])
    }
  }

  @Test func counting() throws {
    let x = tensor(1, .int64)
    let numbers = NDArray(elements: [1, 3, 1], shape: [3])
    #expect(try value(x, numbers) { bincount($0) }.ints == [0, 2, 0, 1])
    #expect(try value(x, numbers) { bincount($0, minlength: 6) }.ints == [0, 2, 0, 1, 0, 0])
    let w = tensor(1, .float32)
    let weights = NDArray(elements: [Float(0.5), 2, 1], shape: [3])
    let sums = try evaluate([bincount(x, weights: w)], [x, w], [numbers, weights])[0]
    #expect(sums.reals == [0, 1.5, 0, 2] && sums.dtype == .float32)
    for bad in [[-1, 2], [1 << 60], [Int.max]] {
      let error = #expect(throws: EvaluationError.self) {
        try value(x, NDArray(elements: bad, shape: [bad.count])) { bincount($0) }
      }
      #expect(error?.op == "Bincount")
    }
    #expect(try value(x, NDArray(zeros: [0], dtype: .int64)) { bincount($0) }.shape == [0])
    let several = NDArray(elements: [2, .nan, 1, 2, .nan], shape: [5])
    let distinct = try value(tensor(1), several) { unique($0) }
    #expect(distinct.difference(from: NDArray(elements: [1, 2, .nan], shape: [3])) == nil)
  }

  @Test func largestElements() throws {
    let x = tensor(2)
    let matrix = NDArray(elements: [1.0, 5, 5, 2, 9, 0, 3, 3], shape: [2, 4])
    #expect(try value(x, matrix) { topk($0, 2) }.reals == [5, 5, 9, 3])
    #expect(try value(x, matrix) { argtopk($0, 2, dtype: .int32) }.ints == [1, 2, 0, 2])
    #expect(try value(x, matrix) { topk($0, -3) }.reals == [1, 2, 5, 0, 3, 3])
    #expect(try value(x, matrix) { topk($0, 1, axis: 0) }.reals == [9, 5, 5, 3])
    #expect(try value(x, matrix) { topk($0, 3, axis: nil) }.reals == [9, 5, 5])
    let error = #expect(throws: EvaluationError.self) { try value(x, matrix) { topk($0, 5) } }
    #expect(error?.message == "topk: kth is 5, but axis 1 has only 4 elements.")
  }

  @Test func cumulativeTypes() throws {
    let bytes = NDArray(elements: [Int8(100), 100], shape: [2])
    #expect(try value(tensor(1, .int8), bytes) { $0.cumsum() }.ints == [100, -56])
    #expect(tensor(1, .bool).cumsum().dtype == .int64)
    #expect(try value(tensor(0), NDArray(3.0)) { $0.cumprod() }.shape == [1])
  }
}
