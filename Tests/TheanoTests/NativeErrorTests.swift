import TestSupport
import Testing
import TheanoGraph

@testable import Theano

/// A use of an operation with operands that do not fit.
private struct WrongUse: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var dtypes: [(DType, ndim: Int)]
  var values: [NDArray]
  var build: @Sendable ([Variable]) throws -> Variable

  /// Creates a use; the values say which inputs there are.
  init(
    _ label: String, _ values: [NDArray],
    _ build: @escaping @Sendable ([Variable]) throws -> Variable
  ) {
    testDescription = label
    self.values = values
    self.build = build
    dtypes = values.map { ($0.dtype, $0.ndim) }
  }
}

/// Returns float64 numbers 0, 1, … of a shape.
private func numbers(_ shape: Int...) -> NDArray {
  let count = shape.reduce(1, *)
  return NDArray(reals: (0..<count).map(Double.init), shape: shape, dtype: .float64)
}

/// Returns an int64 vector.
private func integers(_ values: Int...) -> NDArray {
  NDArray(integers: values.map { Int128($0) }, shape: [values.count], dtype: .int64)
}

private let wrongUses: [WrongUse] = [
  WrongUse("place", [numbers(3), NDArray(3)]) { $0[0][$0[1]] },
  WrongUse("negative place", [numbers(3), NDArray(-4)]) { $0[0][$0[1]] },
  WrongUse("place of nothing", [numbers(0), NDArray(0)]) { $0[0][$0[1]] },
  WrongUse("constant place", [numbers(3)]) { $0[0][5] },
  WrongUse("constant negative place", [numbers(3)]) { $0[0][-4] },
  WrongUse("step", [numbers(3), NDArray(0)]) { $0[0][.slice(by: $0[1])] },
  WrongUse("array", [numbers(3), integers(0, 2, 3)]) { $0[0][$0[1]] },
  WrongUse("array below", [numbers(3), integers(0, -4)]) { $0[0][$0[1]] },
  WrongUse("array of empty rows", [numbers(3, 0), integers(7)]) { $0[0][$0[1]] },
  WrongUse("array of which nothing is read", [numbers(3), integers(0, 7)]) { $0[0][$0[1]][..<1] },
  WrongUse("arrays", [numbers(3, 3), integers(0, 1), integers(0, 1, 2)]) { $0[0][$0[1], $0[2]] },
  WrongUse("written place", [numbers(3), NDArray(3)]) { setSubtensor($0[0][$0[1]], 1) },
  WrongUse("written array", [numbers(3), integers(3)]) { incSubtensor($0[0][$0[1]], 1) },
  WrongUse("written values", [numbers(4), numbers(3)]) { setSubtensor($0[0][1..<3], $0[1]) },
  WrongUse("reshape", [numbers(3, 4), NDArray(5)]) { $0[0].reshape([$0[1], 2]) },
  WrongUse("reshape to the rest", [numbers(3, 4), NDArray(5)]) { $0[0].reshape([$0[1], -1]) },
  WrongUse("reshape to the rest of nothing", [numbers(0, 4), NDArray(0)]) { x in
    x[0].reshape([x[1], -1])
  },
  WrongUse("reshape, negative", [numbers(3, 4), NDArray(-2), NDArray(-6)]) { x in
    x[0].reshape([x[1], x[2]])
  },
  WrongUse("reshape, two rests", [numbers(3, 4), NDArray(-1), NDArray(-1)]) { x in
    x[0].reshape([x[1], x[2]])
  },
  WrongUse("reshape, huge", [numbers(0), NDArray(1 << 32), NDArray(1 << 32)]) { x in
    x[0].reshape([x[1], x[2]])
  },
  WrongUse("reshape, length of shape", [numbers(4), integers(2, 2, 1)]) { x in
    x[0].reshape(x[1], ndim: 2)
  },
  WrongUse("specify shape", [numbers(3), NDArray(4)]) { specifyShape($0[0], [$0[1]]) },
  WrongUse("add broadcast", [numbers(3)]) { addBroadcast($0[0], 0) },
  WrongUse("alloc, negative", [numbers(), NDArray(-1)]) { alloc($0[0], $0[1]) },
  WrongUse("alloc, huge", [numbers(), NDArray(1 << 40), NDArray(1 << 40)]) { x in
    alloc(x[0], x[1], x[2])
  },
  WrongUse("alloc, other length", [numbers(3), NDArray(4)]) { alloc($0[0], $0[1]) },
  WrongUse("join", [numbers(2, 3), numbers(2, 4)]) { join(0, $0[0], $0[1]) },
  WrongUse("split", [numbers(5), integers(2, 2)]) { split($0[0], $0[1], nSplits: 2)[0] },
  WrongUse("split, negative", [numbers(5), integers(6, -1)]) { split($0[0], $0[1], nSplits: 2)[0] },
  WrongUse("split, count", [numbers(5), integers(5)]) { split($0[0], $0[1], nSplits: 2)[0] },
  WrongUse("repeat", [numbers(2), integers(1, 2, 3)]) { $0[0].repeat($0[1], axis: 0) },
  WrongUse("repeat, negative", [numbers(2), integers(1, -2)]) { $0[0].repeat($0[1], axis: 0) },
  WrongUse("eye", [NDArray(-1)]) { eye($0[0]) },
  WrongUse("arange", [NDArray(0)]) { arange(0, 3, $0[0]) },
  WrongUse("arange, reals", [NDArray(0.0)]) { arange(0.0, 3.0, $0[0]) },
  WrongUse("arange, endless", [NDArray(Double.infinity)]) { arange($0[0]) },
  WrongUse("max", [numbers(3, 0)]) { max($0[0], axis: 1) },
  WrongUse("max of no rows", [numbers(0, 0)]) { max($0[0], axis: 1) },
  WrongUse("argmin", [numbers(0)]) { argmin($0[0]) },
  WrongUse("one-hot", [integers(0, 3)]) { toOneHot($0[0], 3) },
  WrongUse("one-hot, negative", [integers(0, -1)]) { toOneHot($0[0], 3) },
  WrongUse("one-hot of no classes", [integers(0)]) { toOneHot($0[0], 0) },
  WrongUse("cross-entropy", [numbers(2, 3), integers(0, 3)]) {
    categoricalCrossentropy($0[0], $0[1])
  },
  WrongUse("bincount", [integers(1, -1)]) { bincount($0[0]) },
  WrongUse("bincount, weights", [integers(1, 2), numbers(3)]) { bincount($0[0], weights: $0[1]) },
  WrongUse("topk", [numbers(3, 4)]) { topk($0[0], 4, axis: 0) },
  WrongUse("topk, smallest", [numbers(0)]) { argtopk($0[0], -1) },
  WrongUse("sorter", [numbers(2), numbers(3), integers(0, 2)]) { x in
    searchsorted(x[0], x[1], sorter: x[2])
  },
  WrongUse("unravel", [integers(0, 12)]) { unravelIndex($0[0], [3, 4])[0] },
  WrongUse("ravel", [integers(0, 3), integers(0, 0)]) { ravelMultiIndex([$0[0], $0[1]], [3, 4]) },
  WrongUse("assert", [numbers(2), NDArray(0)]) { assertOp($0[0], $0[1]) },
  WrongUse("lengths", [numbers(2), numbers(3)]) { $0[0] + $0[1] },
]

