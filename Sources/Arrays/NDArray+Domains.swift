import ComplexModule
import RealModule

/// Conversion between stored elements and the wide types in which the host computes.
extension NDArray {
  /// The elements as reals, in row-major order; the real parts of complex ones.
  ///
  /// - Complexity: O(`count`)
  public var reals: [Double] {
    let type = dtype.elementType
    return [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      let target = UnsafeMutableBufferPointer(start: buffer.baseAddress, count: count)
      type.load(storage.bytes, reals: target)
      filled = count
    }
  }

  /// The elements as integers, truncated towards zero, in row-major order.
  ///
  /// - Complexity: O(`count`)
  public var integers: [Int128] {
    let type = dtype.elementType
    return [Int128](unsafeUninitializedCapacity: count) { buffer, filled in
      let target = UnsafeMutableBufferPointer(start: buffer.baseAddress, count: count)
      type.load(storage.bytes, integers: target)
      filled = count
    }
  }

  /// The elements as complex numbers, in row-major order.
  ///
  /// - Complexity: O(`count`)
  public var complexes: [Complex<Double>] {
    func load<T: ArrayElement>(_: T.Type) -> [Complex<Double>] {
      // Not a key path, which of a generic type is made anew by each call: that takes microseconds.
      withElements(as: T.self) { $0.map { $0.complexValue } }
    }
    return load(dtype.elementType)
  }

  /// The elements as Swift integers, in row-major order; those beyond `Int` wrap.
  package var ints: [Int] { integers.map { Int(truncatingIfNeeded: $0) } }

  /// Creates an array from reals, rounded to `dtype`; their number must be right.
  package init(reals: [Double], shape: [Int], dtype: DType) {
    self.init(zeros: shape, dtype: dtype)
    precondition(reals.count == count)
    let type = dtype.elementType
    reals.withUnsafeBufferPointer { type.store(reals: $0, to: storage.bytes) }
  }

  /// Creates an array from integers, wrapped to `dtype`; their number must be right.
  package init(integers: [Int128], shape: [Int], dtype: DType) {
    self.init(zeros: shape, dtype: dtype)
    precondition(integers.count == count)
    let type = dtype.elementType
    integers.withUnsafeBufferPointer { type.store(integers: $0, to: storage.bytes) }
  }

  /// Creates an array from complex numbers; their number must be right.
  package init(complexes: [Complex<Double>], shape: [Int], dtype: DType) {
    self.init(zeros: shape, dtype: dtype)
    precondition(complexes.count == count)
    let bytes = storage.bytes
    func store<T: ArrayElement>(_: T.Type) {
      let target = bytes.assumingMemoryBound(to: T.self)
      for i in 0..<complexes.count { target[i] = T(complex: complexes[i]) }
    }
    store(dtype.elementType)
  }

  /// Calls `body` with the elements as `T`, which must be this array's element type.
  package func withElements<T: ArrayElement, R>(
    as _: T.Type, _ body: (UnsafeBufferPointer<T>) throws -> R
  ) rethrows -> R {
    precondition(T.dtype == dtype)
    return try withUnsafeBytes { try body($0.assumingMemoryBound(to: T.self)) }
  }

  /// Returns this array converted to `dtype`: itself if that is its type already.
  ///
  /// Floats round to nearest, integers wrap, reals truncate towards zero on the way to integers, and
  /// complex numbers lose their imaginary part on the way to reals.
  ///
  /// - Complexity: O(`count`)
  public func cast(to dtype: DType) -> NDArray {
    if dtype == self.dtype { return self }
    if self.dtype.isComplex && (dtype.isComplex || dtype == .bool) {
      return NDArray(complexes: complexes, shape: shape, dtype: dtype)
    }
    if self.dtype.isDiscrete && (dtype.isDiscrete || dtype.isFloat) {
      return NDArray(integers: integers, shape: shape, dtype: dtype)
    }
    return NDArray(reals: reals, shape: shape, dtype: dtype)
  }

  /// The elements converted to `T`, in row-major order.
  ///
  /// - Complexity: O(`count`)
  public func elements<T: ArrayElement>(as _: T.Type = T.self) -> [T] {
    cast(to: T.dtype).withElements(as: T.self, Array.init)
  }

  /// The one element of an array that has just one, converted to `T`; nil for other arrays.
  public func item<T: ArrayElement>(as _: T.Type = T.self) -> T? {
    count == 1 ? elements(as: T.self).first : nil
  }
}
