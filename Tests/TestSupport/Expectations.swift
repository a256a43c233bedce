import TheanoArrays
import TheanoGraph

extension NDArray {
  /// Says how this array differs from `expected` in dtype, shape or elements; nil if it does not.
  ///
  /// Elements may differ by `relative` times the expected magnitude plus `absolute`; not-a-number equals
  /// not-a-number. Integers must be equal.
  package func difference(
    from expected: NDArray, relative: Double = 1e-12, absolute: Double = 1e-14, dtype: Bool = true
  ) -> String? {
    if dtype && self.dtype != expected.dtype {
      return "dtype \(self.dtype), expected \(expected.dtype)"
    }
    if shape != expected.shape { return "shape \(shape), expected \(expected.shape)" }
    if self.dtype.isDiscrete && expected.dtype.isDiscrete {
      return integers == expected.integers ? nil : "\(integers), expected \(expected.integers)"
    }
    for (i, (a, b)) in zip(complexes, expected.complexes).enumerated() {
      if !a.rawStorage.x.isNear(b.rawStorage.x, relative, absolute)
        || !a.rawStorage.y.isNear(b.rawStorage.y, relative, absolute)
      {
        return "element \(i) is \(a), expected \(b)"
      }
    }
    return nil
  }
}

extension Double {
  /// Whether this is `expected` within a tolerance.
  package func isNear(_ expected: Double, _ relative: Double, _ absolute: Double) -> Bool {
    if isNaN || expected.isNaN { return isNaN && expected.isNaN }
    if isInfinite || expected.isInfinite { return self == expected }
    return abs(self - expected) <= absolute + relative * abs(expected)
  }
}

/// Computes `outputs`, given values for the inputs they depend on; the tests' shortest way to a value.
package func evaluate(_ outputs: [Variable], _ inputs: [Variable] = [], _ values: [NDArray] = [])
  throws
  -> [NDArray]
{
  let program = try Program(inputs: inputs, outputs: outputs)
  return try program.run(values, shared: program.shared.map { $0.value })
}