/// Operands that do not fit are errors in machine code, and users get the message of the reference.
@Suite(.enabled(if: hasCompiler)) struct NativeErrorTests {
  @Test(arguments: wrongUses)
  private func wrongOperandsAreErrors(_ use: WrongUse) throws {
    let (inputs, result) = try use.graph()
    let native = try NativeFunction(inputs: inputs, outputs: [result], toolchain: .standard)
    #expect(throws: (any Error).self) { try native.run(use.values, shared: []) }
    #expect(throws: EvaluationError.self) { try evaluate([result], inputs, use.values) }
  }

  @Test(arguments: wrongUses)
  private func messagesAreThoseOfTheReference(_ use: WrongUse) throws {
    let (inputs, result) = try use.graph()
    /// Returns what a function of a mode says.
    func message(_ mode: Mode) throws -> String? {
      let f = try function(inputs, result, mode: mode)
      do {
        _ = try f.call(use.values)
        return nil
      } catch let error as EvaluationError {
        return error.message
      }
    }
    let expected = try message(.reference)
    let actual = try message(.fastRun)
    #expect(expected != nil)
    #expect(actual == expected)
  }
}

extension WrongUse {
  /// The inputs, and the expression of them.
  fileprivate func graph() throws -> ([Variable], Variable) {
    let inputs = dtypes.enumerated().map { place, type in
      Variable(TensorType(type.0, ndim: type.ndim), name: "x\(place)")
    }
    let result = try build(inputs)
    if let error = result.error { throw error }
    return (inputs, result)
  }
}
