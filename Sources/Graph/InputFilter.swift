import TheanoArrays

/// Theano's rule for turning a value from outside into one of a variable's type: never lossy unless that
/// is allowed.
package struct InputFilter: Sendable {
  var type: TensorType
  /// Only an array of exactly the right dtype.
  var strict: Bool
  /// true: any cast; false: never lossy; nil: never lossy, but a Swift float may go into a `floatX` variable.
  var allowDowncast: Bool?

  package init(type: TensorType, strict: Bool = false, allowDowncast: Bool? = nil) {
    self.type = type
    self.strict = strict
    self.allowDowncast = allowDowncast
  }

  /// Returns `value` as an array of this filter's type.
  /// - Throws: `GraphError` that says why it does not fit.
  package func convert(_ value: some ArrayConvertible) throws -> NDArray {
    let host = try value.toHostValue()
    if host.array.dtype == type.dtype && type.admits(shape: host.array.shape) { return host.array }
    let array = try convertElements(host)
    if array.ndim != type.ndim {
      throw GraphError(
        .type,
        "Wrong number of dimensions: expected \(type.ndim), got \(array.ndim) "
          + "with shape \(shapeText(array.shape)).")
    }
    if !type.admits(shape: array.shape) {
      if zip(type.shape, array.shape).contains(where: { $0 == 1 && $1 != 1 }) {
        throw GraphError(
          .type,
          "Non-unit value on shape on a broadcastable dimension. The shape is "
            + "\(shapeText(array.shape)), the type \(type).")
      }
      throw GraphError(
        .type,
        "The type's shape is not compatible with the data's: \(type) and \(shapeText(array.shape))."
      )
    }
    return array
  }

  private func convertElements(_ host: HostValue) throws -> NDArray {
    let array = host.array
    if array.dtype == type.dtype { return array }
    if strict {
      throw GraphError(
        .type,
        "\(type) expected an array with dtype = \(type.dtype) (got \(array.dtype)).")
    }
    // What users write most, as in `f(2)`; never lossy by the rule below, which compares as float64.
    if host.origin == .scalar && array.dtype == .int64 && type.dtype == .float64 {
      return NDArray(array.withElements(as: Int64.self) { Double($0[0]) })
    }
    if allowDowncast == true { return array.cast(to: type.dtype) }
    switch host.origin {
    case .array:
      if array.dtype.isSafelyCast(to: type.dtype) { return array.cast(to: type.dtype) }
      throw GraphError(
        .type,
        "\(type) cannot store a value of dtype \(array.dtype) without risking loss of precision. If you "
          + "do not mind this loss, you can: 1) explicitly cast your data to \(type.dtype), or 2) set "
          + "allowInputDowncast: true when calling function. Value: \(array.shortText)")
    case .scalar, .nested:
      let converted = array.cast(to: type.dtype)
      let isFloatScalar = host.origin == .scalar && array.dtype.isFloat
      if allowDowncast == nil, isFloatScalar, type.dtype == Configuration.current.floatX {
        return converted
      }
      if array.survives(as: converted) { return converted }
      throw GraphError(
        .type,
        "\(type) cannot store accurately value \(array.shortText), it would be represented as "
          + "\(converted.shortText). If you do not mind this precision loss, you can: 1) explicitly "
          + "convert your data to an array of dtype \(type.dtype), or 2) set "
          + "allowInputDowncast: true when calling function.")
    }
  }
}

extension NDArray {
  /// Whether `converted` has the same values as this array, so that the conversion lost nothing.
  fileprivate func survives(as converted: NDArray) -> Bool {
    if dtype.isDiscrete, converted.dtype.isDiscrete { return integers == converted.integers }
    if !dtype.isComplex, !converted.dtype.isComplex {
      return zip(reals, converted.reals).allSatisfy { $0.isSame(as: $1) }
    }
    return zip(complexes, converted.complexes).allSatisfy { a, b in
      a.rawStorage.x.isSame(as: b.rawStorage.x) && a.rawStorage.y.isSame(as: b.rawStorage.y)
    }
  }

  /// The value, if it is not too long to show.
  package var shortText: String {
    count <= 20 ? description : "an array of shape \(shapeText(shape))"
  }
}

extension Double {
  /// Equality that holds for not-a-number too.
  fileprivate func isSame(as other: Double) -> Bool { self == other || (isNaN && other.isNaN) }
}
