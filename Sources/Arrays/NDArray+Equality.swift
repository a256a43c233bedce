#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension NDArray: Hashable {
  /// Whether two arrays have the same dtype, shape and elements.
  ///
  /// Not-a-number equals itself here, so that every array equals itself, and 0 equals -0.
  ///
  /// - Complexity: O(`count`), O(1) if the two share their memory
  public static func == (a: NDArray, b: NDArray) -> Bool {
    guard a.dtype == b.dtype, a.shape == b.shape else { return false }
    if a.storage === b.storage { return true }
    return a.withUnsafeBytes { x in
      b.withUnsafeBytes { y in
        guard let first = x.baseAddress, let second = y.baseAddress else { return true }
        if memcmp(first, second, x.count) == 0 { return true }
        switch a.dtype.realCounterpart {
        case .float16: return equal(x, y, as: Float16.self)
        case .float32: return equal(x, y, as: Float.self)
        case .float64: return equal(x, y, as: Double.self)
        default: return false
        }
      }
    }
  }

  /// Feeds the dtype, the shape and the elements to `hasher`, equal ones for equal arrays.
  ///
  /// - Complexity: O(`count`)
  public func hash(into hasher: inout Hasher) {
    hasher.combine(dtype)
    hasher.combine(shape)
    withUnsafeBytes { bytes in
      switch dtype.realCounterpart {
      case .float16: combine(bytes, as: Float16.self, into: &hasher)
      case .float32: combine(bytes, as: Float.self, into: &hasher)
      case .float64: combine(bytes, as: Double.self, into: &hasher)
      default: hasher.combine(bytes: bytes)
      }
    }
  }

  /// Whether the elements of `other` are close to these: `|a - b| <= absoluteTolerance +
  /// relativeTolerance · |b|` for all `a` of this array and `b` of the other, NumPy's `allclose`.
  ///
  /// Infinities are close to themselves, and not-a-number to itself if `equalNaN` is set. Arrays of
  /// different dtypes may be close; shapes are broadcast, and false is returned if they cannot be.
  ///
  /// - Complexity: O(`count`)
  public func isClose(
    to other: NDArray, relativeTolerance: Double = 1e-5, absoluteTolerance: Double = 1e-8,
    equalNaN: Bool = false
  ) -> Bool {
    guard
      let common = NDArray.commonShape(shape, other.shape),
      let a = try? broadcasted(to: common), let b = try? other.broadcasted(to: common)
    else { return false }
    /// Whether two numbers are close, given their distance and the size of the second.
    func close(_ equal: Bool, _ distance: Double, _ size: Double, nans: Bool) -> Bool {
      if equal || (nans && equalNaN) { return true }
      return size.isFinite && distance <= absoluteTolerance + relativeTolerance * size
    }
    guard a.dtype.isComplex || b.dtype.isComplex else {
      return zip(a.reals, b.reals).allSatisfy {
        close($0 == $1, abs($0 - $1), abs($1), nans: $0.isNaN && $1.isNaN)
      }
    }
    return zip(a.complexes, b.complexes).allSatisfy {
      let (x, y) = ($0.rawStorage, $1.rawStorage)
      return close(
        x == y, hypot(x.x - y.x, x.y - y.y), hypot(y.x, y.y),
        nans: (x.x.isNaN || x.y.isNaN) && (y.x.isNaN || y.y.isNaN))
    }
  }

  /// Returns the shape to which both shapes can be broadcast, nil if there is none.
  package static func commonShape(_ a: [Int], _ b: [Int]) -> [Int]? {
    var result = a.count >= b.count ? a : b
    let shorter = a.count >= b.count ? b : a
    for (axis, length) in zip(result.indices.suffix(shorter.count), shorter) {
      if result[axis] == 1 {
        result[axis] = length
      } else if length != 1, length != result[axis] {
        return nil
      }
    }
    return result
  }
}

/// Whether two buffers hold equal floats, not-a-number equal to itself.
private func equal<T: BinaryFloatingPoint>(
  _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, as _: T.Type
) -> Bool {
  let (x, y) = (a.assumingMemoryBound(to: T.self), b.assumingMemoryBound(to: T.self))
  return x.indices.allSatisfy { x[$0] == y[$0] || (x[$0].isNaN && y[$0].isNaN) }
}

/// Feeds floats to `hasher`: all kinds of not-a-number alike, and -0 like 0.
private func combine<T: BinaryFloatingPoint>(
  _ bytes: UnsafeRawBufferPointer, as _: T.Type, into hasher: inout Hasher
) {
  for x in bytes.assumingMemoryBound(to: T.self) { hasher.combine(x.isNaN ? T.nan : x) }
}
