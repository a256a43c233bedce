import TheanoArrays
import TheanoGraph

/// Returns zeros of a shape, `floatX` by default: `zeros([2, n])`.
public func zeros(_ shape: [any SymbolicLength], dtype: DType? = nil) -> Variable {
  filled(0, shape, dtype)
}

/// Returns `length` zeros, or zeros of the shape that an integer vector of known length holds.
public func zeros(_ shape: any SymbolicLength, dtype: DType? = nil) -> Variable {
  filled(0, shape, dtype)
}

/// Returns ones of a shape, `floatX` by default: `ones([2, n])`.
public func ones(_ shape: [any SymbolicLength], dtype: DType? = nil) -> Variable {
  filled(1, shape, dtype)
}

/// Returns `length` ones, or ones of the shape that an integer vector of known length holds.
public func ones(_ shape: any SymbolicLength, dtype: DType? = nil) -> Variable {
  filled(1, shape, dtype)
}

/// Returns `value` repeated to a shape, of `dtype` or the value's own (`floatX` for a float literal).
public func full(_ shape: [any SymbolicLength], _ value: Variable, dtype: DType? = nil) -> Variable
{
  alloc(dtype.map { cast(value, $0) } ?? value, shape)
}

/// Returns `value` repeated to the shape of `model`, of `dtype` or the model's own.
public func fullLike(_ model: Variable, _ value: Variable, dtype: DType? = nil) -> Variable {
  building("fullLike", [model, value]) { fill(model, cast(value, dtype ?? model.dtype)) }
}

/// Returns a number of `dtype` repeated to a shape.
private func filled(_ value: Int, _ shape: [any SymbolicLength], _ dtype: DType?) -> Variable {
  let number = NDArray(value).cast(to: dtype ?? Configuration.current.floatX)
  return alloc(Variable(constant: number, site: .capture()), shape)
}

/// Returns a number of `dtype` repeated to a length or to the lengths in a vector.
private func filled(_ value: Int, _ shape: any SymbolicLength, _ dtype: DType?) -> Variable {
  let lengths = shape.symbolicLength
  if lengths.ndim != 1 { return filled(value, [lengths], dtype) }
  return building("Alloc", [lengths]) {
    filled(value, try lengths.scalarsOfKnownCount(op: "Alloc").lengths, dtype)
  }
}

extension Variable {
  /// Returns the elements of an integer vector of known length as scalars.
  /// - Throws: `GraphError` if it is none, or its length is not known.
  package func scalarsOfKnownCount(op: String) throws -> [Variable] {
    guard ndim == 1, dtype.isInteger else {
      throw GraphError(
        .type, "\(op) takes lengths as an integer vector, and \(self) is a \(type).")
    }
    guard let count = type.shape[0] else {
      throw GraphError(
        .value,
        "The length of the provided shape (\(self)) cannot be automatically determined, so \(op) does "
          + "not know the number of dimensions of its result.")
    }
    return try scalars(count: count, op: op)
  }
}
