import TheanoArrays

/// Products of matrices on the host, the reference for native code.
extension NDArray {
  /// Returns the matrix product `[…, m, n]` of `a` `[…, m, k]` and `b` `[…, k, n]`, of `dtype`, for each of
  /// their equal leading lengths.
  ///
  /// Reals add up in float64, integers without overflow until they are stored.
  ///
  /// - Throws: `ArrayError` if there is no memory for the result.
  /// - Complexity: O(m·k·n) for each
  static func products(_ a: NDArray, _ b: NDArray, dtype: DType) throws -> NDArray {
    let batch = Array(a.shape.dropLast(2))
    let (m, k, n) = (a.shape[batch.count], a.shape[batch.count + 1], b.shape[batch.count + 1])
    let shape = batch + [m, n]
    let count = try checkedCount(shape, dtype: .complex128)
    let sizes = (count: batch.reduce(1, *), m: m, k: k, n: n)
    switch dtype.kind {
    case .real:
      var result = try NDArray(checked: shape, dtype: .float64)
      result.withUnsafeMutableBytes { bytes in
        realProducts(
          a.cast(to: .float64), b.cast(to: .float64), sizes,
          bytes.assumingMemoryBound(to: Double.self))
      }
      return result.cast(to: dtype)
    case .complex:
      let values = slowProducts(a.complexes, b.complexes, sizes, zero: .zero) { $0 + $1 * $2 }
      precondition(values.count == count)
      return NDArray(complexes: values, shape: shape, dtype: dtype)
    case .integer, .bool:
      let values = slowProducts(a.integers, b.integers, sizes, zero: 0) { $0 &+ $1 &* $2 }
      return NDArray(integers: values, shape: shape, dtype: dtype)
    }
  }

  /// Adds the products of float64 matrices to `c`.
  private static func realProducts(
    _ a: NDArray, _ b: NDArray, _ sizes: (count: Int, m: Int, k: Int, n: Int),
    _ c: UnsafeMutableBufferPointer<Double>
  ) {
    let (count, m, k, n) = sizes
    a.withElements(as: Double.self) { a in
      b.withElements(as: Double.self) { b in
        guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
        for i in 0..<count {
          addProduct(a + i * m * k, b + i * k * n, to: c + i * m * n, m, k, n)
        }
      }
    }
  }

  /// Returns the products of matrices of any numbers.
  private static func slowProducts<T>(
    _ a: [T], _ b: [T], _ sizes: (count: Int, m: Int, k: Int, n: Int), zero: T,
    _ multiplyAdd: (T, T, T) -> T
  ) -> [T] {
    let (count, m, k, n) = sizes
    var result = [T](repeating: zero, count: count * m * n)
    for i in 0..<count {
      for row in 0..<m {
        for column in 0..<n {
          var sum = zero
          for p in 0..<k {
            sum = multiplyAdd(sum, a[(i * m + row) * k + p], b[(i * k + p) * n + column])
          }
          result[(i * m + row) * n + column] = sum
        }
      }
    }
    return result
  }
}

/// Adds the product of `a` `[m, k]` and `b` `[k, n]` to `c` `[m, n]`.
///
/// The inner loop runs along rows of `b` and `c`, four rows of `b` at a time, so that it is vectorised and
/// `c` is read and written once for each four.
private func addProduct(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, to c: UnsafeMutablePointer<Double>,
  _ m: Int, _ k: Int, _ n: Int
) {
  if n == 1 { return addMatrixVectorProduct(a, b, to: c, m, k) }
  var row = 0
  while row < m {
    let (left, out) = (a + row * k, c + row * n)
    var p = 0
    while p + 4 <= k {
      let (x0, x1, x2, x3) = (left[p], left[p + 1], left[p + 2], left[p + 3])
      let b0 = b + p * n
      let (b1, b2, b3) = (b0 + n, b0 + 2 * n, b0 + 3 * n)
      var j = 0
      while j < n {
        out[j] += (x0 * b0[j] + x1 * b1[j]) + (x2 * b2[j] + x3 * b3[j])
        j += 1
      }
      p += 4
    }
    while p < k {
      let (x, right) = (left[p], b + p * n)
      var j = 0
      while j < n {
        out[j] += x * right[j]
        j += 1
      }
      p += 1
    }
    row += 1
  }
}

/// Adds the product of `a` `[m, k]` and the vector `b` `[k]` to `c` `[m]`, in four partial sums.
private func addMatrixVectorProduct(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, to c: UnsafeMutablePointer<Double>,
  _ m: Int, _ k: Int
) {
  var row = 0
  while row < m {
    let left = a + row * k
    var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
    var p = 0
    while p + 4 <= k {
      s0 += left[p] * b[p]
      s1 += left[p + 1] * b[p + 1]
      s2 += left[p + 2] * b[p + 2]
      s3 += left[p + 3] * b[p + 3]
      p += 4
    }
    while p < k {
      s0 += left[p] * b[p]
      p += 1
    }
    c[row] += (s0 + s1) + (s2 + s3)
    row += 1
  }
}
