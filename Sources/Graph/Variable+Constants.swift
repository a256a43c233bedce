import TheanoArrays

extension Variable {
  /// Creates a constant.
  package convenience init(constant value: NDArray, name: String? = nil, site: Site) {
    let type = TensorType(value.dtype, shape: value.shape)
    self.init(type, .constant(value), name: name, site: site)
  }

  /// Creates the variable that carries an error.
  package convenience init(invalid error: GraphError) {
    self.init(
      TensorType(Configuration.current.floatX, shape: []), .invalid(error), site: error.site)
  }

  /// Creates a weak constant: the exact value, without a dtype of its own.
  package convenience init(weak value: some ArrayElement) {
    let array = NDArray(value)
    let dtype: DType =
      switch array.dtype.kind {
      case .bool: .bool
      case .integer: array.dtype == .uint64 ? .uint64 : .int64
      case .real: Configuration.current.floatX
      case .complex: Configuration.current.floatX.complexCounterpart
      }
    let type = TensorType(dtype, shape: [], isWeak: true)
    // A literal needs no place of its own: an error names the operation that it is part of.
    self.init(type, .constant(array), site: .unknown)
  }

  /// This variable as an operand that has a dtype: a literal becomes int64 or `floatX`.
  package var strengthened: Variable {
    guard type.isWeak, let constant else { return self }
    return Variable(constant: constant.cast(to: dtype), site: site)
  }

  /// The one element of a constant scalar, as an integer; nil if this is not a constant integer.
  package var constantInteger: Int? {
    guard let constant, constant.dtype.isDiscrete, constant.count == 1 else { return nil }
    return constant.ints.first
  }
}

/// Returns a constant that is not a literal: it keeps the dtype of its value.
///
/// Lengths of 1 in its shape broadcast.
/// - Throws: `ArrayError` if `value` is a ragged nested array.
public func constant(_ value: some ArrayConvertible, name: String? = nil) throws -> Variable {
  Variable(constant: try value.toHostValue().array, name: name, site: .capture())
}

/// Returns the text that printed graphs show for a constant, in Theano's format.
func constantText(_ value: NDArray, type: TensorType) -> String {
  var text = value.description
  if value.ndim > 0, let first = value.commonElement {
    text = "\(shapeText(value.shape)) of \(first)"
  }
  if text.count > 20 { text = "\(text.prefix(10))..\(text.suffix(10))" }
  return "TensorConstant{\(text)}"
}

extension NDArray {
  /// The text of the element that all elements are equal to, if there is one.
  fileprivate var commonElement: String? {
    guard count > 0 else { return nil }
    let values = complexes
    guard values.allSatisfy({ $0 == values[0] }) else { return nil }
    let first = strided(shape: [], strides: [], offset: 0)
    return first.description
  }
}
