import Testing
import TheanoOps

@testable import Theano

/// An element-wise operation with the dtypes of operands on which it is tried in native code.
struct ScalarCombinations: CustomTestStringConvertible, Sendable {
  let op: any ScalarOp

  var testDescription: String { op.name }

  /// All operations of the catalogue that work on real numbers.
  static let all = elementwiseCatalogue.compactMap { sample -> ScalarCombinations? in
    (sample as? any ScalarOp).map { ScalarCombinations(op: $0) }
  }

  /// The dtypes of real numbers; for complex ones there are tests of their own.
  static let dtypes = DType.allCases.filter { !$0.isComplex }

  /// Operations that have no real operands, or no real results.
  static let outside: Set<String> = ["complex", "real", "imag"]

  /// The number of operands.
  var count: Int { op.domains.count }

  /// All dtypes of operands; of three the last two are alike.
  var everything: [[DType]] {
    let dtypes = ScalarCombinations.dtypes
    if count == 1 { return dtypes.map { [$0] } }
    return dtypes.flatMap { first in
      dtypes.map { [first] + Array(repeating: $0, count: count - 1) }
    }
  }

  /// Dtypes of operands enough to compare numbers: equal ones, and mixtures of all kinds.
  var selection: [[DType]] {
    let same = ScalarCombinations.dtypes.map { Array(repeating: $0, count: count) }
    let pairs: [[DType]] = [
      [.int8, .uint8], [.uint8, .int16], [.int32, .uint32], [.int64, .uint64], [.uint64, .int64],
      [.uint64, .int8], [.bool, .int32], [.int64, .bool], [.uint32, .int64], [.float16, .int16],
      [.int32, .float16], [.float32, .int32], [.int64, .float32], [.float32, .uint8],
      [.float64, .int64], [.uint64, .float64], [.float32, .float64], [.float64, .float16],
      [.bool, .float32], [.float16, .float32],
    ]
    switch count {
    case 1: return same
    case 2: return same + pairs
    default: return same + pairs.flatMap { [[.bool] + $0, [$0[0], $0[1], $0[1]], $0 + [$0[1]]] }
    }
  }

  /// Returns the operation on variables; nil if it is not defined for their dtypes.
  func applied(to operands: [Variable]) -> Variable? {
    let result = apply(op, operands)
    return result.error == nil && !result.dtype.isComplex ? result : nil
  }

  /// Opens the operation's type.
  private func apply(_ op: some ScalarOp, _ operands: [Variable]) -> Variable {
    elementwise(op, operands)
  }
}

/// Vectors of all dtypes, in several places, and the results of operations on them.
struct ScalarGraph {
  /// For each place and dtype a vector.
  let inputs: [[DType: Variable]]
  /// The results.
  private(set) var outputs: [Variable] = []
  /// The dtypes of which each result is made.
  private(set) var combinations: [[DType]] = []

  /// Applies an operation to vectors of the given dtypes, as far as it is defined for them.
  init(_ sample: ScalarCombinations, _ combinations: [[DType]]) {
    inputs = (0..<sample.count).map { place in
      let vectors = ScalarCombinations.dtypes.map { dtype in
        (dtype, Variable(TensorType(dtype, shape: [nil]), name: "x\(place)_\(dtype)"))
      }
      return Dictionary(uniqueKeysWithValues: vectors)
    }
    for dtypes in combinations {
      let operands = zip(inputs, dtypes).compactMap { $0[$1] }
      guard let result = sample.applied(to: operands) else { continue }
      outputs.append(result)
      self.combinations.append(dtypes)
    }
  }

  /// All vectors, in order.
  var leaves: [Variable] {
    inputs.flatMap { vectors in ScalarCombinations.dtypes.compactMap { vectors[$0] } }
  }
}
