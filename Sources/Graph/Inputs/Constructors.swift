import TheanoArrays

// The constructors of inputs of any dtype; `floatX` if none is given.

/// Returns a new input of any dtype and shape; nil stands for a length that is not known, and an axis of
/// length 1 broadcasts.
public func tensor(_ name: String? = nil, dtype: DType? = nil, shape: [Int?]) -> Variable {
  Variable(TensorType(dtype ?? Configuration.current.floatX, shape: shape), name: name)
}

/// Returns a new input that is a scalar, of shape `[]`.
public func scalar(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [])
}

/// Returns a new input that is a vector, of shape `[n]`.
public func vector(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil])
}

/// Returns a new input that is a row: a matrix whose first axis has length 1, which broadcasts, of shape `[1, n]`.
public func row(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [1, nil])
}

/// Returns a new input that is a column: a matrix whose second axis has length 1, which broadcasts, of shape `[n, 1]`.
public func col(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil, 1])
}

/// Returns a new input that is a matrix, of shape `[n, k]`.
public func matrix(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil, nil])
}

/// Returns a new input that is a tensor of 3 axes.
public func tensor3(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil, nil, nil])
}

/// Returns a new input that is a tensor of 4 axes.
public func tensor4(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil, nil, nil, nil])
}

/// Returns a new input that is a tensor of 5 axes.
public func tensor5(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil, nil, nil, nil, nil])
}

/// Returns a new input that is a tensor of 6 axes.
public func tensor6(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil, nil, nil, nil, nil, nil])
}

/// Returns a new input that is a tensor of 7 axes.
public func tensor7(_ name: String? = nil, dtype: DType? = nil) -> Variable {
  tensor(name, dtype: dtype, shape: [nil, nil, nil, nil, nil, nil, nil])
}
