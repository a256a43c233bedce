import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the matrix `[n, m]` (`[n, n]` by default) with ones on the diagonal `k` (positive: above the
/// main one) and zeros elsewhere, `floatX` by default. Negative lengths are an error.
public func eye(
  _ n: any SymbolicLength, _ m: (any SymbolicLength)? = nil, k: any SymbolicLength = 0,
  dtype: DType? = nil
) -> Variable {
  let operands = [n, m ?? n, k].variables
  return building("Eye", operands) {
    let scalars = try zip(operands, ["n", "m", "k"]).map {
      try $0.integerScalar("eye: \($1)")
    }
    return .apply(Eye(dtype: dtype ?? Configuration.current.floatX), scalars)
  }
}

/// Returns the identity matrix `[n, n]`, `floatX` by default.
public func identity(_ n: any SymbolicLength, dtype: DType? = nil) -> Variable {
  eye(n, dtype: dtype)
}

/// Returns the matrix of the shape of `x` with ones on the diagonal, of its dtype unless another is given.
public func identityLike(_ x: Variable, dtype: DType? = nil) -> Variable {
  building("identityLike", [x]) {
    guard x.ndim == 2 else {
      throw GraphError(.type, "identityLike takes a matrix, and \(x) is a \(x.type).")
    }
    return eye(x.length(ofAxis: 0), x.length(ofAxis: 1), dtype: dtype ?? x.dtype)
  }
}

/// A matrix with ones on a diagonal.
package struct Eye: ShapedOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// The dtype of the result.
  package let dtype: DType

  package var name: String { "Eye" }
  package var debugName: String { "Eye{dtype='\(dtype)'}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let shape = x.prefix(2).map(\.knownInteger)
    if let negative = shape.compactMap({ $0 }).first(where: { $0 < 0 }) {
      throw GraphError(.value, "Eye: negative dimensions are not allowed: \(negative).")
    }
    return [TensorType(dtype, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    cast(call.inputs[axis], .int64)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    return .elements(.cheap) { b, x in
      let lengths = try x.prefix(2).map { try $0.integer(b) }
      for length in lengths { b.checkLessOrEqual(b.constant(0), length) }
      b.checkSize(lengths)
      return lengths
    } _: { [dtype] b, x, index in
      let column = b.add(index[0], b.convert(try x[2].scalar(b), .int64))
      return b.select(b.equal(column, index[1]), b.constant(1, dtype), b.constant(0, dtype))
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let (n, m, k) = (x[0].ints[0], x[1].ints[0], x[2].ints[0])
    var result = try NDArray(checked: [n, m], dtype: dtype)
    let one = NDArray(1).cast(to: dtype)
    let size = dtype.size
    result.withUnsafeMutableBytes { target in
      one.withUnsafeBytes { source in
        for row in 0..<n {
          let (column, overflow) = row.addingReportingOverflow(k)
          guard !overflow, (0..<m).contains(column) else { continue }
          let start = (row * m + column) * size
          target[start..<start + size].copyBytes(from: source)
        }
      }
    }
    return [result]
  }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    [
      OpExample("above", [.init([.n, .m])]) {
        $0[0] * eye(shapeI($0[0], 0), shapeI($0[0], 1), k: 1)
      }
    ]
  }
}
